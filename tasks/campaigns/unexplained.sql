-- Accounts with a steady load that are in no campaign, no jobs by the clock and no seats of a customer: who shares a payer
-- or an own mail domain is in groups of ties already, if anything speaks for them.
select account_id from loads
anti join (
    select account_id from groups join explained using (group_id)
    union
    select account_id from everybody where payment is not null qualify count(*) over (partition by payment) >= 2
    union
    select account_id from everybody where not public_mail qualify count(*) over (partition by email_domain) >= 2
    union
    select account_id from standing where verdict = 'cleared'
) using (account_id)
