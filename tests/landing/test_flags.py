"""What a prompt asks for, in several languages; and sentences with the same words that ask for nothing of it."""

from collections.abc import Iterator

import duckdb
import pytest

from tasks.landing.keyed import install_macros

REASONING = [
    "Solve it step by step.",
    "Think out loud while you work.",
    "Show me all your reasoning before the answer.",
    "Write out every step of the derivation.",
    "Give the complete reasoning between <steps> and </steps>.",
    "Use a chain-of-thought.",
    "Rechne es Schritt für Schritt vor.",
    "Résous-le étape par étape.",
    "Resuélvelo paso a paso.",
    "Resolva passo a passo.",
    "Реши шаг за шагом.",
    "请一步一步地解答。",
    "请写出完整的推理过程",
    "ステップごとに説明してください",
    "단계별로 풀어 주세요",
]
GRADING = [
    "Grade the answer below.",
    "Score this essay on a scale of 1 to 10.",
    "Use the rubric to judge it.",
    "Evaluate these two responses.",
    "请给这个答案打分",
    "请按标准评分",
    "Bewerte die Antwort.",
    "Califica la respuesta.",
    "Оцени ответ.",
    "この回答を採点して",
    "이 답을 채점해 줘",
]
CODE = [
    "```\nx = 1\n```",
    "Write it in Python.",
    "def solve(x): return x",
    "Why does #include fail?",
    "Refactor this and add a unit test.",
    "select from where in SQL",
    "const f = () => { return 1 }",
    "用 Python 写一个排序",
]
NEITHER = [
    "",
    "What is the capital of Peru?",
    "Translate into Portuguese: we arrive at 5 in the evening",
    "How do I bake bread?",
    "Wie wird das Wetter morgen?",
    "明天天气怎么样",
    "Merci pour votre réponse.",
    "Какая завтра погода",
    "The first step is the hardest, my mother says.",
    "Which grade of steel is used for bridges?",
    "I drink from the rusty teapot, at noon",
]
ORDINARY = {
    "A swift answer, please.": "code",
    "She wore a ruby ring.": "code",
    "What are the import duties on tea?": "code",
    "Compile a list of rivers.": "code",
    "All my thoughts are with you.": "reasoning",
    "Does every working day count?": "reasoning",
    "Would you rate the hotel as clean?": "grading",
}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the macros."""
    with duckdb.connect() as opened:
        install_macros(opened, b"k" * 32)
        yield opened


def _flags(con: duckdb.DuckDBPyConnection, prompt: str) -> dict[str, bool]:
    row = con.execute("select asks_reasoning($1), asks_grading($1), has_code($1)", [prompt]).fetchone()
    assert row is not None
    return dict(zip(("reasoning", "grading", "code"), row, strict=True))


@pytest.mark.parametrize(
    ("flag", "prompt"),
    [
        (flag, prompt)
        for flag, prompts in [("reasoning", REASONING), ("grading", GRADING), ("code", CODE)]
        for prompt in prompts
    ],
)
def test_fires(con: duckdb.DuckDBPyConnection, flag: str, prompt: str) -> None:
    assert _flags(con, prompt)[flag] is True


@pytest.mark.parametrize("prompt", NEITHER)
def test_does_not_fire(con: duckdb.DuckDBPyConnection, prompt: str) -> None:
    assert [flag for flag, fired in _flags(con, prompt).items() if fired] == []


@pytest.mark.parametrize("prompt", ORDINARY)
def test_ordinary_words_do_not_fire(con: duckdb.DuckDBPyConnection, prompt: str) -> None:
    assert _flags(con, prompt)[ORDINARY[prompt]] is False


@pytest.mark.parametrize("prompt", [*REASONING, *GRADING, *CODE, *ORDINARY])
def test_the_look_before_the_looks_misses_none(con: duckdb.DuckDBPyConnection, prompt: str) -> None:
    found = con.execute("select may_tell_something($1)", [prompt]).fetchall()
    assert found == [(True,)] or not any(_flags(con, prompt).values())
