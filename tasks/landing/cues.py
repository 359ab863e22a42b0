"""The cues by which a prompt is put to a capability: one pattern that finds them, numbers that weigh each.

A linear model over the words and signs of `cues.toml`, shaped for the speed of landing: one look finds all cues of a
prompt, and one sum adds up their weights for all capabilities, packed into one number of ten bits each. A cue's
number is the sum of two entries of small tables, at two hashes of it (a graph without cycles, as in Majewski et al.
1996): one large table would cost ten times as much. The weights are set by hand and tuned on other people's prompts,
none of which is here.
"""

import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

FILE = Path(__file__).with_name("cues.toml")
# Entries of each table: about twice the cues, so that few sizes have to be tried.
_ENTRIES = 1_500
_FIELD_BITS = 10


@dataclass(frozen=True)
class Cues:
    """What the file says: `weights` by cue (lower case, without `*`), a packed number each; `limits` by name.

    `pattern_ascii` finds in a text of ASCII alone what `pattern` finds there.
    """

    capabilities: tuple[str, ...]
    weights: dict[str, int]
    pattern: str
    pattern_ascii: str
    limits: dict[str, int]


def read_cues() -> Cues:
    """The shipped cues; the order of the file's tables decides between capabilities that weigh the same."""
    content = tomllib.loads(FILE.read_text())
    limits = {name: value for name, value in content.items() if isinstance(value, int)}
    tables = {name: table for name, table in content.items() if isinstance(table, dict)}
    weights: dict[str, int] = {}
    for place, table in enumerate(tables.values()):
        for weight, cues in table.items():
            for cue in cues:
                found = cue.removesuffix("*")
                weights[found] = weights.get(found, 0) | int(weight) << _FIELD_BITS * place
    # In this order a cue stands before its own beginnings, so that the longest is found, and beside what begins alike,
    # which RE2 then follows as one.
    written = {cue for table in tables.values() for cues in table.values() for cue in cues}
    ordered = sorted(written, key=lambda cue: cue.removesuffix("*"), reverse=True)
    in_ascii = [cue for cue in ordered if cue.isascii()]
    return Cues(tuple(tables), weights, _pattern(ordered), _pattern(in_ascii), limits)


def install_cues(con: duckdb.DuckDBPyConnection) -> None:
    """Put the shipped pattern, weights and limits into variables of `con`, for the macros of `text.sql`."""
    cues = read_cues()
    hashed = con.execute("select hash(cue), cue from (select unnest(?) as cue)", [list(cues.weights)]).fetchall()
    for name, table in zip("ab", _tables({value: cues.weights[cue] for value, cue in hashed}), strict=True):
        con.execute(f"set variable cue_weights_{name} = ?::bigint[]", [table])
    con.execute("set variable cue_entries = len(getvariable('cue_weights_a'))")
    con.execute("set variable cue_pattern = ?", [cues.pattern])
    con.execute("set variable cue_pattern_ascii = ?", [cues.pattern_ascii])
    con.execute("set variable cue_capabilities = ?", [list(cues.capabilities)])
    for name, value in cues.limits.items():
        con.execute(f"set variable cue_{name} = {value}")


def _tables(weights: dict[int, int]) -> tuple[list[int], list[int]]:
    """Two tables of one size whose entries, by the last two digits of a hash to that base, add up to its weight."""
    for size in itertools.count(_ENTRIES):
        edges: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for value, weight in weights.items():
            one, other = value % size, size + value // size % size
            edges[one].append((other, weight))
            edges[other].append((one, weight))
        entries = _entries(edges)
        if entries is not None:
            return [entries.get(place, 0) for place in range(size)], [
                entries.get(size + place, 0) for place in range(size)
            ]
    raise AssertionError


def _entries(edges: Mapping[int, Sequence[tuple[int, int]]]) -> dict[int, int] | None:
    """Values of the nodes of which each edge's two add up to its weight, or None where a cycle forbids it."""
    entries: dict[int, int] = {}
    for start in edges:
        waiting = [] if start in entries else [start]
        entries.setdefault(start, 0)
        while waiting:
            node = waiting.pop()
            for other, weight in edges[node]:
                if other not in entries:
                    entries[other] = weight - entries[node]
                    waiting.append(other)
                elif entries[node] + entries[other] != weight:
                    return None
    return entries


def _pattern(written: Sequence[str]) -> str:
    r"""All cues as one pattern of RE2, whose `\b` knows Latin letters without accents only: others stand without."""
    words = [_word(cue) for cue in written if re.match("[a-z0-9]", cue)]
    rest = [re.escape(cue.removesuffix("*")) for cue in written if not re.match("[a-z0-9]", cue)]
    return rf"(?i)\b(?:{'|'.join(words)})|{'|'.join(rest)}"


def _word(cue: str) -> str:
    return re.escape(cue.removesuffix("*")) + (r"\b" if re.search("[a-z0-9]$", cue) else "")
