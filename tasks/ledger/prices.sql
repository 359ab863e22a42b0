-- The price in force that day of each model in the day's requests: of the entries that fit its name its own, else the one
-- that says most of it, and of that one the latest. `*` in an entry's name stands for anything.
select used.model, list.input_price, list.output_price
from (select distinct model from requests) as used
join price_list as list on used.model glob list.model and list.valid_from <= getvariable('day')
qualify row_number() over (
    partition by used.model order by used.model = list.model desc, length(list.model) desc, list.model, list.valid_from desc) = 1
