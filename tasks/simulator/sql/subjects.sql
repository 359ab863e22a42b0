-- What a conversation is about, and in which scaffold. A queue is worked off in the order of time.
create or replace temp table subjects as
with drawn as (
    select
        voices.*, scaffold, topic, items, repeats, popular, elicits,
        row_number() over (partition by grp order by begun, conv) as job,
        row_number() over (partition by id order by begun, conv) as own_job,
        not is_cover and not from_forum and scaffold <> 'none' and u(conv, 'scaffolded') < scaffolded as is_scaffolded
    from voices join players using (grp, id)
)
select
    conv, first_turn, last_turn, passed_round, thread, elicits,
    case when is_scaffolded then case scaffold
        when 'tool' then key(tool, 0, 'tool scaffold')
        when 'group' then key(grp, 0, 'scaffold')
        when 'few' then key(grp, floor(u(conv, 'scaffold') * (2 + 4 * u(grp, 'scaffolds'))), 'scaffold')
        else key(id, 0, 'scaffold') end end as scaffold_key,
    scaffold = 'tool' as common_scaffold,
    shape <> 'chat' and not is_cover as technical,
    case when from_forum then key(thread, 0, 'forum')
         when is_cover then key(id, floor(u(conv, 'interest') * 4), 'cover')
         else case topic
             when 'own' then key(id, floor(u(conv, 'interest') * 3), 'interest')
             when 'group' then key(grp, floor(u(conv, 'interest') * 3), 'interest')
             when 'queue' then key(grp, 0, 'queue')
             when 'list' then key(grp, 0, 'list')
             when 'benchmark' then key(id % 3, 0, 'benchmark')
             else key(grp, customer, 'interest') end end as corpus,
    case when from_forum then 0::ubigint
         when is_cover then conv
         when topic = 'list' then floor(u(conv, 'item') * items)::ubigint
         when topic = 'benchmark' then (own_job % items::bigint)::ubigint
         when topic = 'queue' then greatest(1, job - case when u(conv, 'repeats') < repeats then ceil(200 * u(conv, 'item')) else 0 end)::ubigint
         when u(conv, 'repeats') < repeats then floor(20 * power(u(conv, 'item'), 2))::ubigint
         else conv end as item,
    case when topic = 'queue' and not is_cover then 'distill' when topic in ('benchmark', 'list') then 'lookalike'
         else 'benign_user' end as family,
    not from_forum and u(conv, 'popular') < popular as is_popular
from drawn;
