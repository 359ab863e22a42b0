-- Two uses of one account: which witnesses say that they are not one person's. A witness that cannot speak says no.
-- second_life. Sees: another network, client, content and time of day at once, while the first goes on. Misses: a thief with
-- the owner's own client or autonomous system; one who asks for what the owner asks for with the owner's client; what began before
-- the first day landed. Innocent: a new colleague elsewhere, a server set up for another task, a service that is given
-- the key: so one account alone accuses nobody. Evaded by: the owner's client and hours, copied.
with pairs as (
    select one.account_id, one as a, other as b,
           list_intersect(map_keys(one.systems), map_keys(other.systems)) as common
    from cells as one join cells as other on other.account_id = one.account_id and other.cell > one.cell
    where one.requests >= getvariable('least_requests') and other.requests >= getvariable('least_requests')
),
measured as (
    select pairs.*,
           [abs(a.output_log - b.output_log) / sqrt(0.01 + noise.output_log * (1 / a.days + 1 / b.days)
                + a.output_var / a.requests + b.output_var / b.requests),
            abs(a.input_log - b.input_log) / sqrt(0.01 + noise.input_log * (1 / a.days + 1 / b.days)
                + a.input_var / a.requests + b.input_var / b.requests),
            abs(a.tool_share - b.tool_share) / sqrt(0.01 + noise.tool_share * (1 / a.days + 1 / b.days)
                + 0.25 / a.requests + 0.25 / b.requests),
            abs(a.stream_share - b.stream_share)
                / sqrt(0.01 + noise.stream_share * (1 / a.days + 1 / b.days) + 0.25 / a.requests + 0.25 / b.requests)] as deviations,
           coalesce(list_sum(list_transform(common, lambda asn: a.systems[asn])), 0) as common_systems_a,
           coalesce(list_sum(list_transform(common, lambda asn: b.systems[asn])), 0) as common_systems_b,
           -- The share of the days' parts that both use, 1 for the same day.
           list_sum(list_transform(list_zip(a.parts, b.parts),
               lambda part: least(part[1] / list_sum(a.parts), part[2] / list_sum(b.parts)))) as common_hours
    from pairs, noise
)
select
    account_id, a.cell as one, b.cell as other,
    not list_has_any(a.networks, b.networks)
        and greatest(common_systems_a, common_systems_b) <= getvariable('common_systems') as network,
    coalesce(a.agent <> b.agent, false) or coalesce(a.tls_fingerprint <> b.tls_fingerprint, false) as client,
    -- One scaffold in both is one task, whatever else has changed.
    not list_has_any(a.marks, b.marks) and (
        list_max(deviations) >= getvariable('deviation')
        or not list_has_any(a.models, b.models)
        or (len(a.operations) > 0 and len(b.operations) > 0 and not list_has_any(a.operations, b.operations))
        or (least(a.prompts, b.prompts) >= getvariable('least_requests')
            and greatest(a.scaffolded / greatest(a.prompts, 1), b.scaffolded / greatest(b.prompts, 1))
                >= getvariable('scaffold_share'))
    ) as content,
    common_hours <= getvariable('common_hours')
        and least(list_sum(a.parts), list_sum(b.parts)) >= getvariable('least_parts') as hours
from measured
