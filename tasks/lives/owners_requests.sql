-- Requests without those of suspected thefts: what an owner may be judged by. Needs the macro of `agents.sql`.
select requests.*
from requests anti join life_contexts
    on life_contexts.account_id = requests.account_id and life_contexts.network = requests.network
   and life_contexts.agent is not distinct from agent_of(requests.user_agent)
   and life_contexts.tls_fingerprint is not distinct from requests.tls_fingerprint
