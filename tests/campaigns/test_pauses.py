"""A group that falls silent together while everybody else goes on, and how many accounts are said to have done so."""

import pandas as pd
import pytest

from tasks.campaigns import findings
from tasks.campaigns.pauses import pause_chances

ACCOUNTS, EVERYBODY, DAYS = 10, 400, 6
GROUPS = pd.DataFrame({"group_id": "g", "account_id": [f"a{number}" for number in range(ACCOUNTS)]})


def _active(silent: range, others_too: bool) -> pd.DataFrame:
    """Hours of some days, in which all are active but in those that are silent."""
    hours = [(day * 24 + hour, day == DAYS - 2 and hour in silent) for day in range(DAYS) for hour in range(24)]
    rows: list[tuple[str | None, int, int]] = [("g", hour, ACCOUNTS) for hour, still in hours if not still]
    rows += [(None, hour, EVERYBODY) for hour, still in hours if not (still and others_too)]
    return pd.DataFrame(rows, columns=["group_id", "hour", "accounts"])


@pytest.mark.parametrize(
    ("silent", "others_too", "found"),
    [
        pytest.param(range(10, 14), False, True, id="it alone stands still"),
        pytest.param(range(10, 14), True, False, id="the service was down"),
        pytest.param(range(0), False, False, id="nobody stood still"),
    ],
)
def test_a_silence_in_the_middle_of_the_work(silent: range, others_too: bool, found: bool) -> None:
    (chance,) = pause_chances(_active(silent, others_too), GROUPS)["p_value"]
    assert (chance <= 0.001) is found


def test_the_card_counts_accounts_and_not_their_hours() -> None:
    tested = pause_chances(_active(range(10, 14), False), GROUPS).assign(supports=True)
    showing = pd.DataFrame({"group_id": [], "signal": [], "accounts": []}).astype({"group_id": str, "signal": str})
    against = pd.DataFrame({"group_id": [], "signal": [], "family": [], "inside": [], "accounts": []})
    (row,) = findings.table(tested, showing, against).to_pylist()
    assert row["accounts"] == ACCOUNTS
    assert row["summary"].startswith(f"{ACCOUNTS} of its accounts fell silent together")
    assert row["statistic"] == pytest.approx(ACCOUNTS * 4, rel=0.1)
