"""Nothing but landing holds a prompt's text, an e-mail address or a telephone number in clear."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

import tasks.gates
from tasks.contracts import PUBLISHED
from tasks.gates.docs import build_docs
from tasks.lake import Lake
from tests.landing.build import DAY, Landed, land, put_parquet, refusal
from tests.landing.canaries import Canaries, everything
from tests.landing.hostile import hostile_day

_OPEN = (
    *("request request_id", "request account_id", "request user_agent"),
    *("account organization", "account plan"),
)
# What a column keeps by design, and nothing else may: ids as they are, what a client, a customer and the provider say
# of themselves; a run of digits alone is no sign of a telephone number, and of ids only what is a number as a whole.
KEPT = {
    **{f"{column} prompt": column.split()[1] for column in _OPEN},
    **{f"{column} phone national": column.split()[1] for column in _OPEN},
    **{f"{column} phone local": column.split()[1] for column in _OPEN[:2]},
    "reason prompt": "reason",
}


class Heard(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def heard() -> Iterator[Heard]:
    """Everything that is logged while the day lands."""
    handler, root = Heard(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty lake."""
    return tmp_path_factory.mktemp("lake")


@pytest.fixture(scope="module")
def planted(lake: Path) -> Canaries:
    """The hostile day, delivered."""
    return hostile_day(lake)


@pytest.fixture(scope="module")
def texts(lake: Path, planted: Canaries, heard: Heard) -> dict[str, str]:
    """All that is left of the day: refused, then staged, judged by the suite and paged, then published."""
    message = refusal(lake, max_unreadable_files=0)
    found = {f"when refused: {name}": text for name, text in everything(lake).items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tasks.stage.judge", tasks.gates.judge)
        landed = land(lake)
    build_docs(lake / "_gates")
    found |= {f"when staged: {name}": text for name, text in everything(lake).items()}
    Lake(lake).publish(PUBLISHED, DAY)
    found |= {f"when published: {name}": text for name, text in everything(lake).items()}
    return found | {"refusal": message, "outcome": _told(landed), "log": "\n".join(heard.lines)}


def _told(landed: Landed) -> str:
    verdicts = [verdict.sentence for verdict in landed.outcome.verdicts]
    return "\n".join([landed.outcome.sentence, repr(landed.outcome.manifests), *verdicts])


@pytest.fixture(scope="module")
def leaks(planted: Canaries, texts: dict[str, str]) -> dict[str, list[str]]:
    """Where each planted string was found."""
    return planted.leaks(texts)


def test_nothing_else_leaks(planted: Canaries, leaks: dict[str, list[str]]) -> None:
    assert KEPT.keys() <= planted.planted.keys()
    assert {place: found for place, found in leaks.items() if place not in KEPT} == {}


@pytest.mark.parametrize("place", KEPT)
def test_kept_in_its_column_only(leaks: dict[str, list[str]], place: str) -> None:
    table = "actions" if place.startswith("reason") else f"{place.split()[0]}s"
    of_table = [name for name in leaks[place] if f"/{table}/" in name or f" {table}/" in name]
    assert leaks[place] == of_table
    assert {name.partition("part-0.parquet")[2].strip() for name in of_table} - {""} == {KEPT[place]}


def test_the_day_went_where_it_should(texts: dict[str, str], planted: Canaries) -> None:
    expected = [
        f"when refused: _refused/dt={DAY}/quarantine/part-0.parquet raw",
        f"when staged: _staging/dt={DAY}/requests/part-0.parquet model",
        "when staged: _gates/index.html",
        f"when published: quarantine/dt={DAY}/part-0.parquet raw",
        f"when published: accounts/dt={DAY}/part-0.parquet organization",
        f"when published: actions/dt={DAY}/part-0.parquet reason",
    ]
    assert [name for name in expected if len(texts.get(name, "")) < 40] == []
    assert len(planted.planted) > 400


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    canaries = Canaries()
    words = [canaries.text("cell"), canaries.mail("list"), canaries.phone("file"), canaries.text("name")]
    table = pa.table({"cell": [words[0] * 50], "list": [[words[1]]]})
    put_parquet(tmp_path, table)
    (tmp_path / "landing" / "requests").rename(tmp_path / "requests")
    (tmp_path / "page.html").write_text(f"<b>{words[2]}</b>")
    (tmp_path / f"{words[3]}.txt").write_text("")
    found = canaries.leaks(everything(tmp_path))
    assert found.keys() == {"cell", "list", "file", "name"}
    assert f"requests/dt={DAY}/a.parquet list" in found["list"]
