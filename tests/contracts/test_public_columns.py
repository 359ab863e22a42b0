"""What CONTRACT.md promises to others, spelled out here apart from the declarations."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.stage.lakes import DAYS

TEXT, WHOLE, REAL = pa.string(), pa.int64(), pa.float64()
TIME = pa.timestamp("us", tz="UTC")
WORDS = pa.list_(pa.string())

PUBLIC: dict[str, dict[str, pa.DataType]] = {
    "requests": {"request_id": TEXT, "ts": TIME, "account_id": TEXT},
    "quarantine": {"source_file": TEXT, "row_number": WHOLE, "reason": TEXT, "raw": TEXT},
    "account_days": {"account_id": TEXT, "requests": WHOLE},
    "campaigns": {
        "campaign_id": TEXT,
        "label": TEXT,
        "likelihood": REAL,
        "confidence": TEXT,
        "accounts": WHOLE,
        "requests": WHOLE,
        "output_tokens": WHOLE,
        "first_seen": TIME,
        "last_seen": TIME,
        "capabilities": WORDS,
        "evidence_families": WORDS,
        "attributed_to": TEXT,
    },
    "members": {"campaign_id": TEXT, "account_id": TEXT, "likelihood": REAL, "first_linked": TIME},
    "evidence": {
        "campaign_id": TEXT,
        "family": TEXT,
        "signal": TEXT,
        "supports": pa.bool_(),
        "statistic": REAL,
        "p_value": REAL,
        "accounts": WHOLE,
        "summary": TEXT,
    },
    "decisions": {
        "account_id": TEXT,
        "model": TEXT,
        "action": TEXT,
        "policy_id": TEXT,
        "reason": TEXT,
        "campaign_id": TEXT,
        "effective_from": TIME,
    },
}


@pytest.mark.parametrize("table", PUBLIC)
def test_every_public_column_is_in_the_file_with_its_type(finished: Path, table: str) -> None:
    schema = pq.read_schema(finished / table / f"dt={DAYS[0]}" / "part-0.parquet")
    found = {name: schema.field(name).type for name in PUBLIC[table] if name in schema.names}
    assert found == PUBLIC[table]


def test_the_day_of_account_days_comes_from_the_path(finished: Path) -> None:
    days = pq.read_table(finished / "account_days", partitioning="hive", columns=["dt"])["dt"]
    assert {str(day) for day in days.unique().to_pylist()} == {str(day) for day in DAYS}


def test_words_are_those_of_the_contract(finished: Path) -> None:
    campaigns = pq.read_table(finished / "campaigns").to_pylist()
    decisions = pq.read_table(finished / "decisions").to_pylist()
    assert {row["label"] for row in campaigns} <= {
        "distillation",
        "reseller",
        "credit_farm",
        "stolen_keys",
        "coordinated",
    }
    assert {row["confidence"] for row in campaigns} <= {"low", "moderate", "high"}
    assert {row["action"] for row in decisions} <= {
        "allow",
        "observe",
        "verify_identity",
        "limit",
        "review",
        "suspend",
        "deny",
    }
    assert all(len(set(row["evidence_families"]) - {"extraction", "geography"}) >= 2 for row in campaigns)
    assert all(0 <= row["likelihood"] <= 1 for row in campaigns)
