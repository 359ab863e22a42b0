"""Every knob, with a sentence: from `portcullis.toml`, over it `PORTCULLIS_...` variables, over them flags."""

import difflib
import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

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

    source: Literal["auto", "contract", "litellm_payload"] = Field(
        "auto", description="shape of the request log; auto looks at each file's first row"
    )
    max_unreadable_files: int = Field(0, ge=0, description="unreadable files above which the day is refused")
    max_quarantine_share: float = Field(0.5, ge=0, le=1, description="quarantined rows above which it is refused")
    usual_quarantine_share: float = Field(0.05, ge=0, le=1, description="quarantined rows above which it warns")
    max_duplicate_share: float = Field(0.2, ge=0, le=1, description="duplicate rows above which it warns")
    max_silence_hours: float = Field(6, ge=0, description="hours without a request before midnight that warn")


class Networks(_Section):
    """Where addresses are looked up; the shipped extract where nothing is given."""

    asn_database: Path | None = Field(None, description="MaxMind-format (.mmdb) file of autonomous systems")
    country_database: Path | None = Field(None, description="MaxMind-format (.mmdb) file of countries")


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
    min_likelihood: float = Field(0.7, ge=0, le=1, description="of one hand, below which a group is kept back")
    min_member_weight: float = Field(1.5, ge=0, description="weight of ties into the group that makes a member")


class Settings(BaseSettings):
    """One frozen object; every stage is given the sections it names and nothing else."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True)

    lake: Path = Field(Path("data/lake"), description="the folder that holds landing and all tables")
    memory_limit: str = Field("4GB", pattern=r"^\d+(\.\d+)?[KMGT]i?B$", description="what DuckDB may hold in memory")
    threads: int = Field(2, ge=1, description="threads of DuckDB")
    fingerprint: Fingerprint = Fingerprint()
    landing: Landing = Landing()
    networks: Networks = Networks()
    links: Links = Links()
    campaigns: Campaigns = Campaigns()

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
    return f"{key} in {where}: {problem['msg'].lower()}"


def _nearest(word: str, known: set[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; the settings are {', '.join(sorted(known))}"
