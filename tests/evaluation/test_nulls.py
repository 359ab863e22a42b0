"""Groups dealt out are strangers, as many and as active as found ones; what they show is counted as the page says."""

from pathlib import Path

import duckdb
import pandas as pd
from scipy.stats import binom

from tasks.evaluation.dealt import AT_RANDOM, MATCHED, TOGETHER, deal, dealt_out
from tasks.evaluation.nulls import nulls
from tests.landing.conftest import plain_gate
from tests.stage.lakes import DAYS

__all__ = ["plain_gate"]

STRATUM = pd.Series([0.0] * 50 + [1.0] * 30 + [-1.0] * 20, index=[f"a{number:02}" for number in range(100)])
FOUND = pd.DataFrame(
    {"group_id": ["x"] * 7 + ["y"] * 6 + ["y"], "account_id": [*STRATUM.index[45:52], *STRATUM.index[76:82], "gone"]}
)


def test_groups_are_as_large_and_as_active_as_found_ones() -> None:
    groups = deal(FOUND, STRATUM, 200)
    assert not groups.duplicated().any(), "nobody is twice in a group"
    made = groups.assign(stratum=groups["account_id"].map(STRATUM)).groupby("group_id")["stratum"]
    shapes = {tuple(sorted(part)) for _, part in made}
    assert shapes == {(0.0,) * 5 + (1.0,) * 2, (-1.0,) * 2 + (1.0,) * 4}
    assert set(groups["account_id"]) == set(STRATUM.index), "everybody has his turn"
    assert deal(FOUND, STRATUM, 200).equals(groups)
    assert deal(FOUND.head(0), STRATUM, 5).empty


def test_what_was_not_asked_is_no_chance_of_one_where_every_group_is_asked() -> None:
    groups = pd.DataFrame({"world": "w", "sort": AT_RANDOM, "group_id": [f"g{number}" for number in range(10)]})
    all_of_them = groups.assign(signal=TOGETHER, p_value=1.0)
    shared = groups.head(2).assign(signal="shared_device", p_value=[0.01, 0.35])
    even = groups.head(4).assign(signal="steady_load", p_value=[0.04, 0.4, 0.6, 0.9])
    told = {signal: (tested, found) for _, signal, tested, found in nulls(pd.concat([all_of_them, shared, even]))}
    tested, found = told["shared_device"]
    assert (tested, found.histogram, found.below) == (2, [1, 0, 0, 1, 0, 0, 0, 0, 0, 8], {0.05: 0.1, 0.01: 0.1})
    tested, found = told["steady_load"]
    assert (tested, found.groups, found.below[0.05]) == (4, 4, 0.25)


def test_strangers_pass_the_products_own_tests(finished: Path) -> None:
    """As many as in a campaign of the sample, by every test that runs there.

    Those matched are no strangers here: whoever is as active as a campaign is one of it as often as not.
    """
    members = finished / "members" / f"dt={DAYS[-1]}" / "*.parquet"
    found = duckdb.connect().sql(f"select campaign_id as group_id, account_id from '{members}'").df()
    told = list(nulls(dealt_out(finished, DAYS[-1], found, 60).assign(world="w")))
    assert {sort for sort, *_ in told} == {AT_RANDOM, MATCHED}
    asked = {signal for _, signal, *_ in told}
    assert asked >= {"levelled_load", "machine_cadence", "joint_pause", "conversation_handoff", "shared_address"}
    for signal, chance in [(signal, chance) for sort, signal, _, chance in told if sort == AT_RANDOM]:
        for level, share in chance.below.items():
            # So many would be seen once in a thousand times.
            assert share * chance.groups <= binom.ppf(0.999, chance.groups, level), (signal, level)
