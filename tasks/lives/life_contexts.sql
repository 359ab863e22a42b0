select several.account_id, several.life, ways.network, ways.agent, ways.tls_fingerprint
from several join ways on ways.account_id = several.account_id and ways.life = several.begun_as
where suspected
