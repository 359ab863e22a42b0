-- new-api since it keeps the time of sign-up. Accounts made after the day were not known at its end.
select * from (
    select users.id, email, role, users."group", inviter_id, created_at, first_key_at
    from users
    left join (select user_id, min(created_time) as first_key_at from tokens group by user_id) as first_keys
        on first_keys.user_id = users.id
) as known
where coalesce(created_at, first_key_at, 0) < :end_epoch
