with volume as (
    select campaign_id, count(distinct belongs.account_id) as accounts,
           coalesce(sum(requests), 0) as requests, coalesce(sum(output_tokens), 0) as output_tokens,
           min(first_ts) as first_ts, max(last_ts) as last_ts,
           min(first_linked) as first_linked, max(last_linked) as last_linked,
           sum(code_prompts) / nullif(sum(prompts), 0) as code, sum(tool_requests) / nullif(sum(requests), 0) as tools,
           sum(reasoning_prompts) / nullif(sum(prompts), 0) as reasoning,
           sum(grading_prompts) / nullif(sum(prompts), 0) as grading, sum(prompts) as prompts
    from belongs left join account_days using (account_id)
    group by campaign_id
),
lives as (
    -- An account made for its free credit is new when it begins, and done within two days.
    select account_id,
           min(first_ts) < any_value(created_at) + interval 4 day
           and max(last_ts) < min(first_ts) + interval 2 day
           and max(last_ts) < getvariable('day')::timestamptz as burnt
    from account_days left join everybody using (account_id)
    group by account_id
),
burnt as (
    select campaign_id, count(*) filter (where burnt) / count(*) as share
    from belongs left join lives using (account_id)
    group by campaign_id
),
spoken as (
    select named.campaign_id, judged.likelihood, judged.families, judged.linking, judged.label
    from named join judged using (group_id)
),
-- A person's word is the whole campaign's where at least half of its accounts stand confirmed.
confirmed as (
    select belongs.campaign_id from belongs left join standing using (account_id)
    group by belongs.campaign_id having 2 * count(*) filter (where verdict = 'confirmed') >= count(*)
)
select
    campaign_id,
    -- What the prompts ask for and one text or corpus make it distillation; accounts used up and left, a farm; one hand
    -- that spreads what asks for nothing of the kind, a reseller. Without text nobody can tell. What was looked for has its
    -- label from there.
    coalesce(spoken.label, case
         when spoken.families is null then coalesce(previous.label, 'coordinated')
         when list_contains(families, 'extraction') and list_contains(families, 'content') then 'distillation'
         when not list_contains(families, 'timing') and burnt.share >= 0.5 then 'credit_farm'
         when list_contains(families, 'timing') and not list_contains(families, 'extraction') and volume.prompts > 0
             then 'reseller'
         else 'coordinated' end) as label,
    if(confirmed.campaign_id is not null, getvariable('confirmed_likelihood'),
       coalesce(spoken.likelihood, previous.likelihood)) as likelihood,
    case when confirmed.campaign_id is not null then 'high'
         when spoken.linking is null then previous.confidence
         when spoken.linking >= 4 then 'high' when spoken.linking = 3 then 'moderate' else 'low' end as confidence,
    volume.accounts, volume.requests, volume.output_tokens,
    coalesce(least(previous.first_seen, volume.first_ts), volume.first_ts, previous.first_seen, first_linked) as first_seen,
    coalesce(greatest(previous.last_seen, volume.last_ts), volume.last_ts, previous.last_seen, last_linked) as last_seen,
    list_filter(
        [case when code >= 0.2 then 'software_engineering' end, case when tools >= 0.2 then 'agentic_tool_use' end,
         case when reasoning >= 0.2 then 'reasoning' end, case when grading >= 0.2 then 'grading' end],
        lambda name: name is not null) as capabilities,
    coalesce(spoken.families, previous.evidence_families, []) as evidence_families,
    null as attributed_to
from volume
left join burnt using (campaign_id)
left join spoken using (campaign_id)
left join previous_campaigns as previous using (campaign_id)
left join confirmed using (campaign_id)
