-- How much of each group is customers with many seats: accounts on an instrument that pays for three and more, or of a mail
-- domain of their own (`seats`; `housed` are of the largest such); and accounts that pass conversations on to, or take them
-- up from, one that somebody else pays for, or that share a device, a document or a telephone with one (`crossing`): no
-- customer's own failover does. `largest` have the same instrument. `paid` share an instrument in the group, and
-- `made_and_paid` of them a device, a document or a contact too.
with houses as (
    -- Its units may pay for themselves; but a farm's accounts are made on few machines.
    -- Where machines are not known nothing says that they are its own.
    select group_id, accounts.email_domain, 2 * count(device) >= count(*) as equipped
    from groups join accounts using (account_id)
    where not public_mail
    group by group_id, accounts.email_domain
    having count(*) >= 3 and count(distinct device) >= 0.8 * count(device)
),
members as (
    select groups.group_id, groups.account_id, payment,
           if(houses.email_domain is null, payment, 'mail ' || houses.email_domain) as payer,
           if(equipped, houses.email_domain, null) as house
    from groups join everybody using (account_id) left join houses using (group_id, email_domain)
),
seated as (
    select *, count(payment) over (partition by group_id, payment) as paid_with,
           count(house) over (partition by group_id, house) as in_house,
           -- A customer pays; but where no payer is known at all, nothing says that an account is not a customer's seat.
           case when payer is null then (select count(payment) = 0 from everybody)
                else count(*) over (partition by group_id, payer) >= 3 end as seat
    from members
),
shared as (
    select group_id, ties.account_id, signal, value, payer
    from ties join members using (account_id)
    where signal in ('conversation_handoff', 'shared_device', 'shared_document', 'shared_phone', 'shared_email')
),
crossed as (
    select distinct group_id, account_id from shared
    window of_value as (partition by group_id, signal, value)
    -- Several payers meet at this value, and it is no one's of them: an agency makes accounts for clients with cards.
    qualify 2 * count(*) over (partition by group_id, signal, value, payer) <= count(*) over of_value
        and (min(payer) over of_value <> max(payer) over of_value
             -- Children without a card of their own use the family's machine; they don't go on with its conversations.
             or signal = 'conversation_handoff' and count(payer) over of_value between 1 and count(*) over of_value - 1)
),
tied as (
    select group_id, account_id, bool_or(family = 'payment') as paid, bool_or(family = 'identity') as made
    from (
        select group_id, ties.account_id, family from ties join members using (account_id)
        qualify count(*) over (partition by group_id, signal, value) >= 2
    )
    group by group_id, account_id
)
select group_id, count(*) as accounts, count(*) filter (where seat) as seats, max(in_house) as housed,
       count(crossed.account_id) as crossing, max(paid_with) as largest,
       count(*) filter (where paid) as paid, count(*) filter (where paid and made) as made_and_paid
from seated left join crossed using (group_id, account_id) left join tied using (group_id, account_id)
group by group_id
