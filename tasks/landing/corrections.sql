-- What people put right of the landed table {name}, by the path of the file; of two corrections of one row the one that
-- was delivered under the later name.
select labels.path, taken.row as row_number, taken.* exclude (source_file, row_number, row, file, landing_table)
from {taken} as taken
join labels on labels.label = taken.file and labels.landing_table = taken.landing_table
where taken.refused_for is null and taken.landing_table = {name}
qualify row_number() over (partition by labels.path, taken.row order by taken.source_file desc, taken.row_number desc) = 1
