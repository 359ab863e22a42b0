-- What landed with the day and belongs to another one, which takes it from here.
select *, ts::date as belongs_to from "kept requests" where belongs_to <> getvariable('day')
