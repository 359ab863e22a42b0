-- Accounts that were made with a group that passed, and work from its exits: at an address of which at least half of the
-- accounts are its members, two of these were made within a day of them, and hardly anybody else is there. Where the group
-- is used up, so are they; where it draws on a corpus, so do they. Strangers behind one exit do not.
with placed as (
    select distinct value, account_id, created_at, coalesce(burnt, false) as burnt, corpus, groups.group_id as member_of
    from ties join everybody using (account_id)
    left join used_up using (account_id) left join corpora using (account_id)
    left join (from groups semi join passed using (group_id)) as groups using (account_id)
    where signal = 'shared_address'
),
known as (
    select member_of as group_id, avg(burnt::int) > 0.5 as burnt, count(corpus) > 0.5 * count(*) as reads,
           list(distinct corpus) as corpora
    from (select distinct account_id, member_of, burnt, corpus from placed where member_of is not null)
    group by member_of
),
held as (
    select value, member_of as group_id, count(*) as members, any_value(behind) as accounts
    from (select *, count(*) over (partition by value) as behind from placed) where member_of is not null
    group by value, member_of having 2 * members >= accounts
),
made_with as (
    select value, held.group_id, other.account_id, any_value(members) as members, any_value(accounts) as accounts
    from held join placed using (value) join known on known.group_id = held.group_id
    join placed as other using (value)
    where placed.member_of = held.group_id and other.member_of is null
      and abs(epoch(other.created_at) - epoch(placed.created_at)) <= 86400
      and (other.burnt or not known.burnt)
      and (not known.reads or coalesce(list_contains(known.corpora, other.corpus), false))
    group by value, held.group_id, other.account_id having count(distinct placed.account_id) >= 2
)
select account_id, group_id from (
    from made_with qualify members + count(*) over (partition by value, group_id) >= 0.8 * accounts
)
where account_id not in (select account_id from standing where verdict = 'cleared')
group by account_id, group_id
qualify row_number() over (partition by account_id order by count(*) desc, group_id) = 1
