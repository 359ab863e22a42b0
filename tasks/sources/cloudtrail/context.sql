-- The client of each call to Bedrock, by the request's id. Fields as in CloudTrail record 1.11 (AWS's user guide,
-- cloudtrail-event-reference-record-contents): a file is one object with a list of records of all services.
select
    event.requestID as request_id,
    -- A call that another service of AWS made on someone's behalf names that service in place of a client.
    case when not made_by_aws then event.sourceIPAddress end as ip,
    case when not made_by_aws then event.userAgent end as user_agent,
    -- Keys of users begin so; those of sessions (ASIA) change by the hour and say nothing.
    case when starts_with(event.userIdentity.accessKeyId, 'AKIA') then event.userIdentity.accessKeyId end as api_key_id
from (
    select
        event,
        event.sourceIPAddress = 'AWS Internal' or event.sourceIPAddress like '%.amazonaws.com' as made_by_aws
    from (select unnest(Records) as event from landed)
)
where event.eventSource = 'bedrock.amazonaws.com' and event.requestID is not null
