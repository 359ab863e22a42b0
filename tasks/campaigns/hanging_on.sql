-- Of the groups that passed, accounts that nothing of their own ties to the group; and where such ties hold most of a group
-- together, those that they leave apart: a family on one card, in a campaign that has cards too.
with parts as (
    select shown.group_id, account_id, held.group_id as part,
           count(*) over (partition by shown.group_id) as accounts,
           if(part is null, 0, count(*) over (partition by shown.group_id, part)) as of_part
    from shown semi join passed on passed.group_id = shown.group_id left join held using (account_id)
)
select account_id from parts join shown using (group_id, account_id)
qualify own = 0 or (2 * max(of_part) over (partition by group_id) > accounts
                    and of_part < max(of_part) over (partition by group_id))
