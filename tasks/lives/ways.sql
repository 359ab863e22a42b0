-- Which life each network and client of an account belongs to.
select distinct contexts.account_id, begun.life, contexts.network, contexts.agent, contexts.tls_fingerprint
from begun join contexts on contexts.account_id = begun.account_id
    and contexts.agent is not distinct from begun.agent and contexts.tls_fingerprint is not distinct from begun.tls_fingerprint
