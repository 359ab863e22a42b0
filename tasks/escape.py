"""Landed strings as harmless text in Markdown, in Mermaid and on a terminal: whoever landed them may be hostile."""

import re
import unicodedata

# Everything that Markdown or HTML could take for markup, as numeric entities.
_MARKUP = re.compile(r"[&<>|`*_\[\]()#!~\\$\"'{}:/@]|(?<=www)\.", re.IGNORECASE)
_SAFE_LABEL = re.compile(r"[^A-Za-z0-9_.-]")


class Trusted(str):
    """Markup that we made ourselves, whose parts are escaped already."""

    __slots__ = ()


def markdown(value: object) -> str:
    """`value` as inert Markdown text; what is `Trusted` stays as it is, None is an empty cell."""
    if isinstance(value, Trusted):
        return value
    text = "" if value is None else visible(str(value))
    return _MARKUP.sub(lambda found: f"&#{ord(found.group())};", text)


def label(value: object, length: int = 24) -> str:
    """`value` as a Mermaid label: letters, digits, dots and dashes, at most `length` of them."""
    return _SAFE_LABEL.sub("~", visible(str(value)))[:length].replace("~", "·")


def visible(text: str) -> str:
    """`text` without control, direction and invisible characters, which could hide or rewrite what is read."""
    kept = (char if unicodedata.category(char)[0] != "C" else " " for char in text)
    return " ".join("".join(kept).split())


def plain(text: str) -> str:
    """`text` of a person without hidden characters, look-alikes of @ and of digits as what they look like."""
    return unicodedata.normalize("NFKC", visible(text))
