-- One row for each request sent: the turns of each conversation, those that were refused, and who went on. A turn that
-- moves is sent by another account of the group, and the conversation stays there until it moves again.
create or replace temp table requests as
with turn as (
    select *, unnest(range(1, last_turn + 1)) as turn
    from (select conv, grp, id, seat, seats, begun, first_turn, last_turn, think, refused, failover, drift from voices)
),
drawn as (
    select *,
        key(conv, turn, 'turn') as k,
        u(key(conv, turn, 'turn'), 'refused') < refused as is_refused
    from turn where turn >= first_turn
),
moving as (
    select *,
        seats > 1 and ((is_refused and u(k, 'failover') < failover) or (turn > first_turn and u(k, 'drift') < drift)) as moves,
        -ln(1 - u(k, 'pause')) * think + 2 as pause
    from drawn
),
followed as (
    select *,
        begun + seconds(sum(case when turn = first_turn then 0 else pause end) over conversation) as asked_at,
        coalesce(sum(moves::integer) over (conversation rows between unbounded preceding and 1 preceding), 0) as moved_before,
        sum(moves::integer) over conversation as moved
    from moving
    window conversation as (partition by conv order by turn)
),
sent as (
    select *, asked_at as ts, 429 as status, moved_before as moves_so_far, 0 as attempt from followed where is_refused
    union all by name
    select *,
        asked_at + case when is_refused then seconds(2 + 60 * power(u(k, 'again'), 2)) else seconds(0) end as ts,
        case when u(k, 'error') < 0.003 then 400 else 200 end as status, moved as moves_so_far, 1 as attempt
    from followed
    -- Some give up.
    where not is_refused or moves or u(k, 'gives up') > 0.15
),
aimed as (
    select *,
        case when moves_so_far = 0 then seat
             else (seat + 1 + (key(conv, moves_so_far, 'to') % (seats - 1)::ubigint)::bigint) % seats end as to_seat
    from sent
),
answered as (
    select aimed.*, voices.client, voices.client_key, voices.tool, voices.shape, voices.model, voices.day_no,
        holder.account_id, holder.id as holder, holder.label, holder.homes, holder.ips, holder.shared, holder.place, holder.member, holder.rotation
    from aimed
    join voices using (conv)
    join players as holder on holder.grp = aimed.grp and holder.seat = aimed.to_seat
    where aimed.ts >= holder.acts_from and (holder.acts_to is null or aimed.ts < holder.acts_to)
      and aimed.ts < getvariable('end')
),
dressed as (
    select *,
        case client
            when 'tool' then tool_client(tool)
            when 'customers' then pick(getvariable('clients'), client_key, 'which')
            when 'group' then pick(getvariable('clients'), client_key, 'which')
            -- A made-up client is drawn evenly; people crowd on a few.
            when 'uniform' then pick(getvariable('clients'), holder, 'which')
            else getvariable('clients')[1 + floor(len(getvariable('clients'))
                * power(u(key(holder, u(conv, 'second client') < 0.2, 'client'), 'which'), 3))::integer] end as user_agent
    from answered
)
select
    conv, turn, holder, label, named('req-', key(conv, 2 * turn + attempt, 'request')) as request_id,
    ts, account_id, named('key-', key(holder, floor(1.3 * u(conv, 'key')), 'key')) as api_key_id,
    case when len(ips) > 0 and u(key(holder, conv, 'way out'), 'shared') < shared
         then case place when 'pool' then ips[1 + (member + 7 * floor(rotation * (day_no + 1))::bigint) % len(ips)]
                         else pick(ips, key(holder, day_no, 'shared'), 'exit') end
         else homes[1 + floor(3 * power(u(key(holder, conv, 'way out'), 'home'), 3))::integer] end as ip,
    user_agent, 't13d1516h2_' || left(named('', key(split_part(user_agent, '/', 1), 0, 'tls')), 12) as tls_fingerprint,
    model, 'chat' as operation,
    case when shape = 'code' then floor(-ln(1 - u(k, 'tools')) * 2)::integer else 0 end as tool_count,
    u(holder, 'stream') < 0.6 as stream,
    (quantile_at(case shape when 'code' then getvariable('code_input') when 'produce' then getvariable('produce_input')
                            else getvariable('chat_input') end, u(conv, 'input')) + 180 * (turn - 1))::bigint as input_tokens,
    case when status <> 200 then 0 else
        quantile_at(case shape when 'code' then getvariable('code_output') when 'produce' then getvariable('produce_output')
                               else getvariable('chat_output') end, u(k, 'output'))::bigint end as output_tokens,
    status, case when status = 200 then 300 + 4000 * u(k, 'latency') else 5 + 40 * u(k, 'latency') end as latency_ms
from dressed;
