-- Scaffolds of which at least four in five users are in groups already, and in more than one of them.
select ties.value
from ties left join groups using (account_id)
where ties.signal = 'shared_scaffold'
group by ties.value
having count(groups.account_id) >= 0.8 * any_value(ties.accounts) and count(distinct groups.group_id) >= 2
