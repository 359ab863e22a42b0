-- Of the rows of one key all but the earliest; between equals the files' order decides, then the content.
select rowid as id from {taken}
where refused_for is null and ({key}) in (
    select ({key}) from {taken} where refused_for is null group by all having count(*) > 1
)
qualify row_number() over (partition by {key} order by {time}, source_file, row_number, hash({content})) > 1
