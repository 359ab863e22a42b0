"""What the settings of mapped accounts refuse, and that they say what is right."""

from pathlib import Path

import pytest

from tasks.errors import CallError
from tasks.settings import Accounts, load

WRONG = {
    'emial = "mail"': "emial: no column of accounts; did you mean email",
    'email = { form = "mail" }': "email has form; did you mean format",
    'email = { from = "mail", transform = "upper" }': "accounts.columns.email.transform .*'lower', 'e164', 'country'",
    "email = 3": "accounts.columns.email .*valid dictionary",
    "email = {}": 'email: give either from = "LANDED COLUMN" or value = "TEXT"',
    'email = { from = "mail", value = "x" }': "email: give either",
    'plan = { value = "free", transform = "lower" }': "plan: write the value as it is to be",
    "plan = { value = 3 }": "accounts.columns.plan.value .*valid string",
    'email = { from = "mail", transform = "hash" }': "email: transform hash is for payment_fingerprint, device_id",
    'account_id = { from = "no", transform = "hash" }': "account_id: transform hash is for payment_fingerprint",
    'account_id = { value = "all" }': "account_id: one value cannot name every account",
    'email = { from = "mail", transform = "e164" }': "email: transform e164 is for phone",
    'phone = { from = "tel", transform = "country" }': "phone: transform country is for declared_country",
    'plan = { from = "tariff", transform = "time", zone = "UTC" }': "plan: transform time is for created_at",
    'phone = { from = "tel", transform = "e164", region = "Germany" }': "accounts.columns.phone.region .*A-Z",
    'phone = { from = "tel", region = "DE" }': 'phone: region goes with transform = "e164"',
    'email = { from = "mail", zone = "UTC" }': 'email: format and zone go with transform = "time"',
    'verified_at = { from = "at", transform = "time" }': "verified_at: give a zone, such as Europe/Berlin, unless",
    'verified_at = { from = "at", transform = "time", format = "seconds", zone = "UTC" }': "verified_at: give a zone",
    'verified_at = { from = "at", transform = "time", format = "%Y %z", zone = "UTC" }': "verified_at: give a zone",
    'verified_at = { from = "at", transform = "time", zone = "Europe/Berln" }': "Europe/Berln is no time zone",
    'verified_at = { from = "at", transform = "time", zone = "UTC", format = "%Q" }': "%Q is no format; write",
    'email = "NO"': "no is written in two ways",
    'email = "row_number"': "row_number cannot be read from; rename it",
    'email = "a\\u0000b"': "accounts.columns.email.from",
}


def _load(tmp_path: Path, line: str) -> Accounts:
    given = {"account_id": 'account_id = "no"', "created_at": 'created_at = "since"'}
    given[line.split(" ", 1)[0]] = line
    path = tmp_path / "portcullis.toml"
    path.write_text("[accounts.columns]\n" + "\n".join(given.values()))
    return load(path).accounts


@pytest.mark.parametrize("line", WRONG)
def test_wrong(tmp_path: Path, line: str) -> None:
    with pytest.raises(CallError, match=WRONG[line]):
        _load(tmp_path, line)


@pytest.mark.parametrize("missing", ["account_id", "created_at"])
def test_needed(tmp_path: Path, missing: str) -> None:
    given = {"account_id": "no", "created_at": "since"}
    path = tmp_path / "portcullis.toml"
    path.write_text("[accounts.columns]\n" + "".join(f'{k} = "{v}"\n' for k, v in given.items() if k != missing))
    with pytest.raises(CallError, match=f"{missing} is needed"):
        load(path)


def test_a_name_alone_is_the_landed_column(tmp_path: Path) -> None:
    assert (
        _load(tmp_path, 'email = "mail"').columns["email"]
        == _load(tmp_path, 'email = { from = "mail" }').columns["email"]
    )


def test_nothing_is_mapped_unless_asked_for() -> None:
    assert load().accounts == Accounts()
