"""The one mechanism that makes a function or an SQL file a stage.

A stage says what it reads, what it writes and how far it looks back. It never sees a path or a clock: it is
given a DuckDB connection with its inputs as views and gives back queries. Around that, here: skip what is up to
date, write to a scratch folder, cast to the declaration, let the gate judge, flush, stage, note what it was
made from. Calling a stage inside a flow runs it as a Prefect task.
"""

import hashlib
import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Failed
from pydantic import BaseModel

from tasks.contracts.declaration import Table
from tasks.errors import BucketFailedError, CallError, GateRefusedError, PortcullisError, StageFailedError
from tasks.gates import judge, make_ready
from tasks.gates.artifact import publish_verdicts
from tasks.gates.rules import Rule, Verdict, table_rules
from tasks.lake import PART, Partition, file_digest
from tasks.lake.key import fingerprint_key, key_id
from tasks.lake.manifest import NAME as MANIFEST
from tasks.lake.manifest import Manifest
from tasks.settings import Fingerprint, Settings
from tasks.stage.code import code_digest
from tasks.stage.connection import connection, open_inputs
from tasks.stage.reads import Read, all_to_date, belonging, newest_before, newest_to_date, today, window
from tasks.stage.work import Outcome, Outputs, Run, Work
from tasks.stage.write import Written, write

__all__ = [
    "Outcome",
    "Outputs",
    "Run",
    "Stage",
    "Work",
    "all_to_date",
    "belonging",
    "newest_before",
    "newest_to_date",
    "sql",
    "stage",
    "today",
    "window",
]


@dataclass(frozen=True)
class Stage:
    """A declared stage. `sentence` with the day makes the name of its task run."""

    name: str
    sentence: str
    function: Callable[[Work], Outputs]
    reads: tuple[Read, ...]
    writes: tuple[Table, ...]
    lands: tuple[Table, ...] = ()
    settings: tuple[type[BaseModel], ...] = ()
    reference: Callable[[Settings], tuple[Path, ...]] | None = None
    facts: Callable[[Settings], tuple[Rule, ...]] | None = None

    @property
    def lookback_days(self) -> int:
        """How many days before its own this stage reads."""
        return max((read.first for read in self.reads), default=0)

    def __reduce__(self) -> Any:
        """In another process it is the one declared there: tables are told apart by which object they are."""
        return _declared, (self.function.__module__, self.name)

    def __call__(self, run: Run, again: bool = False) -> Outcome:
        """Run as a Prefect task of the flow that calls it."""
        # A failed state is given back, not raised, by a task that returns one.
        outcome = self._task(run, again, return_state=True).result(raise_on_failure=False)
        if isinstance(outcome, BaseException):
            raise outcome
        assert isinstance(outcome, Outcome)  # noqa: S101 - for the type checker: a stage gives nothing else
        return outcome

    def up_to_date(self, run: Run) -> Outcome | None:
        """The outcome of doing nothing, if inputs, code, settings and reference are those of the output."""
        found = self._outputs(run)
        if found is None:
            return None
        fingerprint = _digest(self._made_from(run, self._inputs(run)))
        if any(partition.manifest.fingerprint != fingerprint for partition in found):
            return None
        return self._untouched(found)

    def stale(self, run: Run) -> bool:
        """Whether the output is to be made again; landed files that are older than it are not read for that."""
        found = self._outputs(run)
        if found is None:
            return True
        written = min(each.path.with_name(MANIFEST).stat().st_mtime for each in found)
        if any(run.lake.landed_at(table, run.day) >= written for table in self.lands):
            return self.up_to_date(run) is None
        noted = found[0].manifest.inputs
        landed = {name: noted[name] for name in noted if name.startswith("landing/")}
        fingerprint = _digest(self._made_from(run, landed | self._read_inputs(run)))
        return any(partition.manifest.fingerprint != fingerprint for partition in found)

    def as_it_stands(self, run: Run) -> Outcome:
        """The outcome of leaving the output alone, whatever it was made from.

        Raises:
            CallError: there is none.
        """
        if found := self._outputs(run):
            return self._untouched(found)
        raise CallError(f"{run.day} has no {self.writes[0].name} yet: let stage {self.name} run too")

    def run(self, run: Run, again: bool = False) -> Outcome:
        """Compute, judge and stage the day's output, or find it up to date unless it is to be made `again`.

        Raises:
            GateRefusedError: a critical rule did not pass; nothing was staged.
        """
        if not again and (outcome := self.up_to_date(run)):
            return outcome
        started = time.monotonic()
        make_ready()
        try:
            written, outputs, inputs = self._compute(run)
            verdicts = self._judge(run, written, outputs)
            self._refuse_if_broken(run, written, outputs, verdicts)
            manifests = {table: self._manifest(run, table, written[table], outputs, inputs) for table in self.writes}
            for table, manifest in manifests.items():
                manifest.write(written[table].folder)
                run.lake.stage(table, run.day, written[table].folder)
        except (duckdb.Error, OSError) as error:
            raise StageFailedError(self.name, run.day, run.lake, error) from None
        seconds = time.monotonic() - started
        by_name = {table.name: manifest for table, manifest in manifests.items()}
        return Outcome(self.name, True, by_name, tuple(verdicts), seconds)

    def _compute(self, run: Run) -> tuple[dict[Table, Written], Outputs, dict[str, str]]:
        """Call the function on its inputs and write what it gives, each table into a scratch folder."""
        scratch = {table: run.lake.scratch(table, run.day) for table in self.writes}
        with connection(run.lake, run.settings) as con:
            inputs = self._landed_inputs(run) | open_inputs(con, run.lake, self.reads, run.day)
            outputs = self.function(self._work(run, con))
            written = {table: write(con, table, outputs.tables[table], scratch[table]) for table in self.writes}
            if outputs.settle:
                settled = outputs.settle({table.name: each.rows for table, each in written.items()})
                outputs = replace(outputs, facts={**outputs.facts, **settled})
        return written, outputs, inputs

    @cached_property
    def _task(self) -> Any:
        def run_stage(run: Run, again: bool) -> Any:
            try:
                outcome = self.run(run, again)
            except PortcullisError as error:
                if isinstance(error, GateRefusedError):
                    publish_verdicts(self.name, run.day, error.verdicts)
                # A state in place of a raised error: the message is the point, a traceback says nothing more.
                return Failed(message=str(error), data=error)
            if outcome.computed:
                publish_verdicts(self.name, run.day, outcome.verdicts)
            get_run_logger().info("%s %s", run.day, outcome.sentence)
            return outcome

        return task(
            name=self.name,
            description=self.sentence,
            task_run_name=f"{self.sentence}, {{run.day}}",
            cache_policy=NO_CACHE,
            persist_result=False,
            # A gate that refused would refuse again; a disk or a network may come back.
            retries=2,
            retry_delay_seconds=5,
            retry_condition_fn=_storage_failed,
        )(run_stage)

    def _work(self, run: Run, con: duckdb.DuckDBPyConnection) -> Work:
        landed = {table.name: run.lake.landed(table, run.day) for table in self.lands}
        return Work(con, run.day, landed, self._sections(run.settings), self._key(run), run.settings.memory_bytes)

    def _sections(self, settings: Settings) -> tuple[BaseModel, ...]:
        values = (getattr(settings, name) for name in type(settings).model_fields)
        return tuple(value for value in values if isinstance(value, self.settings))

    def _key(self, run: Run) -> bytes:
        return fingerprint_key(run.lake.place, run.settings) if Fingerprint in self.settings else b""

    def _landed_inputs(self, run: Run) -> dict[str, str]:
        return {
            f"{table.name}/{run.day}/{file.label}": file.digest
            for table in self.lands
            for file in run.lake.landed(table, run.day)
        }

    def _inputs(self, run: Run) -> dict[str, str]:
        return self._landed_inputs(run) | self._read_inputs(run)

    def _read_inputs(self, run: Run) -> dict[str, str]:
        return {
            f"{read.table.name}/{day}": partition.manifest.digest
            for read in self.reads
            for day, partition in read.partitions(run.lake, run.day)
        }

    def _untouched(self, found: list[Partition]) -> Outcome:
        return Outcome(self.name, False, {each.manifest.table: each.manifest for each in found})

    def _outputs(self, run: Run) -> list[Partition] | None:
        found = [run.lake.current(table, run.day) for table in self.writes]
        return [each for each in found if each] if all(found) else None

    def _configuration(self, run: Run) -> str:
        sections = [
            section.model_dump(mode="json", exclude={"key", "key_file"}) for section in self._sections(run.settings)
        ]
        return _digest([sections, key_id(self._key(run)) if self._key(run) else None])

    def _reference(self, run: Run) -> str:
        return _digest([_reference_digest(path) for path in self.reference(run.settings)]) if self.reference else ""

    def _made_from(self, run: Run, inputs: Mapping[str, str]) -> list[Any]:
        declared = [repr(table) for table in self.writes]
        code = code_digest(self.function.__module__)
        return [dict(inputs), code, declared, self._configuration(run), self._reference(run)]

    def _judge(self, run: Run, written: Mapping[Table, Written], outputs: Outputs) -> list[Verdict]:
        metrics = {name: value for each in written.values() for name, value in each.metrics.items()}
        metrics |= {f"{self.name} {fact}": value for fact, value in outputs.facts.items()}
        rules = [rule for table in self.writes for rule in table_rules(table)]
        rules += self.facts(run.settings) if self.facts else ()
        against_before = self._volume(run, written) | self._emptied(run, written)
        rules = [*rules, *against_before]
        metrics |= {rule.metric: seen for rule, seen in against_before.items()}
        return judge(self.name, run.day, rules, metrics, run.lake.root / "_gates")

    def _volume(self, run: Run, written: Mapping[Table, Written]) -> dict[Rule, float | None]:
        table = self.writes[0]
        recent = run.lake.recent_rows(table, run.day)
        if len(recent) < 3 or not (usual := statistics.median(recent)):
            return {}
        text = "rows against the median of the last seven days"
        harm = "part of the day may be missing, or delivered twice"
        rule = Rule(table.name, "*", text, f"{table.name} {text}", harm, 0.5, 2, "warning")
        return {rule: written[table].rows / usual}

    def _emptied(self, run: Run, written: Mapping[Table, Written]) -> dict[Rule, float | None]:
        """A rule for each column that was filled the last time and is empty now, where five or more were to be seen."""
        found: dict[Rule, float | None] = {}
        for table, each in written.items():
            partition = run.lake.before(table, run.day)
            if partition is None or partition.manifest.rows == 0:
                continue
            for name, count in partition.manifest.filled.items():
                usual = count / partition.manifest.rows
                if usual * each.rows >= 5 and each.filled.get(name) == 0:
                    text = f"rows filled, where the day before had {count:,} of {partition.manifest.rows:,}"
                    harm = "the export may have lost it; evidence that needs it is silent"
                    rule = Rule(table.name, name, text, f"{table.name} {name}: {text}", harm, 1, None, "warning")
                    found[rule] = 0.0
        return found

    def _refuse_if_broken(
        self, run: Run, written: Mapping[Table, Written], outputs: Outputs, verdicts: list[Verdict]
    ) -> None:
        if all(verdict.word != "FAIL" for verdict in verdicts):
            return
        for table, each in written.items():
            run.lake.refuse(table, run.day, each.folder)
        quarantined = sorted(outputs.notes.get("quarantined", {}).items(), key=lambda item: -item[1])[:5]
        seen = "; ".join(f"{count:,} quarantined for {reason}" for reason, count in quarantined)
        raise GateRefusedError(self.name, run.day, run.lake, tuple(verdicts), seen)

    def _manifest(
        self, run: Run, table: Table, written: Written, outputs: Outputs, inputs: Mapping[str, str]
    ) -> Manifest:
        return Manifest(
            table=table.name,
            day=run.day.isoformat(),
            rows=written.rows,
            digest=written.digest,
            file=PART,
            bytes=(written.folder / PART).stat().st_size,
            stage=self.name,
            fingerprint=_digest(self._made_from(run, inputs)),
            inputs=dict(inputs),
            code=code_digest(self.function.__module__),
            configuration=self._configuration(run),
            reference=self._reference(run),
            version=version("portcullis"),
            facts=dict(outputs.facts),
            notes={name: dict(counts) for name, counts in outputs.notes.items()},
            filled=written.filled,
        )


def stage(  # noqa: PLR0913 - the declaration of a stage, read as a table
    *,
    sentence: str,
    reads: tuple[Read, ...] = (),
    writes: tuple[Table, ...],
    lands: tuple[Table, ...] = (),
    settings: tuple[type[BaseModel], ...] = (),
    reference: Callable[[Settings], tuple[Path, ...]] | None = None,
    facts: Callable[[Settings], tuple[Rule, ...]] | None = None,
) -> Callable[[Callable[[Work], Outputs]], Stage]:
    """Declare the decorated function a stage; see `Stage` for what each part means."""

    def declare(function: Callable[[Work], Outputs]) -> Stage:
        return Stage(function.__name__, sentence, function, reads, writes, lands, settings, reference, facts)

    return declare


def sql(module_file: str, name: str) -> str:
    """The text of the SQL file `name` beside the module."""
    return Path(module_file).with_name(f"{name}.sql").read_text()


def _declared(module: str, name: str) -> Stage:
    found: Stage = getattr(import_module(module), name)
    return found


def _reference_digest(path: Path) -> str:
    try:
        return file_digest(path)
    except OSError as error:
        raise CallError(f"the reference file {path} cannot be read ({error.strerror}); name one that can") from None


def _storage_failed(_task: object, _run: object, state: Any) -> bool:
    error = state.result(raise_on_failure=False)
    return isinstance(error, StageFailedError | BucketFailedError) and error.storage


def _digest(value: object) -> str:
    return hashlib.blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=16).hexdigest()
