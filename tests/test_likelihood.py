"""Likelihood in the words of ICD 203, at each boundary."""

import pytest

from tasks.likelihood import likelihood_in_words


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.0, "almost no chance"),
        (0.049, "almost no chance"),
        (0.05, "very unlikely"),
        (0.199, "very unlikely"),
        (0.2, "unlikely"),
        (0.449, "unlikely"),
        (0.45, "roughly even odds"),
        (0.549, "roughly even odds"),
        (0.55, "likely"),
        (0.799, "likely"),
        (0.8, "very likely"),
        (0.949, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_word_at_boundary(probability: float, word: str) -> None:
    assert likelihood_in_words(probability) == word
