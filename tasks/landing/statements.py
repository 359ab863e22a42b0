"""The statement that takes rows of `landed` in: mapped, corrected, checked, cast, and the text turned into features."""

from dataclasses import dataclass

from tasks.contracts.declaration import Column, Table
from tasks.contracts.landing import LANDING_REQUESTS
from tasks.landing import checks
from tasks.sources.declaration import Source

# The parts of a request that come from its text, in REQUESTS' names, and the steps that make them.
TEXT_FEATURES = {
    "turns": "len(hashes)",
    "prompt_chars": "length_of_last",
    "opening": "if(asked[1] = asked[-1], item, item_of(hashes[asked[1]]))",
    "item": "item",
    "conversation": "case when hashes is not null then conversation_of(hashes) end",
    "prefixes": "prefixes_of(hashes, answers)",
    "conversation_chars": "list_sum(lengths)",
    "head": "head_of(last, length_of_last)",
    "tail": "tail_of(last, length_of_last)",
    "words": "words_of(last, length_of_last)",
    "asks_reasoning": "if(asks, asks_reasoning(last), asks)",
    "asks_grading": "if(asks, asks_grading(last), asks)",
    "has_code": "if(may_tell, has_code(last), may_tell)",
    "capability": "capability_of(tool_count, pictured, heaviest)",
}
_IDS = {"landing/requests": ("request_id", "account_id")}
# A proxy logs the header that it was given, which may be a list.
_CLEANED = {"ip": "client_address({})", "signup_ip": "client_address({})"}
# "And if it is empty?" is after what the conversation was begun for.
_WEIGHT_WITH_OPENING = """if(first is not null and finds_nothing(weight),
    weight_of(cues_of(first, length(first))), weight)"""
_HEAD = "source_file, row_number, refused_for, raw"


def columns(table: Table) -> list[tuple[str, str]]:
    """(name, DuckDB type) of what is taken of a row, but for its text."""
    return [(name, table[name].duckdb) for name, _ in checks.casts(table, frozenset())]


@dataclass(frozen=True)
class Mapped:
    """Files of one source: `typed` columns need no cast, `missing` ones are needed and not there, `days` are taken."""

    source: Source
    typed: frozenset[str]
    missing: tuple[str, ...]
    days: str

    @property
    def table(self) -> Table:
        """The landing table."""
        return self.source.table


def accepted(mapped: Mapped) -> str:
    """The rows of `landed` that can be taken, and those that are no customer's, without their content."""
    rows = _cast(mapped, mapped.source.mapping, "if(left_out, 'left_out', null)", "null::varchar")
    return _with_text(mapped.table, f"{rows} where left_out or ({_against(mapped)}) is null")


def refused(mapped: Mapped) -> str:
    """The rows of a numbered `landed` that cannot be taken, each with its reason."""
    reasons = f"select *, {_against(mapped)} as refused_for from ({mapped.source.mapping})"
    rows = _cast(mapped, reasons, "refused_for", _raw(mapped.table))
    return _with_text(mapped.table, f"{rows} where refused_for <> 'left_out'", text=False)


def every(mapped: Mapped, *, corrected: bool) -> str:
    """All rows of a numbered `landed`, taken or refused; with `corrected`, what people put right goes first."""
    query = _corrected(mapped.table, mapped.source.mapping) if corrected else mapped.source.mapping
    reasons = f"select *, {_against(mapped)} as refused_for from ({query})"
    raw = f"case when refused_for is not null then {_raw(mapped.table)} end"
    return _with_text(mapped.table, _cast(mapped, reasons, "refused_for", raw))


def _corrected(table: Table, mapping: str) -> str:
    """Rows with each corrected column in place of the landed one; a row that was broken is what its correction says."""
    put_right = ", ".join(
        f'coalesce(correction."{column.name}", mapped."{column.name}"::varchar) as "{column.name}"'
        for column in table.columns
        if column.privacy != "text"
    )
    return (
        f"select mapped.* replace (mapped.broken and correction.path is null as broken, {put_right}) "
        f'from ({mapping}) as mapped left join "corrections {table.name}" as correction '
        "on correction.path = mapped.source_file and correction.row_number = mapped.row_number"
    )


def _against(mapped: Mapped) -> str:
    """The first reason against a row, or null."""
    ids = _IDS.get(mapped.table.name, ("account_id",))
    reason = checks.reason(mapped.table, mapped.typed, mapped.missing, ids)
    if mapped.table is not LANDING_REQUESTS:
        return reason
    ts = dict(checks.casts(mapped.table, mapped.typed))["ts"]
    return f"coalesce({reason}, case when {ts}::date not between {mapped.days} then 'other_day: ts' end)"


def _cast(mapped: Mapped, rows: str, refused_for: str, raw: str) -> str:
    cast = ", ".join(
        f'{_CLEANED.get(name, "{}").format(expression)} as "{name}"'
        for name, expression in checks.casts(mapped.table, mapped.typed)
    )
    text = ""
    if mapped.table is LANDING_REQUESTS:
        text = f", case when len(messages) > 0 and ({refused_for}) is null then messages end as messages"
    return f"select source_file, row_number, {refused_for} as refused_for, {raw} as raw, {cast}{text} from ({rows})"


def _with_text(table: Table, rows: str, text: bool = True) -> str:
    """`rows` with features in place of messages. Each step is taken once for a row, then used many times."""
    if table is not LANDING_REQUESTS:
        return rows
    if not text:
        nothing = ", ".join(f"null as {name}" for name in TEXT_FEATURES)
        return f"select * exclude (messages), {nothing} from ({rows})"
    features = ", ".join(f"{expression} as {name}" for name, expression in TEXT_FEATURES.items())
    kept = ", ".join(f'"{name}"' for name, _ in columns(table))
    return f"""
        select {_HEAD}, {kept}, {features}
        from (
            select *, case when last is not null then heaviest(weight_with_opening) end as heaviest
            from (
            select *, if(may_tell, asks_something(last), may_tell) as asks,
                   {_WEIGHT_WITH_OPENING} as weight_with_opening
            from (
                select *, item_of(hashes[asked[-1]]) as item, may_tell_something(last) as may_tell,
                       weight_of(cues_of(last, length_of_last)) as weight
                from (
                    select * exclude (messages), lengths[asked[-1]] as length_of_last,
                           case when len(asked) > 0 then plain(messages[asked[-1]].content) end as last,
                           case when len(asked) > 1 then plain(messages[asked[1]].content) end as first,
                           shows_image(messages[asked[-1]].content) as pictured
                    from (
                        select *, message_hashes(messages) as hashes, message_lengths(messages) as lengths,
                               places_of(messages, 'user') as asked, places_of(messages, 'assistant') as answers
                        from ({rows}))))))"""


def _raw(table: Table) -> str:
    """Short ids, times and numbers of a row as JSON; what may hold text or contact details is left out."""
    kept = [column for column in table.columns if column.privacy in ("open", "pseudonym")]
    return "to_json({" + ", ".join(f"'{column.name}': {_shown(column)}" for column in kept) + "})::varchar"


def _shown(column: Column) -> str:
    keyed = column.privacy == "pseudonym" and column.name != "account_id"
    return f"keyed_value('{column.name}', \"{column.name}\")" if keyed else f'shown("{column.name}"::varchar)'
