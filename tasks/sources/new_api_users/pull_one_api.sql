-- one-api, and new-api before it kept the time of sign-up.
select * from (
    select users.id, email, role, users."group", inviter_id, first_key_at
    from users
    left join (select user_id, min(created_time) as first_key_at from tokens group by user_id) as first_keys
        on first_keys.user_id = users.id
) as known
where coalesce(first_key_at, 0) < :end_epoch
