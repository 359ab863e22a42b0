select account_id, life, own_key, epoch(since) / 3600 as began,
       date_diff('hour', (select min(first_ts) from contexts), (select max(last_ts) from contexts))::double + 1 as span
from weighed
