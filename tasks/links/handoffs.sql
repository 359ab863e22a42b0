-- conversation_handoff. Sees: a conversation that another account goes on with, though it never began it. Misses:
-- conversations pinned to one account, or reworded when handed over. Innocent: one organisation's failover between its
-- own keys, one person with two accounts. Evaded by: pinning, at the cost of every conversation that is refused.
with held as (
    select conversation, account_id, min(ts) as first_at, max(ts) as last_at,
           arg_max(status, ts) = 429 as refused
    from requests
    -- A short opening may be anyone's; a refused or a long one is still the account's own.
    where conversation is not null and prefix_chars >= getvariable('least_chars')
    group by conversation, account_id
),
rare as (
    select conversation, count(*) as holders from held
    group by conversation having count(*) <= getvariable('most_holders')
),
continued as (
    select conversation, account_id, min(ts) as ts, arg_min(depth, ts) as depth from (
        select unnest(prefixes) as conversation, generate_subscripts(prefixes, 1) as depth, account_id, ts
        from requests
        where dt = getvariable('day') and len(prefixes) > 0 and prefix_chars >= getvariable('least_chars')
    )
    group by conversation, account_id
),
handed as (
    select
        held.account_id as from_account,
        continued.account_id as to_account,
        continued.conversation,
        continued.ts as handed_at,
        date_diff('second', held.last_at, continued.ts) as gap_seconds,
        held.refused or exists (
            from requests as turned_away
            where turned_away.account_id = held.account_id and turned_away.status = 429
              and turned_away.ts between held.first_at and continued.ts
              and list_contains(turned_away.prefixes, continued.conversation)
        ) as after_refusal,
        rare.holders,
        continued.depth
    from continued
    join rare on rare.conversation = continued.conversation
    join held on held.conversation = continued.conversation
    where held.account_id <> continued.account_id
      and held.last_at <= continued.ts
      -- Whoever began it goes on with its own.
      and not exists (
          from held as own
          where own.conversation = continued.conversation and own.account_id = continued.account_id
      )
    -- The last to hold it handed it over.
    qualify row_number() over (
        partition by continued.conversation, continued.account_id order by held.last_at desc, held.account_id) = 1
)
select * exclude (depth) from handed
-- One request carries all earlier turns of its conversation: only the latest of them was handed over.
qualify row_number() over (partition by to_account, handed_at order by depth, conversation) = 1
