-- How many suspected campaigns each day knew, and how many accounts in them.
select dt, count(*) as campaigns, sum(accounts)::bigint as accounts from campaigns group by dt
