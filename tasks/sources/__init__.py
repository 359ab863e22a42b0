"""The shapes that landed files come in, each a room of its own, and how a file's shape is told.

A shape is recognised by the keys of a file's first row (the columns of a CSV or Parquet file), unless the settings
name it. What none recognises is taken for the contract's own.
"""

from collections.abc import Iterable

from tasks.contracts.declaration import Table
from tasks.contracts.landing import LANDING_ACCOUNTS, LANDING_ACTIONS, LANDING_CORRECTIONS, LANDING_REQUESTS
from tasks.sources.bedrock_invocations import SOURCE as BEDROCK_INVOCATIONS
from tasks.sources.cloudtrail import SOURCE as CLOUDTRAIL
from tasks.sources.contract import contract
from tasks.sources.declaration import Source
from tasks.sources.litellm_keys import SOURCE as LITELLM_KEYS
from tasks.sources.litellm_payload import SOURCE as LITELLM_PAYLOAD
from tasks.sources.litellm_spend_logs import SOURCE as LITELLM_SPEND_LOGS
from tasks.sources.litellm_users import SOURCE as LITELLM_USERS
from tasks.sources.new_api_logs import SOURCE as NEW_API_LOGS
from tasks.sources.new_api_users import SOURCE as NEW_API_USERS
from tasks.sources.otel_genai import LOGS as OTEL_LOGS
from tasks.sources.otel_genai import METRICS as OTEL_METRICS
from tasks.sources.otel_genai import SOURCE as OTEL_GENAI

CONTRACT = {
    table: contract(table) for table in (LANDING_REQUESTS, LANDING_ACCOUNTS, LANDING_ACTIONS, LANDING_CORRECTIONS)
}
SOURCES: tuple[Source, ...] = (
    LITELLM_PAYLOAD,
    LITELLM_SPEND_LOGS,
    LITELLM_USERS,
    LITELLM_KEYS,
    BEDROCK_INVOCATIONS,
    CLOUDTRAIL,
    NEW_API_LOGS,
    NEW_API_USERS,
    OTEL_GENAI,
    OTEL_LOGS,
    OTEL_METRICS,
)
NAMES = ("contract", *(source.name for source in SOURCES))


def recognise(table: Table, columns: Iterable[str], named: str = "auto", more: tuple[Source, ...] = ()) -> Source:
    """The source of a file of `table` whose first row has these `columns`; `more` are the settings' own.

    A source that the settings name is taken for every file of its table that does not look like another.
    """
    found = frozenset(columns)
    known = [*(source for source in (*more, *SOURCES) if source.table is table), CONTRACT[table]]
    first = sorted(known, key=lambda source: source.name != named)
    otherwise = first[0] if first[0].name == named else CONTRACT[table]
    return next((source for source in first if source.marks <= found), otherwise)
