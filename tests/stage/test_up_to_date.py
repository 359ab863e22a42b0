"""What has been done is not done again, and only what could change is."""

from pathlib import Path
from typing import Any

import pytest

import tasks.stage
from flows.stages import STAGES, up_to_date
from tasks.stage.code import code_digest
from tests.stage.lakes import DAYS, contents, day_run, digests, run_days

NOTHING: dict[int, set[str]] = {7: set(), 8: set(), 9: set()}


def test_a_second_run_does_nothing_and_says_so(lake: Path) -> None:
    before = contents(lake)
    for day in DAYS:
        outcomes = up_to_date(day_run(lake, day))
        assert outcomes is not None
        assert [outcome.stage for outcome in outcomes] == [stage.name for stage in STAGES]
        assert all(f"{outcome.stage}: up to date (" in outcome.sentence for outcome in outcomes)
    assert run_days(lake) == NOTHING
    assert contents(lake) == before


def test_rows_stand_in_the_sentence(lake: Path) -> None:
    outcomes = up_to_date(day_run(lake, DAYS[0]))
    assert outcomes is not None
    assert outcomes[0].sentence == "landing: up to date (requests 1,645, late 0, quarantine 0, accounts 215, actions 1)"


@pytest.mark.parametrize(
    ("flags", "stages"),
    [
        ({"memory_limit": "3GB"}, set()),
        ({"threads": 1}, set()),
        ({"landing": {"max_duplicate_share": 0.3}}, {"landing"}),
        ({"links": {"hub_accounts": 400}}, {"handoffs", "links"}),
        ({"campaigns": {"false_discovery_rate": 0.02}}, {"campaigns"}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_setting_concerns_the_stages_that_named_its_section(
    lake: Path, flags: dict[str, Any], stages: set[str]
) -> None:
    assert run_days(lake, DAYS[:1], **flags) == {7: stages}
    assert run_days(lake, DAYS[:1], **flags) == {7: set()}


def test_another_key_makes_landing_again_and_other_fingerprints(lake: Path) -> None:
    before = digests(lake, DAYS[:1])
    computed = run_days(lake, DAYS[:1], fingerprint={"key": "k" * 32})
    after = digests(lake, DAYS[:1])
    assert "landing" in computed[7]
    assert before["requests/2026-09-07"] != after["requests/2026-09-07"]
    # What was spelled in one key is told alike in another.
    assert before["account_days/2026-09-07"] == after["account_days/2026-09-07"]


def test_a_key_file_with_the_same_key_is_the_same_key(lake: Path) -> None:
    kept = lake / "_private" / "fingerprint.key"
    assert run_days(lake, DAYS[:1], fingerprint={"key_file": str(kept)}) == {7: set()}


def test_other_code_concerns_the_stages_written_in_it(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(module: str) -> str:
        return "another" if module == "tasks.links" else code_digest(module)

    monkeypatch.setattr(tasks.stage, "code_digest", changed)
    own = {"account_values", "handoffs", "links"}
    assert run_days(lake) == {7: own, 8: own, 9: own}
    assert run_days(lake) == NOTHING
