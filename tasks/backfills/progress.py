"""How far a backfill has come and how long the rest will take, as days that were run so far tell."""

import statistics
from dataclasses import dataclass, field

from tasks.counted import counted


@dataclass
class Progress:
    """`planned` is how many days there are; `seconds` what each took that was run, skipped ones left out."""

    planned: int
    done: int = 0
    seconds: list[float] = field(default_factory=list)

    def day(self, seconds: float | None) -> None:
        """Count a day; `seconds` is None where nothing had to be done."""
        self.done += 1
        if seconds is not None:
            self.seconds.append(seconds)

    @property
    def percent(self) -> float:
        """Share of the days that are done, 0 to 100, as the UI prints it; late requests can add days to a plan."""
        return min(100.0, round(100.0 * self.done / max(self.planned, 1), 1))

    @property
    def sentence(self) -> str:
        """Days done, and the time left if every other day takes as long as half of those before took at most."""
        left = max(self.planned - self.done, 0)
        told = f"{self.done} of {counted(max(self.planned, self.done), 'day')} {'is' if self.done == 1 else 'are'} done"
        if not left or not self.seconds:
            return told
        return f"{told}; about {_in_words(left * statistics.median(self.seconds[-10:]))} left"


def _in_words(seconds: float) -> str:
    if seconds < 90:
        return f"{max(round(seconds / 10) * 10, 10)} seconds"
    return f"{round(seconds / 60)} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
