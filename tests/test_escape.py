"""What a hostile operator lands comes out as text that nothing takes for markup."""

import html
import re

import pytest

from tasks.escape import Trusted, label, markdown, visible

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![](https://example.com/pixel.png)",
    "https://example.com/login",
    "someone@example.com",
    "| cell | cell |",
    "**bold** _slanted_ ~~struck~~ `code`",
    "# heading",
    "```mermaid\ngraph LR\n click a call alert(1)\n```",
    "$\\href{javascript:alert(1)}{x}$",
    "&lt;script&gt;",
    "{{ 7 * 7 }}{% raw %}",
    'a"] --> evil["<b>x</b>',
    "line\n\n# heading\n\n---\n",
]
LEFT = re.compile(r"[<>|`*_\[\]()!~\\$\"'{}:/@\n\r\t]|(?<!&)#")


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_leaves_no_markup(text: str) -> None:
    escaped = markdown(text)
    assert not LEFT.search(escaped)
    assert not re.search(r"&(?!#\d+;)", escaped)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_reader_sees_what_was_landed(text: str) -> None:
    assert html.unescape(markdown(text)) == " ".join(text.split())


def test_an_address_without_scheme_makes_no_link() -> None:
    assert "www.example.com" not in markdown("www.example.com")


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b",
        "a\x1b[31mb",
        "a\u202egnp.exe b",
        "a\u2066b\u2069",
        "a\u200bb",
        "a\ufeffb",
        "a\u2028b",
        "a\x07\x08b",
        "a\x9bb",
        "a\udcffb",
    ],
)
def test_nothing_invisible_is_left(text: str) -> None:
    for shown in (visible(text), html.unescape(markdown(text)), label(text)):
        assert shown.isprintable()
        assert shown.startswith("a")
        assert "b" in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_is_letters_digits_and_dots(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_.·-]*", label(text))


def test_a_label_is_cut_to_its_length() -> None:
    assert len(label("x" * 500)) == 24
    assert label("x" * 500, 18) == "x" * 18


def test_nothing_is_an_empty_cell_and_zero_is_not() -> None:
    assert [markdown(value) for value in (None, "", 0, False, 1.5)] == ["", "", "0", "False", "1.5"]


def test_our_own_markup_stays() -> None:
    assert markdown(Trusted("**bold**")) == "**bold**"
