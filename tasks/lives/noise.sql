-- How far one's own days lie apart: the variance between days of a client at one place, pooled over all accounts. Where
-- nobody has two days yet, a quarter: a factor of 1.6 in length from one day to the next.
with days as (
    select account_id, agent, tls_fingerprint, asn, dt,
           avg(output_log) as output_log, avg(input_log) as input_log,
           avg(tool_share) as tool_share, avg(stream_share) as stream_share
    from contexts where requests >= getvariable('least_requests') group by all
),
spread as (
    select var_samp(output_log) as output_log, var_samp(input_log) as input_log,
           var_samp(tool_share) as tool_share, var_samp(stream_share) as stream_share
    from days group by account_id, agent, tls_fingerprint, asn having count(*) >= 2
)
select round(coalesce(avg(output_log), 0.25), 9) as output_log, round(coalesce(avg(input_log), 0.25), 9) as input_log,
       round(coalesce(avg(tool_share), 0.25), 9) as tool_share, round(coalesce(avg(stream_share), 0.25), 9) as stream_share
from spread
