"""Numbers with their nouns, in what people read."""


def counted(number: float, noun: str) -> str:
    """The number, with thousands set apart, and its noun: 1 day, 2,000 days.

    Args:
        number: How many there are.
        noun: For one of them; its last word takes an s for more.
    """
    told = f"{number:,}" if isinstance(number, int) else f"{number:g}"
    return f"{told} {noun}{'' if number == 1 else 's'}"
