"""Numbers with their nouns, in what people read."""


def counted(number: int, noun: str) -> str:
    """The number, with thousands set apart, and its noun: 1 day, 2,000 days.

    Args:
        number: How many there are.
        noun: For one of them; its last word takes an s for more.
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
