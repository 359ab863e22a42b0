"""The same content gives the same digests: in another lake, in another order, in other files."""

import random
from pathlib import Path

import pyarrow.parquet as pq

from tests.stage.lakes import DAYS, digests, land, payloads, read_lines, run_days, write_lines


def test_another_lake_of_the_same_user(finished: Path, tmp_path: Path) -> None:
    root = land(tmp_path / "other" / "lake")
    run_days(root, DAYS[:1])
    assert digests(root, DAYS[:1]) == digests(finished, DAYS[:1])


def test_shuffled_rows_in_other_files(finished: Path, tmp_path: Path) -> None:
    root = land(tmp_path / "lake")
    dice = random.Random(7)
    for day in DAYS[:2]:
        log = payloads(root, day)
        lines = read_lines(log)
        log.unlink()
        dice.shuffle(lines)
        parts = dice.randrange(2, 6)
        for part in range(parts):
            write_lines(log.with_name(f"hour-{part}.jsonl.gz"), lines[part::parts])
        snapshot = root / "landing" / "accounts" / f"dt={day}" / "accounts.parquet"
        accounts = pq.read_table(snapshot)
        snapshot.unlink()
        order = list(range(len(accounts)))
        dice.shuffle(order)
        (snapshot.parent / "more").mkdir()
        pq.write_table(accounts.take(order[:50]), snapshot.parent / "more" / "b.parquet")
        pq.write_table(accounts.take(order[50:]), snapshot.parent / "a.parquet", row_group_size=20)
    run_days(root, DAYS[:2], threads=1)
    assert digests(root, DAYS[:2]) == digests(finished, DAYS[:2])
