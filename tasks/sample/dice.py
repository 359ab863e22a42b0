"""The one place where chance comes from: streams that repeat for the same name."""

import random


def dice(*name: object) -> random.Random:
    """Return a generator that gives the same draws whenever the name is the same."""
    return random.Random("/".join(map(str, name)))  # noqa: S311 - a made-up world holds no secrets
