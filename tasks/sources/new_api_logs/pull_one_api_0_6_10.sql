-- one-api up to v0.6.10.
select id, user_id, created_at, type, token_name, model_name, prompt_tokens, completion_tokens
from logs
where created_at >= :start_epoch and created_at < :end_epoch and type = 2
