-- The day's verdicts so far and the new ones; of those given together the later in order is the later in time.
select * exclude (dt) from verdicts
union all by name
select
    'v-' || left(sha256(concat_ws(chr(31), getvariable('said_at')::varchar, number, campaign_id, verdict, who, why,
        array_to_string(accounts, chr(31)))), 10) as verdict_id,
    campaign_id, accounts, scope, verdict, who, why, getvariable('said_at') + to_microseconds(number) as given_at
from said
