"""What every stage's connection is set to."""

from multiprocessing import get_context
from pathlib import Path

from tasks.lake import Lake
from tasks.settings import load
from tasks.stage.connection import connection


def _draws_bars(root: Path) -> bool:
    with connection(Lake(root), load(None, {"lake": root})) as con:
        return bool(con.execute("select current_setting('enable_progress_bar')").fetchall()[0][0])


def test_no_bars_are_drawn_into_the_log_of_a_process_that_another_spawned(tmp_path: Path) -> None:
    with get_context("spawn").Pool(1) as others:
        assert others.apply(_draws_bars, (tmp_path,)) is False
