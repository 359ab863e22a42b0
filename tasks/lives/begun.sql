-- Lives of accounts that have several: life 1 is the one that was there first. A use too small to be weighed goes with
-- the life whose network it has, else with the owner's.
with strong as (
    select cells.*, parted.component
    from cells join parted using (cell) where requests >= getvariable('least_requests')
),
started as (
    select account_id, component, min(first_ts) as since from strong group by all
),
numbered as (
    select *, row_number() over (partition by account_id order by since, component) as life, count(*) over (partition by account_id) as lives
    from started
),
several as (
    select strong.*, life from strong join numbered using (account_id, component) where lives > 1
),
weak as (
    select cells.account_id, cells.cell, several.life,
           2 * list_has_any(cells.networks, several.networks)::integer
               + list_has_any(map_keys(cells.systems), map_keys(several.systems))::integer as likeness
    from cells join several using (account_id)
    where cells.requests < getvariable('least_requests')
)
select cells.*, held.life::integer as life, held.strong
from cells join (
    select cell, life, true as strong from several
    union all
    select cell, case when max(likeness) = 0 then 1 else arg_min(life, (-likeness, life)) end, false from weak group by cell
) as held using (cell)
