"""What the run that holds a lake waits for, kept beside the lock for the others that would write."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from tasks.lake import Lake


@dataclass(frozen=True)
class Waiting:
    """A flow run that holds a lake until a person says what becomes of `day`; `server` is the address of its UI."""

    day: date
    run: str
    server: str
    since: datetime
    until: datetime

    def sentence(self, lake: Lake) -> str:
        """For whoever is refused the lake: who waits for what, from when to when, and how to answer."""
        return (
            f"flow run {self.run} holds the lake {lake} and waits for a person's word on {self.day}, since "
            f"{self.since:%Y-%m-%d %H:%M} and until {self.until:%Y-%m-%d %H:%M} UTC. Answer by the deployment approve, "
            f"by python -m flows.approve --lake {lake} --date {self.day} --answer publish|stop --who NAME --why TEXT, "
            f"or with Resume on {self.server}/v2/runs/flow-run/{self.run}; then start this one again"
        )


@contextmanager
def telling(lake: Lake, waiting: Waiting) -> Iterator[None]:
    """Let the others know for what this run, which holds the lake, waits as long as the block runs."""
    path = _note(lake)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(waiting), default=str))
    lake.keep(path)
    try:
        yield
    finally:
        forget_waiting(lake)


def waited_for(lake: Lake) -> Waiting | None:
    """What the run that holds the lake waits for; what one that died waited for, if nobody has held it since."""
    path = _note(lake)
    if lake.bucket:
        lake.forget()
        lake.bucket.bring(path)
    try:
        told = json.loads(path.read_text())
        times = {name: datetime.fromisoformat(told[name]) for name in ("since", "until")}
        return Waiting(date.fromisoformat(told["day"]), told["run"], told["server"], **times)
    except (OSError, ValueError, KeyError):
        return None


def forget_waiting(lake: Lake) -> None:
    """Take away what was told: by the run that waited, or by the next to hold the lake if that one died."""
    folder = _note(lake).parent
    shutil.rmtree(folder, ignore_errors=True)
    if lake.bucket:
        lake.bucket.remove(folder)


def _note(lake: Lake) -> Path:
    return lake.root / "_private" / "waiting" / "for.json"
