"""What a gate asks: rules made from a table's declaration, and rules on what a stage counted of itself."""

from dataclasses import dataclass

from tasks.contracts.declaration import Severity, Table


@dataclass(frozen=True)
class Rule:
    """One measured number and the limits it must keep: `metric` names it, `sql` measures it on a written file.

    A rule on a stage's own counts has no `sql`. `harm` says what is wrong for a reader where it breaks.
    """

    table: str
    column: str
    text: str
    metric: str
    harm: str
    low: float | None = None
    high: float | None = None
    severity: Severity = "critical"
    sql: str = ""

    @property
    def limit(self) -> str:
        """The limit in words."""
        if self.low is not None and self.high is not None:
            return f"{_number(self.low)} to {_number(self.high)}"
        return f"at least {_number(self.low)}" if self.low is not None else f"at most {_number(self.high or 0)}"


@dataclass(frozen=True)
class Verdict:
    """What a rule saw; `seen` is None where nothing could be measured, which never passes."""

    rule: Rule
    seen: float | None
    passed: bool

    @property
    def word(self) -> str:
        """`pass`, `warn` or `FAIL`."""
        return "pass" if self.passed else ("FAIL" if self.rule.severity == "critical" else "warn")

    @property
    def seen_in_words(self) -> str:
        """The number seen, or that there was none."""
        return "nothing" if self.seen is None else _number(self.seen)

    @property
    def sentence(self) -> str:
        """Table, column, count and limit, for a message."""
        return (
            f"table {self.rule.table}, column {self.rule.column}: {self.rule.text}: "
            f"saw {self.seen_in_words}, limit {self.rule.limit} ({self.rule.harm})"
        )


def _number(value: float) -> str:
    """A count whole, a share with as many digits as tell."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.4g}"


def table_rules(table: Table) -> tuple[Rule, ...]:
    """The rules of a table's declaration; each counts rows that break it, so an empty table breaks none."""
    rules = [_rule(table, "*", "rows", "count(*)::double", "there is nothing to read", low=table.min_rows)]
    key = ", ".join(f'"{name}"' for name in table.key)
    rules.append(
        _rule(
            table,
            ", ".join(table.key),
            "rows that repeat a key",
            f"(count(*) - count(distinct row({key})))::double",
            "counts and joins would count rows twice",
            high=0,
        )
    )
    for column in table.columns:
        for text, predicate in column.broken:
            sql = f"count(*) filter (where {predicate})::double"
            harm = "readers rely on it"
            rules.append(
                _rule(
                    table,
                    column.name,
                    f"rows that break '{text}'",
                    sql,
                    harm,
                    high=0,
                    severity=column.severity,
                )
            )
        if column.filled is not None:
            sql = f'coalesce(count("{column.name}") / nullif(count(*), 0), 1)::double'
            harm = "evidence that needs it is silent"
            rules.append(_rule(table, column.name, "share filled", sql, harm, low=column.filled, severity="warning"))
    return tuple(rules)


def fact_rule(  # noqa: PLR0913 - a row of a stage's own rules, written once
    stage: str,
    fact: str,
    harm: str,
    *,
    low: float | None = None,
    high: float | None = None,
    severity: Severity = "critical",
) -> Rule:
    """A rule on the number `fact` that the stage counted of itself."""
    return Rule(stage, "*", fact.replace("_", " "), f"{stage} {fact}", harm, low, high, severity)


def _rule(  # noqa: PLR0913 - a row of the table above, written once
    table: Table,
    column: str,
    text: str,
    sql: str,
    harm: str,
    *,
    low: float | None = None,
    high: float | None = None,
    severity: Severity = "critical",
) -> Rule:
    metric = f"{table.name} {column}: {text}"
    return Rule(table.name, column, text, metric, harm, low, high, severity, sql)
