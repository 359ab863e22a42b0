-- The words: what is said in each turn of each conversation, and each request's messages, the conversation so far.
create or replace temp table said as
with styled as (
    select *,
        domain_of(key(corpus, key(item, 0, 'side') % 2, 'domain'), technical) as domain,
        key(corpus, item, 'item') as item_key,
        greatest(0, floor(5 * u(corpus, 'details')) - floor(3 * u(key(corpus, item, 'item'), 'details')))::integer as details
    from subjects
),
made as (
    select *,
        fill(getvariable('frames')[1 + (key(corpus, item_key % 7, 'frame') % len(getvariable('frames'))::ubigint)::integer], domain, item_key)
        || array_to_string(list_transform(range(details), lambda i:
            ' ' || fill(pick(getvariable('details'), key(item_key, i, 'detail'), 'which'), domain, key(item_key, i, 'detail'))), '') as made_up
    from styled
),
opened as (
    select made.*, coalesce(library.text, made_up) as body
    from made
    left join library_sizes as sizes on sizes.family = made.family
    left join library on library.family = made.family
        and library.corpus = pick(sizes.corpora, made.corpus, 'library').corpus
        and library.place = (case when made.family = 'benign_user' then item_key else item end)
            % pick(sizes.corpora, made.corpus, 'library').size::ubigint
),
framed as (
    select conv, first_turn, last_turn, passed_round, thread, domain, is_popular,
        case
            when is_popular then getvariable('popular')[1 + floor(len(getvariable('popular')) * power(u(conv, 'opening'), 2))::integer]
            when scaffold_key is null then body
            else scaffold_before(scaffold_key) || body || scaffold_after(scaffold_key, elicits, common_scaffold)
        end as opening,
        case when scaffold_key is not null and (common_scaffold or u(scaffold_key, 'has system') < 0.6)
             then scaffold_system(scaffold_key) end as system
    from opened
),
turn as (
    select *, unnest(range(1, last_turn + 1)) as turn from framed
),
keyed as (
    select *, case when turn <= passed_round then key(thread, turn, 'forum turn') else key(conv, turn, 'words') end as k from turn
),
spoken as (
    select conv, system, turn,
        case when turn = 1 then opening else fill(pick(getvariable('follows'), k, 'follow'), domain, k) end as asked,
        case when turn = 1 and is_popular and length(opening) < 40 then pick(getvariable('greetings'), k, 'greeting')
             else array_to_string(list_transform(range(1 + (key(k, 0, 'long') % 4)::integer), lambda i:
                fill(pick(getvariable('replies'), key(k, i, 'reply'), 'which'), domain, key(k, i, 'reply'))), ' ')
        end as answered
    from keyed
)
select conv, any_value(system) as system,
    flatten(list([{'role': 'user', 'content': asked}, {'role': 'assistant', 'content': answered}] order by turn)) as said
from spoken group by conv;
