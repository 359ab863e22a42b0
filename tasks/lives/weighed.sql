-- Each life against the others of its account, and whether the account's own history would have led one to expect it.
with seen as (
    select account_id, min(first_ts) as seen_since, count(distinct dt) as days from contexts group by account_id
),
gathered as (
    select account_id, life,
           min(first_ts) filter (where strong) as since, max(last_ts) as last_ts, sum(requests)::bigint as requests,
           list_sort(list_distinct(flatten(list(map_keys(systems))))) as asns,
           list_sort(coalesce(list(distinct agent) filter (where agent is not null), [])) as agents,
           list_sort(list_distinct(flatten(list(models)))) as models, list_distinct(flatten(list(keys))) as keys
    from begun group by account_id, life
),
compared as (
    select this.account_id, this.life, max(other.last_ts) >= any_value(this.since) + interval 12 hour as goes_on,
           case when len(any_value(this.keys)) > 0 and len(flatten(list(other.keys))) > 0
                then not list_has_any(any_value(this.keys), flatten(list(other.keys))) end as own_key
    from gathered as this join gathered as other on other.account_id = this.account_id and other.life <> this.life
    group by this.account_id, this.life
),
changed as (
    select this.account_id, this.life, bool_or(witnesses.network) as network, bool_or(witnesses.client) as client,
           bool_or(witnesses.content) as content, bool_or(witnesses.hours) as hours
    from begun as this
    join (select one as cell, other as against, * from witnesses union all
          select other, one, * from witnesses) as witnesses on witnesses.cell = this.cell
    join begun as other on other.cell = witnesses.against and other.life <> this.life
    group by this.account_id, this.life
),
arrivals as (
    select *, count(*) over (partition by account_id order by life rows between unbounded preceding and 1 preceding) - 1 as before,
           count(*) over (partition by account_id) - 1 as own
    from gathered
),
habits as (
    -- A week of what all other accounts do stands before the account's own days.
    select account_id, life, seen_since,
           1 - exp(-(before + 7 * (everybody.lives - own + 0.5) / greatest(everybody.days - seen.days, 1))
               / (date_diff('hour', seen_since, since) / 24.0 + 7)) as chance
    from arrivals join seen using (account_id),
         (select (select sum(life - 1) from (select max(life) as life from gathered group by account_id)) as lives,
                 sum(days) as days from seen) as everybody
)
select
    gathered.* exclude (keys), goes_on, own_key, owner, list_filter(
        [case when network then 'network' end, case when client then 'client' end,
         case when content then 'content' end, case when hours then 'hours' end],
        lambda word: word is not null) as new,
    case when life > 1 then round(chance, 8) end as habit_p_value,
    -- What an account did on its first day is how it is, and nothing to be surprised at.
    case when life = 1 then null
         when since < seen_since + interval 1 day then 'from_the_start'
         when chance > getvariable('habit') then 'habit'
         when not goes_on then 'moved' else 'alone' end as reason
from gathered join compared using (account_id, life) join changed using (account_id, life)
join habits using (account_id, life) join owners using (account_id)
