select several.account_id, several.life, family, signal, value, parted, users
from several join doors on doors.account_id = several.account_id and doors.life = several.begun_as
where suspected
