"""Rules as a Great Expectations suite, its validation, and the Data Docs built from the results."""

import fcntl
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.exceptions import DataContextError

from tasks.gates.rules import Rule, Verdict

logging.getLogger("great_expectations").setLevel(logging.WARNING)


# More than a store of one stage needs.
_PROBE_BYTES = 1 << 20


@cache
def context(folder: Path) -> Any:
    """The file context under `folder`, made on first use."""
    folder.mkdir(parents=True, exist_ok=True)
    found = gx.get_context(mode="file", project_root_dir=str(folder))
    found.variables.progress_bars = {"globally": False}
    return found


def validate(
    stage: str, day: date, rules: Sequence[Rule], metrics: Mapping[str, float | None], folder: Path
) -> list[Verdict]:
    """Validate the one-row profile `metrics`; a rule whose metric is missing or null does not pass."""
    with _alone(folder):
        return _validate_anew(stage, day, rules, metrics, folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Judge one after the other: a machine's workers share a store, of which each would see what others half wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "gx.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _validate_anew(
    stage: str, day: date, rules: Sequence[Rule], metrics: Mapping[str, float | None], folder: Path
) -> list[Verdict]:
    """Validate, in a store made anew where the one that is there can't be used."""
    try:
        return _validate(stage, day, rules, metrics, context(folder))
    except Exception:
        # A run that was killed may have left half a file in the store, which Great Expectations never gets over. The
        # store holds nothing that the suite is not made of; earlier results are lost with it.
        logging.getLogger(__name__).warning("the store of gates in %s could not be used and is made anew", folder)
        context.cache_clear()
        shutil.rmtree(folder / "gx", ignore_errors=True)
        try:
            return _validate(stage, day, rules, metrics, context(folder))
        except Exception:
            _refuse_if_full(folder)
            raise


def _refuse_if_full(folder: Path) -> None:
    """Raise what the disk says, if that is why nothing works: Great Expectations makes other errors of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(bytes(_PROBE_BYTES))


def _validate(
    stage: str, day: date, rules: Sequence[Rule], metrics: Mapping[str, float | None], found: Any
) -> list[Verdict]:
    definition = _definition(found, stage, rules)
    profile = pd.DataFrame([{rule.metric: metrics.get(rule.metric) for rule in rules}], dtype="float64")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = definition.run(batch_parameters={"dataframe": profile}, run_id=RunIdentifier(run_name=day.isoformat()))
    passed = {_name(each.expectation_config): bool(each.success) for each in result.results}
    return [Verdict(rule, metrics.get(rule.metric), passed.get((rule.metric, rule.severity), False)) for rule in rules]


def _definition(found: Any, stage: str, rules: Sequence[Rule]) -> Any:
    """The suite on its profile as it is stored, made anew for other rules only: that takes longer than the run."""
    expectations = [_expectation(rule) for rule in rules]
    try:
        stored = found.validation_definitions.get(stage)
        if [_asked(each) for each in stored.suite.expectations] == [_asked(each) for each in expectations]:
            return stored
    except DataContextError:
        pass
    # This stores the suite too.
    suite = gx.ExpectationSuite(name=stage, expectations=expectations)
    return found.validation_definitions.add_or_update(
        gx.ValidationDefinition(name=stage, data=_batch(found, stage), suite=suite)
    )


def _asked(expectation: Any) -> tuple[object, ...]:
    limits = expectation.min_value, expectation.max_value
    return expectation.column, *limits, _severity(expectation), expectation.meta


def _name(configuration: Any) -> tuple[str, str]:
    """A metric may have two limits: one that warns and one that refuses."""
    return configuration.kwargs["column"], _severity(configuration)


def _severity(of: Any) -> str:
    """It is read back as an enumeration, and as text from what was stored."""
    return str(getattr(of.severity, "value", of.severity))


def _expectation(rule: Rule) -> Any:
    return gxe.ExpectColumnMaxToBeBetween(
        column=rule.metric,
        min_value=rule.low,
        max_value=rule.high,
        severity=rule.severity,
        meta={"table": rule.table, "column": rule.column, "harm": rule.harm},
    )


def _batch(found: Any, stage: str) -> Any:
    source = found.data_sources.add_or_update_pandas(f"profile_{stage}")
    return source.add_dataframe_asset(stage).add_batch_definition_whole_dataframe("profile")
