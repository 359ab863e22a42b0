"""Judged plainly, as in `tests/landing`: what is asked here is what is made again, and whether it is the same."""

from tests.landing.conftest import plain_gate

__all__ = ["plain_gate"]
