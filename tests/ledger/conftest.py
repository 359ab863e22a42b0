"""Judged plainly, as in `tests/landing`: what is asked here is what the ledger counts."""

from tests.landing.conftest import plain_gate

__all__ = ["plain_gate"]
