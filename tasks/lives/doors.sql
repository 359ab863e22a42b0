-- What one life of an account used and its others did not, and how many customers (`users`) used it at all; `parted`: of
-- these, with a life apart from their others that did. What a thief uses, hardly anybody uses for his only life.
with used as (
    select account_id, network, agent, tls_fingerprint, unnest(
        list_transform(addresses, lambda each: {'family': 'network', 'signal': 'shared_address', 'value': each})
        || [{'family': 'network', 'signal': 'shared_network', 'value': network}]
        || case when coalesce(agent, tls_fingerprint) is null then []
           else [{'family': 'network', 'signal': 'shared_client', 'value': concat_ws(' ', agent, tls_fingerprint)}] end
        || list_transform(marks, lambda each: {'family': 'content', 'signal': 'shared_scaffold', 'value': each})
    , recursive := true)
    from contexts
),
own as (
    select used.account_id, family, signal, value, any_value(life) as life
    from used join ways
        on ways.account_id = used.account_id and ways.network = used.network
       and ways.agent is not distinct from used.agent and ways.tls_fingerprint is not distinct from used.tls_fingerprint
    group by used.account_id, family, signal, value
    having count(distinct life) = 1
),
counted as (
    -- Only what some life had for itself has to be counted.
    select signal, value, count(distinct owner) as users,
           count(distinct owner) filter (where own.account_id is not null) as parted
    from used join owners using (account_id) left join own using (account_id, family, signal, value)
    where (signal, value) in (select signal, value from own)
    group by signal, value
)
select own.*, owner, parted, users,
       (select count(distinct owner) from owners) as population,
       (select count(distinct owner) from owners semi join begun using (account_id)) as with_lives
from own join owners using (account_id) join counted using (signal, value)
where parted >= 2
