"""What real producers write of the same requests comes out the same, whatever names and forms they use for it.

`recorded/` holds their output, because they take fifty megabytes to install; where they are installed they run again.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.landing.build import Landed, Row, land, put, put_rows, request, said
from tests.sources.otel_genai.build import RECORDED, files

PRODUCERS = ("genai", "genai_events", "v2", "openllmetry_0.40", "openinference", "genai+openllmetry")
INSTALLED = ("genai", "genai_events", "openinference", "genai+openllmetry")
A, B = "203.0.113.7", "198.51.100.9"
TIDE = said("When is high tide?")
ASKED: list[tuple[Row, list[Row] | None]] = [
    ({"account_id": "acct-a", "ip": A}, [*said("Be brief.", role="system"), *TIDE]),
    (
        {"account_id": "acct-a", "ip": A, "tool_count": 2},
        [*TIDE, {"role": "assistant", "content": None}, *said("12", role="tool")],
    ),
    ({"account_id": "acct-a", "ip": A}, said("What is this?")),
    ({"account_id": "acct-a", "ip": A, "operation": "embeddings", "model": "quartz-embed", "input_tokens": 4}, None),
    ({"account_id": "acct-b", "ip": B}, [*said("Hello"), *said("Hi", role="assistant"), *said("When?")]),
    ({"account_id": "acct-b", "ip": B, "model": "busy", "status": 429, "input_tokens": 0}, said("Again")),
    ({"account_id": "acct-d", "ip": None, "user_agent": None}, said("Sum up for acct-d.")),
    ({"account_id": "acct-e", "ip": None, "user_agent": None}, said("Sum up for acct-e.")),
]


def _landed(root: Path, folder: Path) -> Landed:
    for name, text in files(folder).items():
        put(root, name, text.encode())
    return land(root)


@pytest.fixture(scope="module")
def conversations(tmp_path_factory: pytest.TempPathFactory) -> list[int | None]:
    """The fingerprints of what was said, from the contract's own shape."""
    root = tmp_path_factory.mktemp("contract")
    put_rows(root, [request(f"r{place}", messages=messages) for place, (_, messages) in enumerate(ASKED)])
    by_id = land(root).by_id
    return [by_id[f"r{place}"]["conversation"] for place in range(len(ASKED))]


def _expected(row: Row) -> Row:
    plain = {"source": "otel_genai", "operation": "chat", "model": "quartz-large", "status": 200, "input_tokens": 21}
    told = plain | {"user_agent": f"client of {row['ip']}"} | row
    wrote = 0 if told["status"] != 200 or told["operation"] == "embeddings" else 7
    return told | {"output_tokens": wrote}


def _compare(landed: Landed, producer: str, conversations: list[int | None]) -> None:
    asked = list(zip([_expected(row) for row, _ in ASKED], conversations, strict=True))
    if producer == "openllmetry_0.40":  # which counts no tokens of a stream
        del asked[4]
    rows = sorted(landed.requests, key=lambda row: row["ts"])
    assert len(rows) == len(asked)
    for row, (expected, conversation) in zip(rows, asked, strict=True):
        assert {name: row[name] for name in expected} == expected
        if row["operation"] == "chat":
            assert row["conversation"] == conversation


@pytest.mark.parametrize("producer", PRODUCERS)
def test_all_tell_the_same(tmp_path: Path, producer: str, conversations: list[int | None]) -> None:
    landed = _landed(tmp_path, RECORDED / producer)
    _compare(landed, producer, conversations)
    uncounted = 2 if producer == "openllmetry_0.40" else 1
    assert landed.notes["quarantined"] == {"missing_value: account_id": 1, "missing_value: input_tokens": uncounted}
    assert landed.facts["unreconciled_rows"] == 0


@pytest.mark.parametrize("producer", INSTALLED)
def test_they_still_do(tmp_path: Path, producer: str, conversations: list[int | None]) -> None:
    for module in ("openai", "opentelemetry.instrumentation.genai.openai", "openinference.instrumentation.openai"):
        pytest.importorskip(module, reason="see recorded/README.md for what to install")
    _compare(_landed(tmp_path / "lake", _produced(tmp_path, *producer.split("+"))), producer, conversations)


def test_silent_ones_tell_no_text(tmp_path: Path) -> None:
    if not find_spec("openai"):
        pytest.skip("see recorded/README.md for what to install")
    landed = _landed(tmp_path / "lake", _produced(tmp_path, "genai", "--silent"))
    assert [row["conversation"] for row in landed.requests] == [None] * len(ASKED)


def _produced(tmp_path: Path, *words: str) -> Path:
    folder = tmp_path / "produced"
    folder.mkdir()
    subprocess.run([sys.executable, Path(__file__).parent / "produce.py", folder, *words], check=True)
    return folder
