-- Every landed row, or whole file, that could not be taken.
select refused.landing_table, label as source_file, row_number, reason, raw from (
    select 'requests' as landing_table, source_file, row_number, refused_for as reason, raw from "taken landing/requests"
    union all select 'accounts', source_file, row_number, refused_for, raw from "taken landing/accounts"
    union all select 'actions', source_file, row_number, refused_for, raw from "taken landing/actions"
    union all select 'corrections', source_file, row_number, refused_for, raw from "taken landing/corrections"
) as refused
join labels on labels.path = refused.source_file
where reason is not null and reason <> 'left_out'
union all
select split_part(label, '/', 1), substr(label, instr(label, '/') + 1), 0, reason, null
from (select unnest(map_entries(getvariable('file_problems')), recursive := true)) as problem(label, reason)
