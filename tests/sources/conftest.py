"""Landing is judged here as in its own tests."""

from tests.landing.conftest import plain_gate

__all__ = ["plain_gate"]
