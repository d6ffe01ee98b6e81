"""The source files that the architecture tests read."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("cmdb_server", "discovery_agent", "graph_schema", "impact")
_OTHERS = (".ci", "deploy", "tests", "web/src")
_TEXTS = frozenset(
    (".css", ".html", ".js", ".json", ".md", ".mjs", ".py", ".sh", ".svg", ".toml", ".ts", ".tsx", ".yaml")
)


def python_files(*packages: str) -> Iterator[Path]:
    """Every Python file of the given folders."""
    for package in packages:
        yield from sorted((ROOT / package).rglob("*.py"))


def text_files() -> Iterator[Path]:
    """Every file that a person writes."""
    yield from (file for file in sorted(ROOT.iterdir()) if file.is_file() and file.suffix in _TEXTS)
    for folder in (*PACKAGES, *_OTHERS):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and file.suffix in _TEXTS and "static" not in file.relative_to(ROOT).parts:
                yield file


@cache
def tree_of(file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def name_of(file: Path) -> str:
    """A file's path as messages show it."""
    return file.relative_to(ROOT).as_posix()


def imported_modules(file: Path) -> set[str]:
    """The modules that a file imports, by their full names."""
    found: set[str] = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found
