-- levelled_load, steady_load. See: work dealt out, so that every account does about as much as the next, and as much today
-- as yesterday. Miss: loads drawn at random from what people do. Innocent: one firm's gateway over its own keys, a shift,
-- a meter. Evaded by: giving up what the quota of most accounts would allow.
-- output_heavy. Sees: answers longer than those of others, as whoever collects answers asks for. Misses: agents' short turns.
-- Innocent: writers, summaries, production apps. Evaded by: cover traffic. It says what a group is after, never that it is one.
-- levelled_credit. Sees: accounts used up at one and the same amount, what a free credit is worth. Misses: farms that top up,
-- or leave each account a different rest. Innocent: an event's kit, worked through in one room at once. Evaded by: wasting.
-- One row for each account active in the window: `level` is the logarithm of its usual day, `unsteadiness` how far its
-- days lie apart, `stratum` whom it may be held against: accounts active on about as many days.
select
    account_id, round(avg(ln(requests)), 9) as level,
    case when count(*) >= 3 then round(stddev_pop(ln(requests)), 9) end as unsteadiness,
    ln(1 + sum(output_tokens) / sum(requests)) as output,
    count(*) / (date_diff('day', min(dt), getvariable('day')) + 1) as presence,
    least(3, floor(log2(count(*))))::bigint as stratum,
    any_value(round(spent, 9)) as spent, coalesce(any_value(burnt), false) as burnt
from account_days join used_up using (account_id)
where dt > getvariable('day') - interval 14 day
group by account_id
order by account_id
