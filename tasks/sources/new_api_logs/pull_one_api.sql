-- one-api since v0.6.11.
select id, user_id, created_at, type, token_name, model_name, prompt_tokens, completion_tokens,
       elapsed_time, is_stream, request_id
from logs
where created_at >= :start_epoch and created_at < :end_epoch and type = 2
