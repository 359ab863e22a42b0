-- conversation_handoff. Sees: a conversation that another account goes on with, though it never began it, and one that was
-- refused to one account and answered to another within minutes. Misses: conversations pinned to one account, or reworded
-- when handed over. Innocent: one organisation's failover between its own keys, one person with two accounts, two people
-- with one text within minutes. Evaded by: pinning, at the cost of every conversation that is refused.
with held as (
    select conversation, account_id, min(ts) as first_at, max(ts) as last_at,
           max({'ts': ts, 'id': request_id, 'refused': status = 429}).refused as refused,
           bool_and(status = 429) as only_refused, bool_or(len(prefixes) > 0) as answered
    from requests
    -- A greeting is anyone's conversation.
    where conversation is not null and conversation_chars >= getvariable('least_chars')
    group by conversation, account_id
),
rare as (
    select conversation, count(*) as holders from held
    group by conversation having count(*) <= getvariable('most_holders')
),
continued as (
    select conversation, account_id, min({'ts': ts, 'depth': depth}) as first from (
        select unnest(prefixes) as conversation, generate_subscripts(prefixes, 1) as depth, account_id, ts
        from requests
        where dt = getvariable('day') and len(prefixes) > 0
    )
    group by conversation, account_id
),
gone_on as (
    select
        held.account_id as from_account, continued.account_id as to_account, continued.conversation,
        continued.first.ts as handed_at, held.last_at,
        held.refused or exists (
            from requests as turned_away
            where turned_away.account_id = held.account_id and turned_away.status = 429
              and turned_away.ts between held.first_at and continued.first.ts
              and list_contains(turned_away.prefixes, continued.conversation)
        ) as after_refusal,
        rare.holders, continued.first.depth as depth
    from continued
    join rare on rare.conversation = continued.conversation
    join held on held.conversation = continued.conversation
    where held.account_id <> continued.account_id
      and held.last_at <= continued.first.ts
      -- What nobody has answered yet is but a text: others have it from the same book, at another hour.
      and (held.answered or continued.first.ts <= held.last_at + interval 10 minute)
      -- Whoever began it goes on with its own.
      and not exists (
          from held as own
          where own.conversation = continued.conversation and own.account_id = continued.account_id
      )
    -- The last to hold it handed it over.
    qualify row_number() over (
        partition by continued.conversation, continued.account_id order by held.last_at desc, held.account_id) = 1
),
answered_elsewhere as (
    select
        turned_away.account_id as from_account, answered.account_id as to_account, turned_away.conversation,
        answered.first_at as handed_at, turned_away.last_at, true as after_refusal, rare.holders, 0 as depth
    from held as turned_away
    join held as answered on answered.conversation = turned_away.conversation
    join rare on rare.conversation = turned_away.conversation
    where turned_away.account_id <> answered.account_id
      and turned_away.only_refused and not answered.only_refused
      and answered.first_at between turned_away.last_at and turned_away.last_at + interval 10 minute
      and answered.first_at::date = getvariable('day')
    qualify row_number() over (
        partition by turned_away.conversation, answered.account_id
        order by turned_away.last_at desc, turned_away.account_id) = 1
)
select
    from_account, to_account, conversation, handed_at, date_diff('second', last_at, handed_at) as gap_seconds,
    after_refusal, holders
from (from gone_on union all by name from answered_elsewhere)
-- One request carries all earlier turns of its conversation: only the latest of them was handed over.
qualify row_number() over (partition by to_account, handed_at order by depth, conversation) = 1
