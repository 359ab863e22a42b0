"""What is recorded of a verdict, what is refused, and which days go by it."""

from datetime import timedelta
from pathlib import Path

import pytest

from tasks.campaigns import campaigns as find_campaigns
from tasks.contracts.verdicts import VERDICTS
from tasks.errors import CallError
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Run
from tasks.verdicts import Said, recording
from tasks.verdicts.sheet import read_sheet
from tests.campaigns.world import DAY, rows
from tests.verdicts.saying import AT, NEXT, Begun, again, campaigns, say


def _refused(lake: Lake, *said: Said) -> str:
    with pytest.raises(CallError) as error:
        recording(Run(lake, load(None, {"lake": lake.root}), DAY), said, AT)
    return str(error.value)


def test_a_row_is_appended_with_the_members_of_the_campaign(begun: Begun) -> None:
    say(begun.lake, "unsure")
    say(begun.lake, "cleared", named=("c04", "c02", "c04"), at=AT + timedelta(hours=1))
    campaign = campaigns(begun.lake)[0][0]
    found = rows(begun.lake, "verdicts", "given_at::varchar, campaign_id, accounts, scope, verdict, who, why")
    assert found == [
        ("2026-09-07 18:00:00+00", campaign, begun.names, "campaign", "unsure", "reviewer", "looked at the card"),
        ("2026-09-07 19:00:00+00", campaign, ["c02", "c04"], "accounts", "cleared", "reviewer", "looked at the card"),
    ]
    assert len(set(rows(begun.lake, "verdicts", "verdict_id"))) == 2


def test_days_from_it_on_are_stale_and_earlier_ones_are_not(begun: Begun) -> None:
    begun.world.ask("stranger1", [{"role": "user", "content": "good morning"}], day=NEXT)
    begun.go_on(NEXT)
    assert (again(begun.lake), again(begun.lake, NEXT)) == (False, False)
    say(begun.lake, "unsure", day=NEXT)
    assert (again(begun.lake), again(begun.lake, NEXT), again(begun.lake, NEXT)) == (False, True, False)
    say(begun.lake, "unsure", day=DAY)
    assert (again(begun.lake), again(begun.lake, NEXT)) == (True, True)
    # That verdicts are read however old they are makes no backfill run more days.
    assert find_campaigns.lookback_days < 45


def test_contact_details_and_hidden_characters_are_not_kept(begun: Begun) -> None:
    campaign = campaigns(begun.lake)[0][0]
    why = "asked jo@example.org and +49 30 1234567,\nthen (030) 123 45 67 \u202e<script>|x|</script>"
    run = Run(begun.lake, load(None, {"lake": begun.lake.root}), DAY)
    recording(run, [Said(campaign, "unsure", "Staff\u200b 17", why)], AT).run(run)
    begun.lake.publish_one(VERDICTS, DAY)
    ((who, kept),) = rows(begun.lake, "verdicts", "who, why")
    assert who == "Staff 17"
    assert kept == "asked [e-mail] and [phone], then [phone] <script>|x|</script>"


@pytest.mark.parametrize("who", ["", "  ", "jo@example.org", "+49 30 1234567", "030 123 45 67", "jo\uff20example.org"])
def test_who_is_a_name_and_no_address(begun: Begun, who: str) -> None:
    said = Said(campaigns(begun.lake)[0][0], "unsure", who, "because")
    assert "give who says it with --who" in _refused(begun.lake, said)


def test_what_is_unknown_is_refused_with_the_next_command(begun: Begun) -> None:
    campaign, hint = campaigns(begun.lake)[0][0], f"python -m flows.daily --lake {begun.lake.root} --date {DAY}"
    told = _refused(begun.lake, Said("c-nothing\x1b[31m", "cleared", "x", "y"))
    assert told.startswith("no suspected campaign 'c-nothing [31m' was ever published.")
    assert told.endswith(hint)
    told = _refused(begun.lake, Said(campaign, "cleared", "x", "y", ("c01", "stranger1")))
    assert told.startswith(f"'stranger1' was never a suspected member of {campaign}.")
    assert told.endswith(hint)
    assert "'guilty' is no verdict; say confirmed, cleared, unsure" in _refused(
        begun.lake, Said(campaign, "guilty", "x", "y")
    )
    assert "give the reason with --why" in _refused(begun.lake, Said(campaign, "cleared", "x", " "))


def test_a_sheet_takes_many(begun: Begun, tmp_path: Path) -> None:
    campaign, sheet = campaigns(begun.lake)[0][0], tmp_path / "verdicts.csv"
    sheet.write_text(
        "\ufeffcampaign;accounts;verdict;why\n"
        f'{campaign};;confirmed;"one card; one hand"\n{campaign};c01 c02;cleared;\n'
    )
    said = read_sheet(sheet, "reviewer", "seen")
    assert [(each.accounts, each.verdict, each.who, each.why) for each in said] == [
        ((), "confirmed", "reviewer", "one card; one hand"),
        (("c01", "c02"), "cleared", "reviewer", "seen"),
    ]
    run = Run(begun.lake, load(None, {"lake": begun.lake.root}), DAY)
    recording(run, said, AT).run(run)
    begun.lake.publish_one(VERDICTS, DAY)
    again(begun.lake)
    assert campaigns(begun.lake)[0][1:] == (0.99, "high", 8)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("campaign,verdict,who\nc-x,cleared,y,z\n", "line 2 of the sheet: more cells than columns"),
        ("campaign,says\nc-x,cleared\n", "must have the columns campaign, accounts, verdict, who, why"),
        ("campaign,verdict\n", "holds no verdict"),
        ("", "must have the columns"),
    ],
)
def test_a_wrong_sheet_says_what_is_right(tmp_path: Path, text: str, told: str) -> None:
    sheet = tmp_path / "verdicts.csv"
    sheet.write_text(text)
    with pytest.raises(CallError, match=told):
        read_sheet(sheet, "x", "y")


def test_one_wrong_line_of_a_sheet_records_none(begun: Begun) -> None:
    campaign = campaigns(begun.lake)[0][0]
    said = [Said(campaign, "cleared", "x", "y"), Said("c-gone", "cleared", "x", "y", (), "line 3 of the sheet: ")]
    assert _refused(begun.lake, *said).startswith("line 3 of the sheet: no suspected campaign 'c-gone'")
    assert not (begun.lake.root / "verdicts").exists()
