"""Runs a day in a child and kills it: `python -m tests.lake.killed DAY`, then a line for each try.

`LAKE after SECONDS` kills the child that many seconds on; `LAKE at NUMBER` at its NUMBERth rename of a file or folder,
before that is done. The answer is `killed`, or `ended` where the day was done before.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tasks.gates import suite  # noqa: F401 - seconds that no child has to spend again
from tests.lake.holder import say
from tests.stage.lakes import run_day


def _die_at(number: int) -> None:
    seen = 0

    def counting(original: Callable[..., Any]) -> Callable[..., Any]:
        def rename(*given: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*given)

        return rename

    setattr(Path, "rename", counting(Path.rename))  # noqa: B010 - a method of a class of others
    setattr(Path, "replace", counting(Path.replace))  # noqa: B010


def _try(lake: Path, day: date, how: str, value: str) -> str:
    child = os.fork()
    if not child:
        if how == "at":
            _die_at(int(value))
        run_day(lake, day)
        os._exit(0)
    if how == "after":
        time.sleep(float(value))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else "ended"


if __name__ == "__main__":
    say("ready")
    for line in sys.stdin:
        root, how, value = line.split()
        say(_try(Path(root), date.fromisoformat(sys.argv[1]), how, value))
