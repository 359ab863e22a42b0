"""One queue dealt out is told; people, users of one set, and people of one language are not."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pytest

import tasks.campaigns
import tasks.corpora
from tasks.campaigns.queues import queue_chances, read_openings
from tasks.stage import sql

PROMPTS = sql(tasks.campaigns.__file__, "queues")
OPENINGS = sql(tasks.corpora.__file__, "openings")
PEOPLE, ACCOUNTS, EACH = 100, 20, 16


class Talk:
    """Openings of conversations, as rows of `requests`; a subject is a set of words that are drawn from."""

    def __init__(self) -> None:
        self.dice = np.random.default_rng(7)
        self.rows: list[dict[str, object]] = []
        self.common = self.dice.choice(4096, 400, replace=False)

    def subject(self) -> list[int]:
        """Sixty words."""
        return [int(word) for word in self.dice.integers(0, 4096, 60)]

    def prompt(self, subject: list[int]) -> list[int]:
        """Eight words of a subject and four that everybody uses."""
        drawn = self.dice.random(12)
        return [subject[int(60 * at)] for at in drawn[:8]] + [int(self.common[int(300 * at)]) for at in drawn[8:]]

    def ask(self, account: str, words: list[int], item: int | None = None, **given: object) -> None:
        """One opening; `item` says which, unless it is one of its own."""
        number = len(self.rows)
        said = number + 1_000_000 if item is None else item
        self.rows.append(
            {"request_id": f"r{number}", "account_id": account, "item": said, "opening": said, "status": 200}
            | {"words": words}
            | given
        )

    def person(self, account: str, prompts: int = EACH) -> None:
        """An account with three interests of its own."""
        mine = [self.subject() for _ in range(3)]
        for number in range(prompts):
            self.ask(account, self.prompt(mine[number % 3]))

    def chances(self, accounts: list[str]) -> pd.DataFrame:
        """The test's row on a group."""
        with duckdb.connect() as con:
            con.register("said", pd.DataFrame(self.rows))
            con.execute("create table requests as select * replace (words::usmallint[] as words) from said")
            con.execute("set variable sampled_openings = 16")
            con.execute(f"create table openings as select *, date '2026-09-07' as dt from ({OPENINGS})")
            dealt = pd.DataFrame({"group_id": "g", "account_id": accounts})
            con.register("groups", dealt)
            return queue_chances(read_openings(con, PROMPTS), dealt)


@pytest.fixture
def talk() -> Iterator[Talk]:
    """People who have nothing to do with each other."""
    found = Talk()
    for number in range(PEOPLE):
        found.person(f"person{number:03}")
    yield found


MEMBERS = [f"member{number:02}" for number in range(ACCOUNTS)]


def test_one_queue_with_cover_is_told(talk: Talk) -> None:
    """Half of each account is a person's own traffic; the rest is of one queue, each task once."""
    queue = talk.subject()
    for member in MEMBERS:
        talk.person(member, EACH // 2)
        for _ in range(EACH // 2):
            talk.ask(member, talk.prompt(queue))
    found = talk.chances(MEMBERS).iloc[0]
    assert (found["family"], found["signal"], found["cohort"]) == ("content", "one_queue", ACCOUNTS)
    assert found["p_value"] < 0.01
    assert 1 - found["statistic"] > 2 * (1 - found["usual"])


def test_strangers_are_not_told(talk: Talk) -> None:
    assert talk.chances([f"person{number:03}" for number in range(ACCOUNTS)])["p_value"].iloc[0] > 0.05


def test_users_of_one_set_are_not_told_however_alike(talk: Talk) -> None:
    """Each draws for itself from 400 tasks: as alike as a queue, but they repeat each other."""
    subject = talk.subject()
    tasks = [talk.prompt(subject) for _ in range(400)]
    for member in MEMBERS:
        for item in talk.dice.permutation(len(tasks))[:EACH].tolist():
            talk.ask(member, tasks[item], item)
    found = talk.chances(MEMBERS).iloc[0]
    assert 1 - found["statistic"] > 2 * (1 - found["usual"])
    assert found["p_value"] > 0.5


def test_a_language_explains_itself(talk: Talk) -> None:
    """Sixty have words in common that nobody else uses; twenty of them are no more alike than they are to the rest."""
    talk.common = np.setdiff1d(np.arange(4096), talk.common)[:300]
    speakers = [f"speaker{number:02}" for number in range(60)]
    for speaker in speakers:
        talk.person(speaker)
    assert talk.chances(speakers[:ACCOUNTS])["p_value"].iloc[0] > 0.05


def test_what_is_refused_or_follows_up_is_not_counted(talk: Talk) -> None:
    """A task refused at one account and sent again by another, and the same `go on` everywhere, are no repeats."""
    queue = talk.subject()
    for member, other in zip(MEMBERS, MEMBERS[1:] + MEMBERS[:1], strict=True):
        for number in range(EACH):
            words = talk.prompt(queue)
            talk.ask(member, words)
            talk.ask(other, words, int(talk.rows[-1]["item"]), status=429)  # type: ignore[call-overload]
            talk.ask(member, [1, 2, 3], 5 + number % 2, opening=4)
    found = talk.chances(MEMBERS).iloc[0]
    assert found["repeats"] == 0
    assert found["p_value"] < 0.01


def test_twice_gives_the_same_and_few_are_not_tested(talk: Talk) -> None:
    group = [f"person{number:03}" for number in range(ACCOUNTS)]
    pd.testing.assert_frame_equal(talk.chances(group), talk.chances(group))
    assert talk.chances(group[:4]).empty


def test_where_nobody_logs_text_nothing_is_tested() -> None:
    with duckdb.connect() as con:
        con.execute("create table openings (account_id varchar, item ubigint, words usmallint[], dt date)")
        con.execute("create table groups (group_id varchar, account_id varchar)")
        dealt = pd.DataFrame({"group_id": "g", "account_id": MEMBERS})
        assert queue_chances(read_openings(con, PROMPTS), dealt).empty
