-- How a conversation is held: how many turns, with which client and model, and whether it goes on with one that was
-- passed round in a forum.
create or replace temp table voices as
with drawn as (
    select
        conversations.*, seat, seats, label, client, shape, refused, failover, drift, think, adopts,
        u(conv, 'cover') < cover as is_cover,
        u(conv, 'forum') < forum as from_forum,
        floor(u(conv, 'which forum') * getvariable('forums')) as thread,
        floor(u(conv, 'customer') * size * 6) as customer,
        least(12, 1 + floor(-ln(1 - u(conv, 'turns')) * (turns - 1)))::integer as own_turns
    from conversations join players using (grp, id)
),
voiced as (
    select *,
        case client when 'customers' then key(grp, customer, 'client') when 'group' then key(grp, 0, 'client')
                    else key(id, 0, 'client') end as client_key,
        case when from_forum then 2 + floor(3 * u(thread, 'forum'))::integer else 0 end as passed_round
    from drawn
)
select
    conv, grp, id, seat, seats, day_no, begun, client, client_key, shape, is_cover, from_forum, thread, passed_round, customer,
    floor(getvariable('tools') * power(u(client_key, 'tool'), 2))::integer as tool,
    own_turns + passed_round as last_turn,
    -- Whoever comes first held the conversation, the others go on with it.
    case when from_forum and row_number() over (partition by case when from_forum then thread else -1 end order by begun, conv) > 1
         then passed_round + 1 else 1 end as first_turn,
    think, refused, failover, drift,
    case when begun >= getvariable('release') and u(conv, 'adopts') < adopts then 'quartz-next'
         else pick(['quartz-large', 'quartz-large', 'quartz-small', 'flint-mini'], case client when 'customers' then client_key else id end, 'model')
    end as model
from voiced;
