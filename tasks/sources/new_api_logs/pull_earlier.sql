-- new-api before its rows named their request.
select id, user_id, created_at, type, token_id, token_name, model_name, prompt_tokens, completion_tokens,
       use_time, is_stream, ip, other
from logs
where created_at >= :start_epoch and created_at < :end_epoch and type in (2, 5)
