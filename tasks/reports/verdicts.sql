-- What people said of a campaign's accounts, the newest first, under whatever id the campaign had then.
select
    dt as day, verdict, who, why,
    -- Of a campaign that is none any more: those that were meant.
    len(list_intersect(verdicts.accounts, coalesce(own.accounts, verdicts.accounts))) as accounts
from verdicts, (select list(account_id) as accounts from members where campaign_id = $campaign) as own
where campaign_id = $campaign or list_has_any(verdicts.accounts, own.accounts)
order by dt desc, given_at desc, verdict_id
limit 20
