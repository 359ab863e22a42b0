"""Real lines of the sample's gateway log, and variations of them."""

import copy
import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.landing.build import DAY, Row

_LOG = Path(__file__).parents[2] / "data" / "sample" / "landing" / "requests" / f"dt={DAY}" / "payloads.jsonl.gz"


@cache
def sample() -> tuple[Row, ...]:
    """All payloads of the day."""
    with gzip.open(_LOG) as log:
        return tuple(json.loads(line) for line in log)


def varied(payload: Row, request_id: str, changes: dict[str, Any]) -> Row:
    """A copy under another id; `changes` are by dotted path, `...` takes the key out."""
    made = copy.deepcopy(payload) | {"id": request_id}
    for path, value in changes.items():
        *above, name = path.split(".")
        place = made
        for key in above:
            place = place[key]
        if value is ...:
            del place[name]
        else:
            place[name] = value
    return made
