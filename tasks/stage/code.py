"""Which code a stage's output depends on: the digest of its own files and of those they import."""

import ast
import hashlib
from functools import cache
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
# The machinery decides when a stage runs and where its output goes, not what is in it.
_MACHINERY = ("tasks.stage", "tasks.lake", "tasks.gates", "tasks.errors", "tasks.settings")


@cache
def code_digest(module: str) -> str:
    """Digest over the files of `module`'s package and of all of ours that it imports, and DuckDB's version."""
    digest = hashlib.blake2b(duckdb.__version__.encode(), digest_size=16)
    for path in sorted(_files(module)):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(module: str) -> set[Path]:
    seen: set[str] = set()
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = _source(name)
        if name in seen or path is None or name.startswith(_MACHINERY):
            continue
        seen.add(name)
        # A package's SQL belongs to each of its modules; its other modules only where they are imported.
        found |= {path, *path.parent.glob("*.sql")} if path.parent.name != "contracts" else {path}
        waiting += _imports(path)
    return found


def _imports(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.startswith("tasks.")]


def _source(module: str) -> Path | None:
    base = ROOT.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None
