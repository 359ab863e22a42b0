-- The day's requests: those that landed with it, and those that landed with another day but belong to it.
select * from "kept requests" where ts::date = getvariable('day')
union all by name
select * exclude (belongs_to, dt) from late
where belongs_to = getvariable('day') and request_id not in (select request_id from "kept requests")
qualify row_number() over (partition by request_id order by ts, dt) = 1
