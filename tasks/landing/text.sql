-- What is kept of a prompt's text: fingerprints, lengths and flags. The text itself ends here.
create or replace temp macro plain(t) as
    -- Content may be a list of typed parts; only their text counts.
    case when t like '[{%' and json_valid(t)
         -- Parts without text are no reason to lose what stands there.
         then coalesce(nullif(array_to_string(json_extract_string(t, '$[*].text'), ' '), ''), t) else coalesce(t, '') end;
create or replace temp macro turns_of(messages, who) as
    list_transform(list_filter(messages, lambda m: m.role = who), lambda m: plain(m.content));

-- A conversation is the chain of its messages: role and content of each, hashed, then hashed together.
create or replace temp macro message_hashes(messages) as
    list_transform(messages, lambda m: keyed(coalesce(m.role, '') || chr(31) || plain(m.content)));
create or replace temp macro chain(hashes) as keyed_text('conversation:' || array_to_string(hashes, ','));
create or replace temp macro places_of(messages, who, first) as
    list_filter(range(first, len(messages) + 1), lambda i: messages[i].role = who);
-- The conversation before each earlier answer was a request of its own once.
create or replace temp macro prefix_chains(hashes, places) as
    list_transform(list_reverse(places)[:8], lambda i: chain(hashes[:i - 1]));

-- The constant part round a changing item, if there is one, shows at the ends of a prompt.
-- (Runs are folded by halving: three rounds fold eight, more than enough here and faster than a regular expression.)
create or replace temp macro folded(t, double, single) as
    replace(replace(replace(t, double, single), double, single), double, single);
create or replace temp macro skeleton(t) as folded(
    folded(translate(lower(t), '123456789' || chr(9) || chr(10) || chr(13), '000000000   '), '00', '0'), '  ', ' ');
create or replace temp macro head_of(t) as
    case when length(t) > 96 then keyed_text('head:' || left(skeleton(left(t, 96)), 48)) end;
create or replace temp macro tail_of(t) as
    case when length(t) > 96 then keyed_text('tail:' || right(skeleton(right(t, 96)), 48)) end;

-- Flags hold in several languages; they describe a prompt and accuse nobody.
create or replace temp macro asks_reasoning(t) as regexp_matches(t,
    '(?i)step[ -]by[ -]step|\b(every|all|each|full|complete|entire|whole)\b.{0,30}\b(reasoning|steps?|derivation|your (thoughts?|thinking|working))\b|chain[ -]of[ -]thought|(show|write|explain|give|list|spell) (me )?(out )?(your|the)( \w+){0,3} '
    '(steps?|reasoning|thoughts?|working)|reasoning (trace|process|steps)|think (aloud|out loud)'
    '|schritt f[uü]r schritt|paso a paso|[eé]tape par [eé]tape|passo a passo|шаг за шагом|一步一步|逐步|思维链|推理过程|ステップごと|단계별');
create or replace temp macro asks_grading(t) as regexp_matches(t,
    '(?i)\brubric\b|\b(grade|score|rate|rank) (the|this|that|these|each|both|your|my|it)( \w+){0,3} (answers?|responses?|outputs?|completions?|solutions?|essays?|translations?|against|from|out of|by)\b|on a scale (of|from)|from (0|1) to (5|10|100)\b'
    '|\b(judge|evaluate) (the|this|these|each|both|which)\b( \w+){0,3} (answers?|responses?|outputs?|completions?)'
    '|评分|打分|bewerte|califica|notez|оцени|採点|채점');
create or replace temp macro has_code(t) as regexp_matches(t,
    '(?i)```|\b(python|javascript|typescript|java|c\+\+|c#|golang|sql|bash|regex|html|css|kotlin|php)\b'
    '|\bdef \w+\(|\bfunction \w*\(|\bclass \w+[:{(]|#include|(^|\n)import \w+|public static|=> ?\{|\b(unit tests?|stack trace|refactor)\b');
