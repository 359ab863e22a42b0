-- What is kept of a prompt's text: fingerprints, lengths and flags. The text itself ends here.
-- Every expression runs on every prompt of the day: `make bench` shows what a change costs.
create or replace temp macro plain(t) as
    -- Content may be a list of typed parts; only their text counts.
    case when starts_with(t, '[{') and json_valid(t)
         -- Parts without text are no reason to lose what stands there.
         then coalesce(nullif(array_to_string(json_extract_string(t, '$[*].text'), ' '), ''), t) else coalesce(t, '') end;
create or replace temp macro places_of(messages, who) as
    list_filter(range(1, len(messages) + 1), lambda i: messages[i].role = who);
-- Counting characters costs as much as hashing them: it is done once.
create or replace temp macro message_lengths(messages) as list_transform(messages, lambda m: length(plain(m.content)));

-- Two steps to a fingerprint: DuckDB's own 64-bit hash of the text, which is fast and stays in memory, then SHA-256
-- over the key and that hash, of which 64 bits are kept. (A prefix key is sound here: what is kept is too short to be
-- extended.) Who does not have the key can test no guess; who knows a text could as well have sent it.
create or replace temp macro kept(kind, hashed) as
    ('0x' || left(sha256(getvariable('text_key') || kind || hashed), 16))::ubigint;

-- A conversation is the chain of its messages: role and content of each, hashed, then hashed together.
create or replace temp macro message_hashes(messages) as
    list_transform(messages, lambda m: hash(coalesce(m.role, ''), plain(m.content)));
create or replace temp macro conversation_of(hashes) as kept('c', hash(hashes));
create or replace temp macro item_of(hashed) as kept('i', hashed);
-- The conversation before each earlier answer was a request of its own once.
create or replace temp macro prefixes_of(hashes, answers) as
    list_transform(list_reverse(list_filter(answers, lambda place: place::bigint > 1))[:8], lambda i: conversation_of(hashes[:i::bigint - 1]));

-- The constant part round a changing item, if there is one, shows at the ends of a prompt; numbers are left out of it.
create or replace temp macro without_digits(t) as
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
        t, '0', ''), '1', ''), '2', ''), '3', ''), '4', ''), '5', ''), '6', ''), '7', ''), '8', ''), '9', '');
create or replace temp macro skeleton(t) as replace(replace(without_digits(lower(t)), chr(10), ' '), '  ', ' ');
create or replace temp macro head_of(t, chars) as
    case when chars > 96 then kept('h', hash(left(skeleton(substring(t, 1, 72)), 48))) end;
-- Counted from its end: only so is the text before it not read for where characters begin.
create or replace temp macro tail_of(t, chars) as
    case when chars > 96 then kept('t', hash(right(skeleton(substring(t, -72)), 48))) end;

-- What a prompt is about, for comparing accounts by the thousand prompts: a third of its words, the same third in every
-- prompt (a FracMinHash sketch: Irber et al. 2022, https://doi.org/10.1101/2022.01.11.475838), each in one of 4,096
-- buckets. Thousands of words share a bucket, so that none can be read back.
create or replace temp macro bucket_of(words) as list_transform(
    list_filter(list_transform(words, lambda word: hash(word, getvariable('text_key'))), lambda hashed: hashed % 3 = 0),
    lambda hashed: (hashed // 3 % 4096)::usmallint);
-- The n-th character is found by counting from the beginning: pieces keep that short.
create or replace temp macro pairs_of(t, chars) as flatten(list_transform(
    list_transform(range(0, chars - 1, 16), lambda i: substring(t, i::bigint + 1, 17)),
    lambda piece: list_transform(range(1, length(piece)), lambda i: substring(piece, i::bigint, 2))));
create or replace temp macro words_of(t, chars) as
    case when strlen(t) > 3 * chars / 2
         -- Scripts with characters of several bytes may have no spaces: pairs of characters stand for words.
         then bucket_of(pairs_of(left(t, 200), least(chars, 200)))
         else bucket_of(string_split(lower(left(t, 500)), ' ')) end;

-- Flags hold in several languages; they describe a prompt and accuse nobody.
create or replace temp macro all_of() as '\b(every|all|each|full|complete|entire|whole)\b.{0,30}';
create or replace temp macro reasoning_words(before_steps) as
    'step[ -]by[ -]step|' || before_steps || '\b(reasoning|steps?|derivation|your (thoughts?|thinking|working))\b|chain[ -]of[ -]thought|(show|write|explain|give|list|spell) (me )?(out )?(your|the)( \w+){0,3} '
    '(steps?|reasoning|thoughts?|working)|reasoning (trace|process|steps)|think (aloud|out loud)'
    '|schritt f[uü]r schritt|paso a paso|[eé]tape par [eé]tape|passo a passo|шаг за шагом|一步一步|逐步|思维链|推理过程|ステップごと|단계별';
create or replace temp macro grading_words() as
    '\brubric\b|\b(grade|score|rate|rank) (the|this|that|these|each|both|your|my|it)( \w+){0,3} (answers?|responses?|outputs?|completions?|solutions?|essays?|translations?|against|from|out of|by)\b|on a scale (of|from)|from (0|1) to (5|10|100)\b'
    '|\b(judge|evaluate) (the|this|these|each|both|which)\b( \w+){0,3} (answers?|responses?|outputs?|completions?)'
    '|评分|打分|bewerte|califica|notez|оцени|採点|채점';
create or replace temp macro code_words() as
    '```|\b(python|javascript|typescript|java|c\+\+|c#|golang|sql|bash|regex|html|css|kotlin|php)\b'
    '|\bdef \w+\(|\bfunction \w*\(|\bclass \w+[:{(]|#include|(^|\n)import \w+|public static|=> ?\{|\b(unit tests?|stack trace|refactor)\b';
create or replace temp macro asks_reasoning(t) as regexp_matches(t, '(?i)' || reasoning_words(all_of()));
create or replace temp macro asks_grading(t) as regexp_matches(t, '(?i)' || grading_words());
create or replace temp macro has_code(t) as regexp_matches(t, '(?i)' || code_words());
-- A look costs as much for all words as for one, and most prompts hold none: one look saves three. It finds more than
-- they do: RE2 makes states for each distance that words may have, and on texts that differ never has enough of them.
create or replace temp macro may_tell_something(t) as
    regexp_matches(t, '(?i)' || reasoning_words('') || '|' || grading_words() || '|' || code_words());
create or replace temp macro asks_something(t) as
    regexp_matches(t, '(?i)' || reasoning_words(all_of()) || '|' || grading_words());

-- What a prompt is after, by the cues of `cues.toml`: what is looked at of it, the weights of what is found there as one
-- packed number, and the capability that weighs most, the first of those that weigh the same.
create or replace temp macro looked_at(t, chars) as
    if(chars <= getvariable('cue_beginning') + getvariable('cue_end'), t,
       substring(t, 1, getvariable('cue_beginning')) || ' ' || substring(t, -getvariable('cue_end')));
-- A text in ASCII (a byte a character) needs no look for the cues of other scripts, which cost twice what the rest does.
create or replace temp macro cues_of(t, chars) as list_distinct(list_transform(
    if(strlen(t) = chars, regexp_extract_all(looked_at(t, chars), getvariable('cue_pattern_ascii')),
       regexp_extract_all(looked_at(t, chars), getvariable('cue_pattern')))[:getvariable('cue_most')],
    lambda cue: hash(lower(cue))));
create or replace temp macro weight_of(cues) as coalesce(
    list_sum(list_select(getvariable('cue_weights_a'),
        list_transform(cues, lambda cue: (cue % getvariable('cue_entries'))::bigint + 1)))
    + list_sum(list_select(getvariable('cue_weights_b'),
        list_transform(cues, lambda cue: (cue // getvariable('cue_entries') % getvariable('cue_entries'))::bigint + 1))), 0)::bigint;
create or replace temp macro heaviest(packed) as greatest(
    (packed & 1023) * 8 + 5, (packed >> 10 & 1023) * 8 + 4, (packed >> 20 & 1023) * 8 + 3,
    (packed >> 30 & 1023) * 8 + 2, (packed >> 40 & 1023) * 8 + 1, (packed >> 50) * 8);
create or replace temp macro named_capability(found) as
    if(found < 8 * getvariable('cue_bar'), 'other', getvariable('cue_capabilities')[6 - (found & 7)]);
create or replace temp macro finds_nothing(packed) as heaviest(packed) < 8 * getvariable('cue_bar');
-- A request with tools is an agent's, whatever it is about; where there is no text, that is all that can be told.
create or replace temp macro capability_of(tool_count, pictured, heaviest) as
    case when tool_count > 0 then 'agentic_tool_use' when pictured then 'vision' else named_capability(heaviest) end;
-- Parts of a message that are pictures, in the forms that OpenAI's, Anthropic's and Google's clients send.
create or replace temp macro shows_image(t) as case when starts_with(t, '[{') then regexp_matches(
    t, '"type": ?"(image|image_url|input_image)"|"(inline_data|inlineData)": ?\{"mime_?[tT]ype": ?"image') end;
