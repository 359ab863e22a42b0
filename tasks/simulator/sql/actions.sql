-- What the provider did: bans of accounts that then stop, and a few suspensions of honest ones that were lifted.
create temp table actions as
select account_id, banned_at as ts, 'ban' as action, pick(['automated abuse check', 'card reported', 'terms of use'], id, 'reason') as reason
from people where is_banned and label is distinct from 'stolen_keys' and banned_at > created_at
union all
select account_id, getvariable('start') + days(getvariable('days') * u(id, 'suspended at') + hours / 24.0), action, 'rate of requests'
from people, (values ('suspend', 0), ('reinstate', 3)) as step(action, hours)
where label is null and u(id, 'suspended') < 0.003 and not is_banned and created_at < getvariable('start');
