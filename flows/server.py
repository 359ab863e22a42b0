"""A Prefect server that does not answer, told in place of what its client makes of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL

from tasks.errors import PortcullisError


@contextmanager
def told_if_gone() -> Iterator[None]:
    """Say which server is gone, if that is why what runs inside failed.

    Raises:
        PortcullisError: it does not answer any more, or never did; a restart of a minute is waited for by Prefect.
    """
    try:
        yield
    except PortcullisError:
        raise
    except Exception:
        url = PREFECT_API_URL.value()
        if not url or _answers():
            raise
        raise PortcullisError(
            f"the Prefect server at {url} does not answer; nothing half done is published, and what was done is kept. "
            "Start it (make ui), or unset PREFECT_API_URL to run without one, then start this run again"
        ) from None


def _answers() -> bool:
    with get_client(sync_client=True) as client:
        return client.api_healthcheck() is None
