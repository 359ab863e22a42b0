-- How much of each group is customers with many seats: accounts on an instrument that pays for three and more (`seats`);
-- and accounts that pass conversations on to, or take them up from, one that somebody else pays for (`crossing`), which
-- no customer's own failover does. `largest` have the same instrument.
with members as (
    select groups.group_id, groups.account_id, everybody.payment
    from groups join everybody using (account_id)
),
seated as (
    -- Who pays for an account is not always known; then nothing says that it is not a customer's seat.
    select *, count(payment) over (partition by group_id, payment) as paid_with, payment is null or count(*) over (partition by group_id, payment) >= 3 as seat from members
),
handed as (
    select distinct account_id, value from ties where signal = 'conversation_handoff'
),
crossed as (
    select distinct one.account_id
    from handed as one
    join handed as other on other.value = one.value and other.account_id <> one.account_id
    join everybody as mine on mine.account_id = one.account_id
    join everybody as theirs on theirs.account_id = other.account_id
    where mine.payment is distinct from theirs.payment
)
select group_id, count(*) as accounts, count(*) filter (where seat) as seats,
       count(*) filter (where account_id in (from crossed)) as crossing, max(paid_with) as largest
from seated
group by group_id
