"""Over the sample, a backfill finds both campaigns, every account of them, and nobody else."""

import csv

import pyarrow.parquet as pq
import pytest

from tests.flows.conftest import Backfilled
from tests.stage.lakes import DAYS, SAMPLE


@pytest.fixture(scope="module")
def planted() -> dict[str, set[str]]:
    """The accounts of each planted campaign."""
    found: dict[str, set[str]] = {}
    with (SAMPLE / "truth.csv").open() as lines:
        for row in csv.DictReader(lines):
            if row["campaign"]:
                found.setdefault(row["campaign"], set()).add(row["account_id"])
    return found


def _members(lake: Backfilled, day: object) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in pq.read_table(lake.lake / "members" / f"dt={day}" / "part-0.parquet", partitioning=None).to_pylist():
        found.setdefault(row["campaign_id"], set()).add(row["account_id"])
    return found


def test_every_account_and_nobody_honest(serverless: Backfilled, planted: dict[str, set[str]]) -> None:
    found = _members(serverless, DAYS[2])
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, planted.values()))


def test_a_campaign_keeps_its_id(serverless: Backfilled, planted: dict[str, set[str]]) -> None:
    ids = [
        {
            name: campaign
            for campaign, members in _members(serverless, day).items()
            for name in planted
            if members & planted[name]
        }
        for day in DAYS
    ]
    assert ids[0] == ids[1] == ids[2]
    assert len(set(ids[0].values())) == 2


def test_first_linked_does_not_move(serverless: Backfilled) -> None:
    first, last = (
        {
            row["account_id"]: row["first_linked"]
            for row in pq.read_table(
                serverless.lake / "members" / f"dt={day}" / "part-0.parquet", partitioning=None
            ).to_pylist()
        }
        for day in (DAYS[0], DAYS[2])
    )
    assert {account: last[account] for account in first} == first
