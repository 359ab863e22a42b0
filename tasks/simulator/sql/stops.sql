-- When a group as a whole stands still for some hours: its operator mends, moves or pays.
create temp table stops as
select grp, getvariable('start') + days(getvariable('days') * u(k, 'stops')) as since,
    getvariable('start') + days(getvariable('days') * u(k, 'stops')) + seconds(3600 + 18000 * u(k, 'how long')) as until
from (select grp, key(grp, unnest(range(round(pauses)::bigint)), 'stop') as k from groups);
