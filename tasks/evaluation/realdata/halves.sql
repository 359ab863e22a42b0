-- Wallets in two halves, by chance: all that direct ties or anybody outside may join is in one and the same.
select address, if(md5(coalesce(group_id, address)) < '8', 'first', 'second') as half
from labels left join units on account_id = address
