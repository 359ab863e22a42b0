"""Likelihood in the words of ICD 203 (US intelligence community, 2015), never in one sentence with confidence."""

_WORDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even odds"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)


def likelihood_in_words(probability: float) -> str:
    """The term for a probability of 0 to 1."""
    return next(word for below, word in _WORDS if probability < below)
