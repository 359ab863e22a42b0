"""A wrong call or configuration: exit status 2, and a message that says what is right."""

import re
from pathlib import Path
from typing import Any

import pytest
from prefect import Flow

import flows.cli
from flows.backfill import backfill
from flows.daily import daily
from tasks.errors import CallError
from tasks.settings import load
from tests.flows.commands import Ended, own_server_started, start
from tests.stage.lakes import copied

DAY = ("--date", "2026-09-07")
WRONG: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
    "date": (
        ("flows.daily", "--lake", "{lake}", "--date", "7.9.2026"),
        {},
        r"'7\.9\.2026' is no day; write it as YYYY-MM-DD",
    ),
    "no-date": (("flows.daily", "--lake", "{lake}"), {}, "required: --date"),
    "no-lake": (("flows.daily", "--lake", "{folder}/none", *DAY), {}, "/none is not a folder; give .* with --lake"),
    "lake-is-a-file": (("flows.daily", "--lake", "{folder}/short.key", *DAY), {}, "short.key is not a folder; give "),
    "end-before-start": (
        ("flows.backfill", "--lake", "{lake}", "--start", "2026-09-09", "--end", "2026-09-07"),
        {},
        r"ends \(2026-09-07\) before it starts \(2026-09-09\); give ",
    ),
    "unknown-key": (
        ("flows.daily", "--lake", "{lake}", "--config", "{folder}/unknown.toml", *DAY),
        {},
        r"links\.hub_acounts in .*unknown\.toml.* did you mean links\.hub_accounts\?",
    ),
    "out-of-range": (
        ("flows.daily", "--lake", "{lake}", "--config", "{folder}/range.toml", *DAY),
        {},
        r"campaigns\.min_accounts in .*range\.toml.*greater than or equal to 2",
    ),
    "no-toml": (
        ("flows.daily", "--lake", "{lake}", "--config", "{folder}/broken.toml", *DAY),
        {},
        r"broken\.toml is not valid TOML: .*line 1",
    ),
    "no-config": (
        ("flows.daily", "--lake", "{lake}", "--config", "{folder}/none.toml", *DAY),
        {},
        r"none\.toml is not a file; give another with --config FILE",
    ),
    "unknown-variable": (
        ("flows.daily", "--lake", "{lake}", *DAY),
        {"PORTCULLIS_LINKS__HUB_SHRE": "0.1"},
        r"PORTCULLIS_LINKS__HUB_SHRE is no setting; did you mean PORTCULLIS_LINKS__HUB_SHARE\?",
    ),
    "section-variable": (
        ("flows.daily", "--lake", "{lake}", *DAY),
        {"PORTCULLIS_LINKS": "many"},
        "PORTCULLIS_LINKS",
    ),
    "open-key": (
        ("flows.daily", "--lake", "{lake}", "--config", "{folder}/key.toml", *DAY),
        {},
        r"open\.key can be read by others; run: chmod 600 .*open\.key",
    ),
    "no-database": (
        ("flows.daily", "--lake", "{lake}", "--config", "{folder}/database.toml", *DAY),
        {},
        r"none\.mmdb",
    ),
}


IN_A_PROCESS = ("date", "no-lake", "end-before-start", "unknown-variable")


@pytest.fixture(scope="module")
def folder(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished lake and files that are wrong, each in its way."""
    root = tmp_path_factory.mktemp("wrong")
    copied(finished, root / "lake")
    files = {
        "unknown.toml": "[links]\nhub_acounts = 3\n",
        "range.toml": "[campaigns]\nmin_accounts = 1\n",
        "broken.toml": "lake = \n",
        "key.toml": f'[fingerprint]\nkey_file = "{root}/open.key"\n',
        "database.toml": f'[networks]\nasn_database = "{root}/none.mmdb"\n',
        "short.key": "short",
        "open.key": "k" * 40,
    }
    for name, text in files.items():
        (root / name).write_text(text)
    (root / "open.key").chmod(0o644)
    return root


def _call(name: str, folder: Path) -> list[str]:
    return [each.format(lake=folder / "lake", folder=folder) for each in WRONG[name][0]]


@pytest.mark.parametrize(
    "name",
    list(WRONG),
)
def test_exit_status_2_and_what_is_right(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module, *arguments = _call(name, folder)
    flow: Flow[Any, Any] = daily if module == "flows.daily" else backfill
    monkeypatch.setattr("sys.argv", [module, *arguments])
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    for variable, value in WRONG[name][1].items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(SystemExit) as ended:
        flows.cli.run_command(flow)
    assert ended.value.code == 2
    assert re.search(WRONG[name][2], capsys.readouterr().err)


@pytest.fixture(scope="module")
def ended(folder: Path) -> dict[str, Ended]:
    """Some of the wrong calls, each in a process, at one time."""
    calls = {name: start(folder / "home", *_call(name, folder), **WRONG[name][1]) for name in IN_A_PROCESS}
    said = {name: process.communicate(timeout=120) for name, process in calls.items()}
    return {name: Ended(process.returncode, *said[name], 0) for name, process in calls.items()}


@pytest.mark.parametrize("name", IN_A_PROCESS)
def test_a_process_ends_with_2_and_no_traceback(ended: dict[str, Ended], name: str) -> None:
    found = ended[name]
    assert found.status == 2, found
    assert re.search(WRONG[name][2], found.err), found
    assert "Traceback" not in found.err


def test_no_server_was_started_for_any(ended: dict[str, Ended], folder: Path) -> None:
    assert len(ended) == len(IN_A_PROCESS)
    assert not own_server_started(folder / "home")


def test_a_config_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(CallError, match=r"unknown\.toml cannot be read"):
        load(folder / "unknown.toml")
