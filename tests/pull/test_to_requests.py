"""From each kind of database to `requests` and `accounts`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.landing.build import DAY, land
from tests.pull.gateways import Gateway, ids, landed_file, pulled, recorded, run_of
from tests.sources.new_api_logs.build import AT, RECORDED_DAY, billed, failed, landed, user

MIDNIGHT = AT - 10 * 3600
LOGGED = ("id", "user_id", "created_at", "type", "content", "token_name", "model_name", "prompt_tokens")


def test_new_api(new_api: Gateway, tmp_path: Path) -> None:
    new_api.log(
        billed(1, ip="8.8.8.8", content="模型倍率 0.07"),
        failed(2, 429),
        failed(3, 503, request_id="retried"),
        billed(4, request_id="retried"),
        billed(5, type=1),
        billed(6, created_at=MIDNIGHT - 1),
        billed(7, created_at=MIDNIGHT),
        billed(8, created_at=MIDNIGHT + 86_400),
    )
    new_api.sign_up(
        user(11),
        user(12, inviter_id=11, created_at=None, first_key_at=AT - 7200),
        user(13, created_at=MIDNIGHT + 86_400),
        user(1, role=100, created_at=None),
    )
    run = run_of(tmp_path, new_api.url)
    requests, accounts = pulled(run)
    assert requests.startswith("new_api_logs: 5 rows of ")
    assert requests.endswith(f"landed as landing/requests/dt={DAY}/pulled-new_api_logs.parquet")
    assert accounts.startswith("new_api_users: 3 rows of ")
    assert ids(landed_file(run)) == ["1", "2", "3", "4", "7"]
    made = land(tmp_path)
    served = made.by_id[billed(1)["request_id"]]
    assert (served["account_id"], served["ip"], served["stream"]) == ("11", "8.8.8.8", True)
    assert (served["input_tokens"], served["latency_ms"], served["operation"]) == (120, 3000.0, "chat")
    assert {name: row["status"] for name, row in made.by_id.items() if name == "retried"} == {"retried": 200}
    assert len(made.requests) == 4
    assert {name: row["invited_by"] for name, row in made.accounts.items()} == {"11": None, "12": "11"}
    assert made.accounts["12"]["created_at"] == datetime.fromtimestamp(AT - 7200, UTC)
    assert not made.notes["unknown_columns"]


def test_only_what_is_read_is_landed(new_api: Gateway, tmp_path: Path) -> None:
    new_api.log(billed(1, content="told by an upstream"))
    new_api.sign_up(user(11))
    run = run_of(tmp_path, new_api.url)
    pulled(run)
    files = list(tmp_path.rglob("pulled-*.parquet"))
    assert len(files) == 2
    columns = {name for file in files for name in pq.read_schema(file).names}
    assert not columns & {"content", "username", "password", "access_token", "key"}


@pytest.mark.parametrize("missing", ["request_id", "created_at"])
def test_earlier_new_api(new_api: Gateway, tmp_path: Path, missing: str) -> None:
    new_api.log(billed(1))
    new_api.sign_up(user(11, first_key_at=AT))
    if missing == "request_id":
        index = "idx_logs_request_id" + (" on logs" if new_api.server.scheme == "mysql" else "")
        new_api.run(f"drop index {index}", "alter table logs drop column request_id")
    else:
        new_api.run("alter table users drop column created_at")
    pulled(run_of(tmp_path, new_api.url))
    made = land(tmp_path)
    if missing == "request_id":
        assert list(made.by_id) == ["new-api-1"]
    else:
        assert made.accounts["11"]["created_at"] == datetime.fromtimestamp(AT, UTC)


@pytest.mark.parametrize("version", ["0.6.11", "0.6.10"])
def test_one_api(one_api: Gateway, tmp_path: Path, version: str) -> None:
    one_api.log(*recorded("one_api_logs.csv"))
    one_api.sign_up(*recorded("one_api_users.csv"))
    if version == "0.6.10":
        later = ("request_id", "elapsed_time", "is_stream", "system_prompt_reset")
        one_api.run(*(f"alter table logs drop column {name}" for name in later))
    run = run_of(tmp_path, one_api.url, RECORDED_DAY)
    assert [sentence.split(" of ")[0] for sentence in pulled(run)] == [
        "new_api_logs: 3 rows",
        "new_api_users: 5 rows",
    ]
    requests = landed(tmp_path, "requests", RECORDED_DAY)
    assert [(row["account_id"], row["input_tokens"], row["stream"]) for row in requests] == [
        ("2", 120, True if version == "0.6.11" else None),
        ("3", 120, True if version == "0.6.11" else None),
        ("2", 0, False if version == "0.6.11" else None),
    ]
    accounts = landed(tmp_path, "accounts", RECORDED_DAY)
    assert {row["account_id"]: row["invited_by"] for row in accounts} == {"2": None, "3": "2", "4": "2", "5": None}


def test_a_database_of_its_own_for_logs(new_api: Gateway, small: Gateway, tmp_path: Path) -> None:
    new_api.log(billed(1))
    small.sign_up(user(11))
    pulled(run_of(tmp_path, small.url, log_url=new_api.url))
    made = land(tmp_path)
    assert (len(made.requests), list(made.accounts)) == (1, ["11"])


def test_values_that_no_other_database_has(small: Gateway, tmp_path: Path) -> None:
    small.log(billed(1), billed(2, model_name='a "b", \n c', prompt_tokens=None))
    small.run("update logs set token_name = cast(x'ff41' as text), use_time = 'soon' where id = 1")
    run = run_of(tmp_path, small.url, sources=("new_api_logs",))
    pulled(run)
    rows = pq.read_table(landed_file(run), partitioning=None).to_pylist()
    assert [(row["token_name"], row["use_time"]) for row in rows] == [("\ufffdA", "soon"), ("default", "3")]
    assert (rows[1]["model_name"], rows[1]["prompt_tokens"]) == ('a "b", \n c', None)


def test_a_day_is_from_midnight_to_midnight_in_utc(new_api: Gateway, tmp_path: Path) -> None:
    rows = [billed(1, created_at=MIDNIGHT), billed(2, created_at=MIDNIGHT - 1), billed(3, created_at=MIDNIGHT + 86_399)]
    new_api.log(*rows)
    runs = [run_of(tmp_path, new_api.url, DAY - timedelta(days=back), ("new_api_logs",)) for back in (0, 1)]
    for run in runs:
        pulled(run)
    assert [ids(landed_file(run)) for run in runs] == [["1", "3"], ["2"]]
