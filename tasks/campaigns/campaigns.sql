with volume as (
    select campaign_id, count(distinct belongs.account_id) as accounts,
           coalesce(sum(requests), 0) as requests, coalesce(sum(output_tokens), 0) as output_tokens,
           min(first_ts) as first_ts, max(last_ts) as last_ts,
           min(first_linked) as first_linked, max(last_linked) as last_linked,
           sum(reasoning_prompts) / nullif(sum(prompts), 0) as reasoning,
           sum(grading_prompts) / nullif(sum(prompts), 0) as grading, sum(prompts) as prompts
    from belongs left join account_days using (account_id)
    group by campaign_id
),
after as (
    -- Without text tools alone show what a request is after.
    select campaign_id, getvariable('capabilities')[place] as capability,
           sum(by_capability[place]) / sum(if(prompts > 0, list_sum(by_capability), requests)) as share
    from belongs join account_days using (account_id), range(1, len(getvariable('capabilities'))) as places(place)
    group by campaign_id, place
),
capabilities as (
    select campaign_id, list(capability order by list_position(getvariable('capabilities'), capability)) as found
    from after where share >= 0.2 group by campaign_id
),
-- How much of what it asks is nothing that distillers are after.
aimless as (
    select campaign_id, 1 - sum(share) as share from after group by campaign_id
),
burnt as (
    select campaign_id, count(*) filter (where burnt) / count(*) as share,
           count(payment) / nullif(count(everybody.account_id), 0) as paying
    from belongs left join used_up using (account_id) left join everybody using (account_id)
    group by campaign_id
),
-- How alike its accounts write, where they are most of those that write so: one corpus, not a trade.
corpus as (
    select campaign_id, round(avg(if(2 * of_campaign >= accounts, similarity, 0)), 9) as likeness
    from (
        select campaign_id, similarity, corpora.accounts, count(corpus) over (partition by campaign_id, corpus) as of_campaign
        from belongs left join corpora using (account_id)
    )
    group by campaign_id
),
everyone as (
    -- Null where nobody's payer is known.
    select nullif(count(payment), 0) / count(*) as paying from everybody where active
),
stolen as (
    select campaign_id, count(led_twice.account_id) / count(*) as share
    from belongs left join led_twice using (campaign_id, account_id) group by campaign_id
),
speaking as (
    -- What is but a second sign says that there is a campaign, not what it is after.
    select group_id, list(signal) as signals
    from findings where supports and coalesce(p_value, 0) <= getvariable('plainly') group by group_id
),
spoken as (
    select named.campaign_id, judged.likelihood, judged.families, judged.linking, judged.label,
           coalesce(signals, []) as signals
    from named join judged using (group_id) left join speaking using (group_id)
),
-- A person's word is the whole campaign's where at least half of its accounts stand confirmed.
confirmed as (
    select belongs.campaign_id from belongs left join standing using (account_id)
    group by belongs.campaign_id having 2 * count(*) filter (where verdict = 'confirmed') >= count(*)
)
select
    campaign_id,
    -- Accounts used up and left are a farm, and so are those that seldom pay where people do: both live on free credit.
    -- Owners who work beside a second life are no distillers, whatever is asked for on their keys. One corpus, one queue,
    -- one text round what a corpus asks, or what the prompts ask for in one text, makes it distillation; one hand that
    -- spreads what asks for nothing of the kind, a reseller. Without text nobody can tell. What was looked for has its
    -- label from there. But who asks the same for nothing that teaches a model is after an audience.
    coalesce(if(spoken.label = 'distillation' and aimless.share >= 0.9, 'coordinated', spoken.label), case
         when spoken.families is null then coalesce(previous.label, 'coordinated')
         when burnt.share >= 0.5 and (list_contains(signals, 'levelled_credit')
                                      or not list_contains(signals, 'conversation_handoff')) then 'credit_farm'
         when list_has_any(signals, ['crossed_handoff', 'handoff_knot']) and stolen.share >= 0.25 then 'stolen_keys'
         when list_contains(families, 'content') and aimless.share >= 0.9 then 'coordinated'
         when 2 * burnt.paying <= everyone.paying then 'credit_farm'
         when list_contains(families, 'content')
             and (list_contains(families, 'extraction') or list_contains(signals, 'one_queue')
                  or list_has_all(signals, ['shared_corpus', 'shared_scaffold'])
                  or corpus.likeness >= getvariable('one_corpus'))
             then 'distillation'
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
    -- Grading goes with what is graded, and so does reasoning that is to be written out.
    list_sort(list_distinct(list_filter(coalesce(capabilities.found, []) || [
        case when reasoning >= 0.2 then 'reasoning' end, case when grading >= 0.2 then 'grading' end],
        lambda name: name is not null))) as capabilities,
    coalesce(spoken.families, previous.evidence_families, []) as evidence_families,
    null as attributed_to
from volume
left join capabilities using (campaign_id)
left join aimless using (campaign_id)
left join burnt using (campaign_id)
left join stolen using (campaign_id)
left join spoken using (campaign_id)
left join corpus using (campaign_id)
left join previous_campaigns as previous using (campaign_id)
left join confirmed using (campaign_id)
cross join everyone
