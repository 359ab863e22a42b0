-- What landing keeps of each prompt of the corpora, and nothing else; a text that a corpus holds twice is one prompt.
select family, corpus, idx, item_of(hash(text)) as item, list_distinct(words_of(text, length(text))) as words
from prompts
qualify row_number() over (partition by corpus, text order by idx) = 1
order by family, corpus, idx
