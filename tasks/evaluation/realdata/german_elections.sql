-- Accounts that post before an election. A link posted within a minute after another account posted it is taken for a
-- conversation handed over; each post is held against the one before it only, so that no pairs are listed.
create temp table shared as
select lag(account_id) over same_link as one, account_id as other, url_id, to_timestamp(timestamp) as posted_at,
       timestamp - lag(timestamp) over same_link as gap
from posts where url_id is not null
window same_link as (partition by url_id order by timestamp, post_id);

create temp table joint as
select least(one, other) as one, greatest(one, other) as other, url_id, min(posted_at) as posted_at, min(gap)::bigint as gap
from shared where one <> other and gap <= 60
group by all;

create temp table repeated as
select one, other from joint group by one, other having count(*) >= 3;
