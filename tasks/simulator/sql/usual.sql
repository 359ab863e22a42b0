-- About how many requests honest people send on a working day: conversations are counted up, turns down, to whole ones.
select sum(size * active * conversations * (1 + case when turns > 1 then 1 / (exp(1 / (turns - 1)) - 1) else 0 end))
from groups join kinds using (row)
where label is null
