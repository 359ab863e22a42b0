"""How far a backfill says it has come."""

from tasks.backfills.progress import Progress


def test_nothing_is_foretold_before_a_day_was_run() -> None:
    progress = Progress(4)
    progress.day(None)
    assert (progress.percent, progress.sentence) == (25.0, "1 of 4 days is done")


def test_time_left_is_that_of_days_that_were_run() -> None:
    progress = Progress(14)
    for seconds in (None, 60.0, 1000.0, 60.0):
        progress.day(seconds)
    assert progress.sentence == "4 of 14 days are done; about 10 minutes left"


def test_short_and_long_times_are_told_apart() -> None:
    told = []
    for seconds in (0.1, 40.0, 5000.0):
        progress = Progress(3)
        progress.day(seconds)
        told.append(progress.sentence.split("; ")[1])
    assert told == ["about 10 seconds left", "about 80 seconds left", "about 2.8 hours left"]


def test_days_that_late_requests_add_do_not_pass_all() -> None:
    progress = Progress(1)
    for _ in range(3):
        progress.day(5.0)
    assert (progress.percent, progress.sentence) == (100.0, "3 of 3 days are done")


def test_the_share_is_one_that_can_be_read() -> None:
    progress = Progress(14)
    for _ in range(4):
        progress.day(None)
    assert progress.percent == 28.6
