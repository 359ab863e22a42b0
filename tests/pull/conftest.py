"""One server of each kind for all tests of pulling; each test makes a database of its own on it.

Landing is judged here as in its own tests.
"""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.landing.conftest import plain_gate
from tests.pull.gateways import Gateway
from tests.servers import Server, mariadb, postgres, sqlite

__all__ = ["plain_gate"]
KINDS = {"postgresql": postgres, "mysql": mariadb, "sqlite": sqlite}
_numbers = count(1)


def numbered() -> int:
    """A number that no database has yet."""
    return next(_numbers)


@pytest.fixture(scope="session", params=list(KINDS))
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of each kind in turn."""
    with KINDS[request.param]() as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_files() -> Iterator[Server]:
    """For what is the same with every kind."""
    with sqlite() as files:
        yield files


@pytest.fixture
def new_api(server: Server) -> Gateway:
    """The empty tables of new-api."""
    return Gateway.made("new_api", server, f"new_api_{numbered()}")


@pytest.fixture
def one_api(server: Server) -> Gateway:
    """The empty tables of one-api."""
    return Gateway.made("one_api", server, f"one_api_{numbered()}")


@pytest.fixture
def small(sqlite_files: Server) -> Gateway:
    """The empty tables of new-api in SQLite."""
    return Gateway.made("new_api", sqlite_files, f"small_{numbered()}")
