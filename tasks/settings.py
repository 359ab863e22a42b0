"""Every knob, with a sentence: from `portcullis.toml`, over it `PORTCULLIS_...` variables, over them flags."""

import difflib
import os
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, Literal

import duckdb
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from tasks.contracts import PUBLISHED
from tasks.contracts.landing import COUNTRY, LANDING_ACCOUNTS
from tasks.errors import CallError

PREFIX = "PORTCULLIS_"
Share = Field(ge=0, le=1)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fingerprint(_Section):
    """The key that turns text and contact details into fingerprints."""

    key: SecretStr | None = Field(None, description="the key itself, 32 characters or more")
    key_file: Path | None = Field(None, description="a file that holds the key; readable by its owner only")


class Landing(_Section):
    """How landed files are read."""

    source: str = Field("auto", description="shape of the landed files, by its name; auto looks at each first row")
    bedrock_account_key: str | None = Field(None, description="key of Bedrock's requestMetadata that holds the account")
    otel_account_attribute: str | None = Field(None, description="OpenTelemetry attribute that holds the account")
    late_days: int = Field(7, ge=0, le=31, description="days after its own on which a request may land and be taken")
    max_unreadable_files: int = Field(0, ge=0, description="unreadable files above which the day is refused")
    max_quarantine_share: float = Field(0.5, ge=0, le=1, description="quarantined rows above which it is refused")
    usual_quarantine_share: float = Field(0.05, ge=0, le=1, description="quarantined rows above which it warns")
    max_duplicate_share: float = Field(0.2, ge=0, le=1, description="duplicate rows above which it warns")
    max_silence_hours: float = Field(6, ge=0, description="hours without a request before midnight that warn")


class Networks(_Section):
    """Where addresses are looked up; the shipped extract where nothing is given."""

    asn_database: Path | None = Field(None, description="MaxMind-format (.mmdb) file of autonomous systems")
    country_database: Path | None = Field(None, description="MaxMind-format (.mmdb) file of countries")


class AccountColumn(_Section):
    """What fills a column of the contract's accounts: a landed column, changed or as it is, or one value for all."""

    column: str | None = Field(
        None, alias="from", pattern=r"^[^\x00-\x1f\x7f]{1,200}$", description="the column landed"
    )
    value: str | None = Field(None, description="what every account has")
    transform: Literal["lower", "e164", "country", "hash", "time"] | None = Field(
        None, description="what is done to it"
    )
    region: str | None = Field(None, pattern=r"^[A-Z]{2}$", description="e164: where numbers without + are from")
    format: str | None = Field(None, description="time: as strftime writes it, or seconds or milliseconds since 1970")
    zone: str | None = Field(None, description="time: IANA name of the zone of times that name none")

    def problem(self, name: str) -> str | None:
        """What is wrong with it for filling the column `name`."""
        fitting = _TRANSFORMED.get(self.transform or "", [name])
        wrong = {
            f"no column of accounts{_nearest(name, _ACCOUNT_COLUMNS)}": name not in _ACCOUNT_COLUMNS,
            'give either from = "LANDED COLUMN" or value = "TEXT"': (self.column is None) == (self.value is None),
            "write the value as it is to be, without a transform": self.value is not None and bool(self.transform),
            f"transform {self.transform} is for {', '.join(fitting)}": name not in fitting,
            'region goes with transform = "e164"': bool(self.region) and self.transform != "e164",
            'format and zone go with transform = "time"': bool(self.format or self.zone) and self.transform != "time",
        }
        return next((words for words, so in wrong.items() if so), None) or self._time_problem()

    def _time_problem(self) -> str | None:
        if self.transform != "time":
            return None
        since_1970 = self.format in ("seconds", "milliseconds")
        if bool(self.zone) == (since_1970 or re.search("%[zZ]", self.format or "") is not None):
            return "give a zone, such as Europe/Berlin, unless the format holds one (%z, %Z, seconds, milliseconds)"
        if self.zone and not duckdb.execute("select 1 from pg_timezone_names() where name = ?", [self.zone]).fetchall():
            return f"{self.zone} is no time zone; give an IANA name such as Europe/Berlin"
        try:
            duckdb.execute("select try_strptime('', ?)", [None if since_1970 else self.format]).fetchall()
        except duckdb.Error:
            return f"{self.format} is no format; write one such as %d.%m.%Y %H:%M"
        return None


class Accounts(_Section):
    """How files in landing/accounts are read that have other columns than the contract's."""

    columns: dict[str, AccountColumn] = Field({}, description="what fills each of the contract's columns")
    ignored: tuple[str, ...] = Field((), description="columns landed that nothing is to be told of")

    @field_validator("columns", mode="before")
    @classmethod
    def _written_short(cls, columns: Any) -> Any:
        """`email = "mail"` is short for `email = { from = "mail" }`."""
        if not isinstance(columns, dict):
            return columns
        known = {field.alias or name for name, field in AccountColumn.model_fields.items()}
        for name, given in columns.items():
            for key in given.keys() - known if isinstance(given, dict) else ():
                raise _wrong(f"{name} has {key}{_nearest(key, known)}")
        return {name: {"from": given} if isinstance(given, str) else given for name, given in columns.items()}

    @model_validator(mode="after")
    def _columns_fit(self) -> "Accounts":
        problems = [f"{name}: {problem}" for name, column in self.columns.items() if (problem := column.problem(name))]
        landed = Counter(name.lower() for name in {column.column for column in self.columns.values() if column.column})
        problems += [f"{name} is written in two ways" for name, ways in landed.items() if ways > 1]
        problems += [f"{name} cannot be read from; rename it" for name in sorted(landed.keys() & _LANDINGS_OWN)]
        if self.columns:
            problems += [f"{name} is needed" for name in ("account_id", "created_at") if name not in self.columns]
        if "account_id" in self.columns and self.columns["account_id"].value:
            problems.append("account_id: one value cannot name every account")
        if problems:
            raise _wrong("; ".join(problems))
        return self


def _wrong(words: str) -> PydanticCustomError:
    return PydanticCustomError("accounts", "{words}", {"words": words})


_ACCOUNT_COLUMNS = {column.name for column in LANDING_ACCOUNTS.columns}
# The columns that each transform makes sense of; an account's id must stay as the requests have it.
_TRANSFORMED = {
    "lower": [column.name for column in LANDING_ACCOUNTS.columns if column.duckdb == "VARCHAR"],
    "e164": ["phone"],
    "country": [column.name for column in LANDING_ACCOUNTS.columns if column.matches == COUNTRY],
    "hash": ["payment_fingerprint", "device_id", "id_document_hash"],
    "time": [column.name for column in LANDING_ACCOUNTS.columns if column.duckdb == "TIMESTAMPTZ"],
}
# What a landed row has beside its own columns.
_LANDINGS_OWN = {"source_file", "row_number", "broken"}


class Database(_Section):
    """A gateway's own database, of which a day is landed before it is run."""

    url: SecretStr | None = Field(None, description="postgresql://, mysql:// or sqlite:/// with user and password")
    url_file: Path | None = Field(None, description="a file that holds the URL; readable by its owner only")
    log_url: SecretStr | None = Field(None, description="where the requests are, if elsewhere (new-api's LOG_SQL_DSN)")
    sources: tuple[str, ...] = Field((), description="what is read from it, such as new_api_logs, new_api_users")
    batch_rows: int = Field(1000, ge=1, description="rows asked for at once")
    timeout_seconds: float = Field(60, gt=0, description="how long an answer is waited for")


class Links(_Section):
    """Which shared values tie accounts."""

    hub_accounts: int = Field(500, ge=2, description="accounts on one value above which it may be a hub")
    hub_share: float = Field(0.02, ge=0, le=1, description="... if they are also more than this share of all")
    handoff_holders: int = Field(2, ge=1, description="accounts that may hold one conversation as their own")
    handoff_chars: int = Field(20, ge=1, description="characters that a conversation's opening must have")


class Campaigns(_Section):
    """When a group of linked accounts is published as a suspected campaign."""

    min_accounts: int = Field(6, ge=2, description="smallest group that is published")
    false_discovery_rate: float = Field(0.01, gt=0, lt=1, description="over all groups of a day")
    min_likelihood: float = Field(0.75, ge=0, le=1, description="of one hand, below which a group is kept back")
    min_member_weight: float = Field(1.5, ge=0, description="weight of ties into the group that makes a member")
    weights_folder: Path | None = Field(None, description="where flows.fit puts weights; the newest there counts")


class Approval(_Section):
    """When a day waits for a person's word before it is published; the first day of a lake never does."""

    ask: Literal["deployed", "always", "never"] = Field(
        "deployed", description="deployed: in runs of a deployment only"
    )
    max_new_share: float = Field(0.1, ge=0, le=1, description="newly suspected accounts, of those active that day")
    max_new_paying: int = Field(25, ge=0, description="newly suspected accounts that pay and look honest")
    paying_days: int = Field(30, ge=0, description="days after which an account that pays looks honest")
    wait_minutes: float = Field(240, gt=0, description="how long an answer is waited for before the day is refused")


class Retention(_Section):
    """How many days housekeeping keeps what it may remove; nothing is removed that is not named here."""

    open_days: int | None = Field(None, ge=1, description="tables that tell nothing of a person")
    pseudonym_days: int | None = Field(None, ge=1, description="tables with a pseudonym, and nothing more telling")
    personal_days: int | None = Field(None, ge=1, description="tables with what can point at a person")
    landing_days: int | None = Field(None, ge=1, description="what landed: it holds text, and is the operator's own")
    gates_days: int | None = Field(90, ge=1, description="what gates found, and what they refused")
    tables: dict[str, int] = Field({}, description="single tables, before their class")

    @field_validator("tables")
    @classmethod
    def _tables_are_known(cls, tables: dict[str, int]) -> dict[str, int]:
        known = {table.name for table in PUBLISHED}
        if unknown := sorted(tables.keys() - known):
            raise _wrong(f"{unknown[0]} is no table that a day publishes{_nearest(unknown[0], known)}")
        if any(days < 1 for days in tables.values()):
            raise _wrong("a table is kept for 1 day or more")
        return tables


class Metrics(_Section):
    """What monitoring reads."""

    textfile: Path | None = Field(None, description="a .prom file in the folder of node_exporter's textfile collector")


class Ledger(_Section):
    """How what campaigns have drawn is counted."""

    prices: Path | None = Field(None, description="CSV of model, input_price, output_price per million, valid_from")
    sketch_items: int = Field(256, ge=16, description="prompts sampled of each account, capability and model")
    memory_days: int = Field(180, ge=1, description="days after its last request at which an account is forgotten")
    sure_likelihood: float = Field(0.9, ge=0, le=1, description="of members that the lower figures count")


class Policy(_Section):
    """What the operator's own policy asks for."""

    campaign_budget_output_tokens: int | None = Field(
        None, ge=1, description="tokens written for a suspected campaign above which its members are to be limited"
    )


class Dask(_Section):
    """Where a backfill works on several days at once; needs `portcullis[dask]`."""

    workers: int = Field(1, ge=1, description="worker processes on this machine; with one the days are in their turn")
    scheduler: str | None = Field(None, description="tcp://HOST:PORT of a Dask cluster in place of these processes")


class Settings(BaseSettings):
    """One frozen object; every stage is given the sections it names and nothing else."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True)

    lake: Path = Field(Path("data/lake"), description="folder, or s3://BUCKET/PREFIX, of landing and all tables")
    memory_limit: str = Field("4GB", pattern=r"^\d+(\.\d+)?[KMGT]i?B$", description="what DuckDB may hold in memory")
    threads: int = Field(2, ge=1, description="threads of DuckDB")
    fingerprint: Fingerprint = Fingerprint()
    landing: Landing = Landing()
    networks: Networks = Networks()
    accounts: Accounts = Accounts()
    database: Database = Database()
    links: Links = Links()
    campaigns: Campaigns = Campaigns()
    approval: Approval = Approval()
    retention: Retention = Retention()
    metrics: Metrics = Metrics()
    ledger: Ledger = Ledger()
    policy: Policy = Policy()
    dask: Dask = Dask()

    @property
    def memory_bytes(self) -> int:
        """`memory_limit` as a number."""
        number, unit = re.fullmatch(r"([\d.]+)([KMGT]i?B)", self.memory_limit).groups()  # type: ignore[union-attr]
        return int(float(number) * (1024 if "i" in unit else 1000) ** ("KMGT".index(unit[0]) + 1))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` hands in: it merges file, variables and flags itself, so that it can name each."""
        return (init_settings,)


def load(config: Path | None = None, flags: dict[str, Any] | None = None) -> Settings:
    """Settings from `config` (by default `portcullis.toml`, if there is one), variables and flags.

    Raises:
        CallError: a file that is not there or no TOML, an unknown key, a value out of its range.
    """
    content = _file(config)
    _refuse_unknown_variables()
    try:
        variables = EnvSettingsSource(Settings)()
    except SettingsError as error:
        found = re.search(r'field "(\w+)"', str(error))
        variable = PREFIX + (found.group(1).upper() if found else "...")
        raise CallError(f"the variable {variable} names a section: give JSON, or {variable}__KEY for one key") from None
    merged = _merge(_merge(content, variables), {key: value for key, value in (flags or {}).items() if value})
    try:
        return Settings(**merged)
    except ValidationError as error:
        where = f"{config or 'portcullis.toml'} or a {PREFIX} variable"
        raise CallError("; ".join(_sentence(problem, where) for problem in error.errors())) from None


def _file(config: Path | None) -> dict[str, Any]:
    path = config or Path("portcullis.toml")
    if not path.is_file():
        if config:
            raise CallError(f"the configuration {config} is not a file; give another with --config FILE")
        return {}
    try:
        return tomllib.loads(path.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CallError(f"the configuration {path} is not valid TOML: {error}") from None
    except OSError as error:
        raise CallError(f"the configuration {path} cannot be read: {error.strerror}") from None


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name for name in _names()}
    for variable in sorted(name for name in os.environ if name.upper().startswith(PREFIX)):
        if variable.upper() not in known:
            raise CallError(f"the variable {variable} is no setting{_nearest(variable.upper(), known)}")


def _names() -> set[str]:
    names = set()
    for name, info in Settings.model_fields.items():
        names.add(name.upper())
        section = info.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            names |= {f"{name}__{key}".upper() for key in section.model_fields}
    return names


def _merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _sentence(problem: Any, where: str) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        known = {name.lower().replace("__", ".") for name in _names()}
        return f"{key} in {where} is no setting{_nearest(key, known)}"
    return f"{key} in {where}: {problem['msg'][:1].lower()}{problem['msg'][1:]}"


def _nearest(word: str, known: set[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; the settings are {', '.join(sorted(known))}"
