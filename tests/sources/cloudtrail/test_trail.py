"""CloudTrail beside Bedrock's log: the client of each call. AWS alone writes trails, so they are built here."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.landing.build import Landed, Row, land, lines, put, request
from tests.sources.bedrock_invocations.build import logged

CLIENT = "203.0.113.7"


def event(request_id: str | None, /, **changes: Any) -> Row:
    """A record of a call to Bedrock, as AWS's user guide shows it."""
    return {
        "eventVersion": "1.11",
        "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::1:user/robot", "accessKeyId": "AKIAIOSFODNN7EXAMPLE"},
        "eventTime": "2026-09-08T10:00:00Z",
        "eventSource": "bedrock.amazonaws.com",
        "eventName": "Converse",
        "awsRegion": "us-east-1",
        "sourceIPAddress": CLIENT,
        "userAgent": "Boto3/1.44.5 md/Botocore#1.44.5",
        "requestParameters": {"modelId": "m"},
        "responseElements": None,
        "requestID": request_id,
        "eventID": "e",
        "readOnly": True,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": "1",
        "eventCategory": "Management",
    } | changes


def trail(*events: Any) -> bytes:
    """A log file: one object, without a line's end."""
    return gzip.compress(json.dumps({"Records": events}).encode())


KNOWN = {"ip": CLIENT, "user_agent": "Boto3/1.44.5 md/Botocore#1.44.5"}
UNKNOWN = dict.fromkeys(KNOWN)
CASES: dict[str, tuple[Sequence[Row], Row]] = {
    "seen": ([event("seen")], KNOWN),
    "unseen": ([], UNKNOWN),
    "seen_twice": ([event("seen_twice"), event("seen_twice")], KNOWN),
    "seen_twice_once_whole": (
        [event("seen_twice_once_whole", sourceIPAddress=None), event("seen_twice_once_whole")],
        KNOWN,
    ),
    "other_service": ([event("other_service", eventSource="s3.amazonaws.com")], UNKNOWN),
    "made_by_aws": ([event("made_by_aws", sourceIPAddress="lambda.amazonaws.com", userAgent="lambda")], UNKNOWN),
    "made_inside": ([event("made_inside", sourceIPAddress="AWS Internal", userAgent="AWS Internal")], UNKNOWN),
    "no_client": ([event("no_client", sourceIPAddress="nowhere")], KNOWN | {"ip": None}),
    "endpoint": ([event("endpoint", sourceIPAddress="10.0.0.9")], KNOWN | {"ip": "10.0.0.9"}),
    "strange": (
        [event("strange", userIdentity="root", sourceIPAddress={"a": 1}, userAgent=7)],
        {"ip": None, "user_agent": "7"},
    ),
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """Two trails, a part of one that was delivered twice, and the log they go with."""
    root = tmp_path_factory.mktemp("lake")
    events = [event for seen, _ in CASES.values() for event in seen]
    put(root, "trail/1_CloudTrail_us-east-1_20260908T1005Z_a.json.gz", trail(*events, event(None), {}, "x"))
    put(root, "trail/1_CloudTrail_us-east-1_20260908T1010Z_b.json.gz", trail(*events[:3], event("contract")))
    put(root, "trail/1_CloudTrail_us-east-1_20260908T1015Z_c.json.gz", trail())
    put(root, "log.json.gz", gzip.compress(lines(logged(label) for label in CASES)))
    put(root, "contract.jsonl", lines([request("contract")]))
    return land(root)


@pytest.mark.parametrize("label", CASES)
def test_client(landed: Landed, label: str) -> None:
    expected = CASES[label][1]
    assert {name: landed.by_id[label][name] for name in expected} == expected


def test_a_file_is_one_row_that_is_left_out(landed: Landed) -> None:
    assert landed.facts["rows_left_out"] == landed.notes["rows_by_source"]["cloudtrail"] == 3
    landed.settle(len(CASES) + 4)
    assert landed.notes["unknown_columns"] == {}


def test_only_calls_that_bedrock_logged_are_filled_in(landed: Landed) -> None:
    assert set(landed.by_id) == {*CASES, "contract"}
    assert landed.by_id["contract"]["ip"] is None


def test_the_key_of_a_user_tells_calls_apart_and_that_of_a_session_does_not(tmp_path: Path) -> None:
    keys = {
        "one": "AKIAIOSFODNN7EXAMPLE",
        "same": "AKIAIOSFODNN7EXAMPLE",
        "other": "AKIAI44QH8DHBEXAMPLE",
        "session": "ASIA1",
    }
    put(
        tmp_path,
        "trail.json.gz",
        trail(*(event(name, userIdentity={"accessKeyId": key}) for name, key in keys.items())),
    )
    put(tmp_path, "log.json.gz", gzip.compress(lines(logged(name) for name in keys)))
    found = {name: row["api_key_id"] for name, row in land(tmp_path).by_id.items()}
    assert found["one"] == found["same"] != found["other"]
    assert found["session"] is None
    assert not any(str(value).startswith("AKIA") for value in found.values())


def test_a_damaged_trail_is_told_and_costs_no_request(tmp_path: Path) -> None:
    put(tmp_path, "cut.json.gz", trail(event("r1"))[:-20])
    put(tmp_path, "broken.json", b'{"Records": [\n')
    put(tmp_path, "log.json.gz", gzip.compress(lines([logged("r1")])))
    landed = land(tmp_path)
    assert landed.by_id["r1"]["ip"] is None
    assert {name for name, _ in landed.reasons} == {"cut.json.gz", "broken.json"}
