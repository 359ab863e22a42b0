-- new-api since v1.0.0-rc.33: its rows name their request. Served by the index on (created_at, type).
select id, user_id, created_at, type, token_id, token_name, model_name, prompt_tokens, completion_tokens,
       use_time, is_stream, ip, request_id, other
from logs
where created_at >= :start_epoch and created_at < :end_epoch and type in (2, 5)
