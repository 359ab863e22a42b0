"""Users and keys land as accounts whose ids are those of the requests."""

from datetime import UTC, datetime

import pytest

from tests.landing.build import Row
from tests.sources.litellm_spend_logs.build import FORMS, Exports, LandedDay, land


@pytest.fixture(scope="module", params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """A form of export."""
    return str(request.param)


@pytest.fixture(scope="module")
def landed(form: str, exports: Exports, tmp_path_factory: pytest.TempPathFactory) -> LandedDay:
    """The day's three tables in one form of export."""
    names = {"spend_logs": "requests", "users": "accounts", "keys": "accounts"}
    files = {f"{kind}/{name}.{form}": exports.read(f"{name}.{form}") for name, kind in names.items()}
    return land(tmp_path_factory.mktemp("lake"), exports.day, files)


def _made_at(row: Row) -> datetime:
    return datetime.fromisoformat(row["created_at"]).replace(tzinfo=UTC)


def test_accounts_are_the_users_and_the_keys_that_nobody_owns(exports: Exports, landed: LandedDay) -> None:
    users = {row["user_id"]: _made_at(row) for row in exports.rows("users")}
    keys = {f"key-{row['token']}": _made_at(row) for row in exports.rows("keys") if not row["user_id"]}
    assert {name: row["created_at"] for name, row in landed.accounts.items()} == users | keys
    assert len(keys) == 2


def test_nothing_is_lost_or_unknown(exports: Exports, landed: LandedDay) -> None:
    landed.settle(sum(len(exports.rows(name)) for name in ("spend_logs", "users", "keys")))
    assert landed.quarantine == []
    assert landed.notes["unknown_columns"] == {}


def test_every_request_has_its_account_but_for_a_customers_customer(landed: LandedDay) -> None:
    assert {row["account_id"] for row in landed.requests} - set(landed.accounts) == {"customer-7"}


def test_contact_details(landed: LandedDay) -> None:
    assert landed.accounts["acct-ada"]["email_domain"] == "works.example"
    assert landed.accounts["acct-ada"]["email"] != landed.accounts["acct-ben"]["email"]
    assert landed.accounts["default_user_id"]["email"] is None


def test_organization_is_the_teams_name_where_it_was_pulled(exports: Exports, form: str, landed: LandedDay) -> None:
    team = next(row for row in exports.rows("keys") if row["team_id"] and not row["user_id"])
    pulled = form.startswith("pulled")
    assert landed.accounts[f"key-{team['token']}"]["organization"] == ("Drawing office" if pulled else team["team_id"])
    assert landed.accounts["acct-ben"]["organization"] == ("Drawing office" if pulled else None)
    assert landed.accounts["acct-ada"]["organization"] is None
