"""Which files a stage's code digest covers."""

from pathlib import Path

import pytest

from tasks.stage import code


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project: tasks.a reads a.sql and imports tasks.b; tasks.c stands apart."""
    for name, text in {
        "tasks/__init__.py": "",
        "tasks/a/__init__.py": "from tasks.b import value\nfrom tasks.stage import stage\n",
        "tasks/a/a.sql": "select 1",
        "tasks/b.py": "value = 1\n",
        "tasks/c.py": "value = 1\n",
        "tasks/stage/__init__.py": "from tasks.c import value\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(code, "ROOT", tmp_path)
    return tmp_path


def _digest() -> str:
    return code.code_digest.__wrapped__("tasks.a")


@pytest.mark.parametrize("name", ["tasks/a/__init__.py", "tasks/a/a.sql", "tasks/b.py"])
def test_own_files_and_imported_ones_count(tree: Path, name: str) -> None:
    before = _digest()
    (tree / name).write_text((tree / name).read_text() + "\n")
    assert _digest() != before


@pytest.mark.parametrize("name", ["tasks/c.py", "tasks/stage/__init__.py"])
def test_others_and_the_machinery_do_not(tree: Path, name: str) -> None:
    before = _digest()
    (tree / name).write_text((tree / name).read_text() + "\n")
    assert _digest() == before
