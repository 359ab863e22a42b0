"""The page of the data dictionary and the declarations say the same."""

from tasks.contracts import LANDING, PUBLISHED, RECORDED
from tasks.contracts.dictionary import README, dictionary


def test_page_is_what_the_declarations_say() -> None:
    assert README.read_text() == dictionary(), "run: python -m tasks.contracts.dictionary"


def test_page_has_every_table_and_column() -> None:
    page = dictionary()
    for table in (*LANDING, *PUBLISHED, *RECORDED):
        section = page.split(f"### {table.name}\n", 1)[1].split("\n### ", 1)[0]
        assert [
            column.name for column in table.columns if f"| `{column.name}` | `{column.type}` |" not in section
        ] == []


def test_only_landing_holds_text() -> None:
    assert [
        (table.name, column.name)
        for table in (*PUBLISHED, *RECORDED)
        for column in table.columns
        if column.privacy == "text"
    ] == []
