"""The templates of what a person reads in the UI; every value is escaped for Markdown."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tasks.counted import counted
from tasks.escape import Trusted, markdown, visible

TEMPLATES = Environment(  # noqa: S701 - `finalize` escapes every value, for Markdown
    loader=FileSystemLoader(Path(__file__).parent),
    finalize=markdown,
    undefined=StrictUndefined,
    trim_blocks=True,
)


def _code(value: object) -> Trusted:
    """`value` within backticks, where entities are shown as they are written."""
    return Trusted(visible(str(value)).replace("`", ""))


TEMPLATES.globals |= {"code": _code, "counted": counted}
