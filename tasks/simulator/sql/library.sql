-- Other people's prompts, numbered inside their corpus, and how many each corpus has.
create temp table library as
select family, corpus, text,
    (row_number() over (partition by family, corpus order by hash(text), text) - 1)::ubigint as place
from prompts;

create temp table library_sizes as
select family, list({'corpus': corpus, 'size': size} order by corpus) as corpora
from (select family, corpus, count(*) as size from library group by all)
group by family;
