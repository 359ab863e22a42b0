-- crossed_handoff. Sees: conversations that an account goes on with though another payer's account began them, as whoever
-- holds many keys does. Misses: what one payer's accounts hand on among themselves; payers that are not known. Innocent: a
-- text that is passed round as it stands; one firm's cards (accounts of one mail domain of its own don't count). Evaded
-- by: beginning a conversation anew where it is moved, or one payer for all.
with sides as (
    select from_account as account_id, to_account as with_account from crossed
    union select to_account, from_account from crossed
),
everyone as (
    select count(*) filter (where active) as population, (select count(distinct account_id) from sides) as accounts
    from everybody
)
select group_id, 'timing' as family, 'crossed_handoff' as signal,
       count(*) filter (where has) as inside, count(*) as cohort,
       any_value(everyone.accounts) as accounts, any_value(everyone.population) as population, 1 as tries
from (
    select timed.group_id, timed.account_id, bool_or(met.account_id is not null) as has
    from timed
    join everybody on everybody.account_id = timed.account_id and active
    left join sides on sides.account_id = timed.account_id
    left join timed as met on met.group_id = timed.group_id and met.account_id = sides.with_account
    group by all
), everyone
group by group_id
having count(*) filter (where has) >= 2
order by group_id
