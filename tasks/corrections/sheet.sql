-- Quarantined rows, each with what is wrong and the masked row. To put one right, add its columns and take these two out.
select landing_table, source_file as file, row_number as row, reason, raw
from quarantine
where row_number > 0
order by landing_table, source_file, row_number
