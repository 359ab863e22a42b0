"""Some stages of a day, and days made again that were up to date."""

from pathlib import Path
from typing import Any, get_args

from flows.daily import daily
from flows.stages import STAGES, StageName, following
from tests.stage.lakes import DAYS, contents, digests


def test_forms_offer_every_stage() -> None:
    assert get_args(StageName) == tuple(stage.name for stage in STAGES)


def test_what_follows_is_what_reads_it() -> None:
    assert following(None) == following([]) == STAGES
    assert [stage.name for stage in following(["campaigns"])] == ["campaigns", "ledger", "decisions"]
    assert following(["landing"]) == STAGES
    assert "account_days" not in {stage.name for stage in following(["lives"])}


def _ended(lake: Path, **given: Any) -> dict[str, float]:
    """Run the last day; when the manifests of its tables were written, by table."""
    state: Any = daily(lake=lake, date=DAYS[2], return_state=True, **given)
    assert state.is_completed(), state.message
    names = (path.parent.parent.name for path in lake.glob(f"*/dt={DAYS[2]}/_manifest.json"))
    return {name: (lake / name / f"dt={DAYS[2]}" / "_manifest.json").stat().st_mtime for name in names}


def test_forced_stages_are_made_again_and_no_other(server: str, lake: Path, finished: Path) -> None:
    before = _ended(lake)
    after = _ended(lake, force=True, stages=["campaigns"])
    assert {name for name in after if after[name] != before[name]} == {
        "campaigns",
        "members",
        "evidence",
        "candidates",
        "ledger",
        "ledger_campaigns",
        "ledger_totals",
        "decisions",
    }
    assert digests(lake) == digests(finished)


def test_stages_alone_leave_what_is_up_to_date(server: str, lake: Path) -> None:
    before = contents(lake / "campaigns")
    _ended(lake, stages=["campaigns"])
    assert contents(lake / "campaigns") == before


def test_a_day_without_what_they_read_is_not_run(server: str, lake: Path) -> None:
    (lake / "links" / f"dt={DAYS[2]}" / "_manifest.json").unlink()
    state: Any = daily(lake=lake, date=DAYS[2], stages=["campaigns"], return_state=True)
    assert state.is_failed()
    assert str(state.message) == f"{DAYS[2]} has no links yet: let stage links run too"
