"""What a stage reads: which table, and how far back from its own day."""

from dataclasses import dataclass
from datetime import date, timedelta

from tasks.contracts.declaration import Table
from tasks.lake import Lake, Partition


@dataclass(frozen=True)
class Read:
    """A table as a view named `view`: the days from `first` to `last` days before the stage's day.

    With `newest`, only the newest of these partitions; with `filled`, only those that hold a row; with `noted`,
    only those whose note of this name speaks of the stage's day. A negative number of days lies after it. With
    `ever`, every day published up to the stage's own, however long ago.
    """

    table: Table
    view: str
    first: int = 0
    last: int = 0
    newest: bool = False
    filled: bool = False
    noted: str = ""
    ever: bool = False

    def partitions(self, lake: Lake, day: date) -> list[tuple[date, Partition]]:
        """The whole partitions in reach, oldest first; days that are not there are left out."""
        reach = [day - timedelta(days=back) for back in range(self.first, self.last - 1, -1)]
        days = [each for each in lake.published_days(self.table) if each <= day] if self.ever else reach
        # Only the stage's own day may come from staging: an earlier day that was refused is not to be read.
        found = [
            (each, lake.current(self.table, each) if each == day else lake.published(self.table, each)) for each in days
        ]
        whole = [(each, part) for each, part in found if part and (part.manifest.rows or not self.filled)]
        if self.noted:
            whole = [(each, part) for each, part in whole if str(day) in part.manifest.notes.get(self.noted, {})]
        return whole[-1:] if self.newest else whole


def today(table: Table) -> Read:
    """The stage's own day."""
    return Read(table, table.name)


def window(table: Table, days: int) -> Read:
    """The `days` days that end with the stage's own; the view has the column `dt` besides the table's."""
    return Read(table, table.name, first=days - 1)


def all_to_date(table: Table) -> Read:
    """Every day published up to the stage's own; the view has the column `dt` besides the table's."""
    return Read(table, table.name, ever=True)


def belonging(table: Table, *, before: int, after: int) -> Read:
    """What the days from `before` days before to `after` days after noted, under the table's name, for this day."""
    return Read(table, table.name, first=before, last=-after, noted=table.name)


def newest_before(table: Table, days: int) -> Read:
    """The newest partition of the `days` days before, as a view named `previous_TABLE`."""
    return Read(table, f"previous_{table.name}", first=days, last=1, newest=True)


def newest_to_date(table: Table, days: int) -> Read:
    """The newest partition that holds anything of the `days` days that end with the stage's own."""
    return Read(table, table.name, first=days - 1, newest=True, filled=True)
