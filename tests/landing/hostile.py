"""A landing day in which every place that can hold a string holds one that must not get out."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa

from tests.landing.build import Row, account, lines, parquet, put, put_parquet, put_rows, request, said
from tests.landing.canaries import Canaries
from tests.landing.payloads import sample, varied

# Columns of a request, and of an account, that are strings.
_OPEN = ("user_agent", "tls_fingerprint", "model", "operation", "ip", "api_key_id", "account_id", "request_id")
_SIGN_UP = (
    *("organization", "email", "phone", "declared_country", "nationality", "payment_fingerprint", "device_id"),
    *("signup_ip", "signup_user_agent", "timezone", "plan", "verification_level", "id_document_hash"),
)


def hostile_day(root: Path) -> Canaries:
    """Deliver the day; gives what was planted."""
    planted = Canaries()
    put_rows(root, [request("good"), *_messages(planted), *_strings(planted, "request", _OPEN, request)])
    put_rows(root, _refused(planted), "refused.jsonl")
    put_rows(root, _payloads(planted), "payloads.jsonl")
    _broken_lines(root, planted)
    _columns(root, planted)
    _names(root, planted)
    put_rows(root, [account("good"), *_strings(planted, "account", _SIGN_UP, account)], "a.jsonl", "accounts")
    put_rows(root, [*_refused_accounts(planted)], "refused.jsonl", "accounts")
    put_rows(root, _actions(planted), "a.jsonl", "actions")
    return planted


def _messages(planted: Canaries) -> list[Row]:
    def row(name: str, messages: Any) -> Row:
        return request(f"m-{name}", messages=messages)

    text = planted.text
    parts = [{"type": "text", "text": text("message part")}, {"type": "file", "name": text("message file")}]
    return [
        row("content", said(text("message"), planted.mail("message mail"), planted.phone("message phone"))),
        row("long", said(text("message long") + " word" * 50)),
        row("parts", [{"role": "user", "content": parts}]),
        row("role", [{"role": text("message role"), "content": "x"}]),
        row("system", said(text("message system"), role="system")),
        row("field", [{"role": "user", "content": "x", text("message key"): text("message value")}]),
        row("text", text("messages text")),
        row("object", {"role": text("messages object")}),
    ]


def _strings(planted: Canaries, kind: str, columns: tuple[str, ...], make: Any) -> list[Row]:
    rows = []
    for column in columns:
        values = {
            "mail": planted.mail(f"{kind} {column} mail"),
            "mail inside": f"paypal:{planted.mail(f'{kind} {column} mail inside')} (contact)",
            "mail quoted": f'"{planted.text(f"{kind} {column} mail quoted")}"@mail.example',
            "mail escaped": planted.mail(f"{kind} {column} mail escaped").replace("@", "%40"),
            "phone": planted.phone(f"{kind} {column} phone"),
            "phone spaced": planted.phone(f"{kind} {column} phone spaced", "tel: 00{} please"),
            "phone national": planted.phone(f"{kind} {column} phone national", "call {} please"),
            "phone local": planted.phone(f"{kind} {column} phone local", "call (0155) {} please"),
            "prompt": planted.text(f"{kind} {column} prompt"),
        }
        if column == "api_key_id":
            values["key"] = planted.word(f"{kind} {column} key", "sk-")
        for label, value in values.items():
            rows.append(make(f"{column}-{label}".replace(" ", "-")) | {column: value})
    return rows


def _refused(planted: Canaries) -> list[Row]:
    """Rows of a bad status, so that what quarantine keeps of them is seen."""
    rows = _strings(planted, "refused request", (*_OPEN, "organization"), request)
    rows = [row | {"status": 0} for row in rows]
    rows += [
        request(f"w-{column}", **{column: planted.text(f"wrong type {column}")})
        for column in ("ts", "input_tokens", "output_tokens", "status", "latency_ms", "tool_count", "stream")
    ]
    rows += [request(f"o-{column}", **{column: {"a": planted.text(f"object {column}")}}) for column in ("model", "ip")]
    return [*rows, request("u", status=0, **{planted.text("unknown key"): planted.text("unknown value")})]


def _payloads(planted: Canaries) -> list[Row]:
    payload = sample()[0]
    changes: dict[str, dict[str, Any]] = {
        "owner": {"metadata.user_api_key_user_id": planted.mail("payload owner")},
        "end-user": {"metadata.user_api_key_user_id": None, "end_user": planted.mail("payload end_user")},
        "owner-mail": {"metadata.user_api_key_user_email": planted.mail("payload owner's mail")},
        "alias": {"metadata.user_api_key_alias": planted.text("payload key alias")},
        "hash": {"metadata.user_api_key_hash": planted.word("payload key", "sk-")},
        "hash-owner": {
            "metadata.user_api_key_user_id": None,
            "metadata.user_api_key_hash": planted.word("payload key as the owner", "sk-"),
        },
        "error": {
            "error_str": planted.text("payload error"),
            "error_information.error_code": planted.text("payload code"),
        },
        "failed": {"status": "failure", "error_information.error_code": planted.text("payload failure")},
        "status": {"status": planted.text("payload status")},
        "reply": {"response": {"choices": planted.text("payload reply")}},
        "call-type": {"call_type": planted.text("payload call_type")},
        "start": {"startTime": planted.text("payload startTime")},
        "end": {"endTime": planted.text("payload endTime")},
        "messages": {"messages": planted.text("payload messages text")},
        "tools": {
            "messages": [{"role": "assistant", "content": None, "tool_calls": [planted.text("payload tool call")]}]
        },
    }
    rows = [varied(payload, f"p-{label}", change) for label, change in changes.items()]
    unknown = {planted.text("payload unknown key"): 1, planted.mail("payload unknown key mail"): 1}
    return [*rows, varied(payload, "p-unknown", {}) | unknown]


def _broken_lines(root: Path, planted: Canaries) -> None:
    broken = [
        planted.text("line of text"),
        '{"request_id": "b", "messages": "' + planted.text("line cut short"),
        json.dumps([planted.text("line that is a list")]),
        json.dumps(planted.mail("line that is a mail")),
        json.dumps(request("b1", messages=said(planted.text("line of two")))) * 2,
        '{"request_id": "\\ud800' + planted.text("line of a bad escape") + '"}',
    ]
    put(root, "broken.jsonl", "\n".join([json.dumps(request("b2")), *broken]).encode())
    put(root, "unreadable.parquet", planted.text("unreadable Parquet").encode())
    put(root, "unreadable.jsonl.gz", planted.text("unreadable gzip").encode())
    put(root, "unknown.csv", planted.text("unknown format").encode())


def _columns(root: Path, planted: Canaries) -> None:
    """Parquet columns of text in place of numbers, and of names that nobody knows."""
    for column in ("status", "input_tokens", "latency_ms", "stream", "ts"):
        row = request(f"c-{column}") | {column: planted.text(f"Parquet {column}")}
        put_parquet(root, parquet([row], types={column: pa.string()}), f"column-{column}.parquet")
    names = [planted.text("Parquet unknown name"), planted.mail("Parquet unknown name mail")]
    names += [planted.phone("Parquet unknown name phone")]
    table = parquet([request("c-names")])
    for name in names:
        table = table.append_column(name, pa.array([planted.text(f"Parquet unknown value {len(planted.planted)}")]))
    put_parquet(root, table, "names.parquet")
    put_parquet(
        root,
        parquet([request("c-m", messages=planted.text("Parquet messages text"))], types={"messages": pa.string()}),
        "m.parquet",
    )


def _names(root: Path, planted: Canaries) -> None:
    """Names of files and folders; each holds a row that is refused, so that the name is told."""
    names = {
        "mail": planted.mail("file name mail"),
        "phone": planted.phone("file name phone"),
        "prompt": planted.text("file name prompt"),
        "folder mail": planted.mail("folder name mail") + "/a",
    }
    for label, name in names.items():
        put(root, f"{name}.jsonl", lines([request(f"n-{label}", status=0)]))
    put(root, planted.mail("name of unknown format") + ".csv", b"a,b")


def _refused_accounts(planted: Canaries) -> list[Row]:
    rows = _strings(planted, "refused account", _SIGN_UP, account)
    rows = [row | {"created_at": None} for row in rows]
    return [*rows, account("created", created_at=planted.text("account created_at"))]


def _actions(planted: Canaries) -> list[Row]:
    action = {"account_id": "a", "ts": "2026-09-08T10:00:00Z", "action": "ban"}
    return [
        action | {"reason": f"wrote to {planted.mail('reason mail')} and {planted.phone('reason phone')}"},
        action | {"account_id": "b", "reason": f"asked: {planted.text('reason prompt')}"},
        action | {"account_id": planted.mail("action account")},
        action | {"action": planted.text("action word")},
        action | {"action": planted.mail("action word mail"), "reason": planted.text("refused reason")},
    ]
