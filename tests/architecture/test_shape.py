"""How the sources look: sizes, packages without code, no loose ends, reasons beside exceptions."""

import ast
import re
from pathlib import Path

from tests.architecture.sources import PACKAGES, ROOT, name_of, python_files, text_files, tree_of

MAX_FILE_LINES = 300
MAX_TEST_FILE_LINES = 500
MAX_FUNCTION_LINES = 40
_LOOSE_ENDS = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
_EXCEPTION = re.compile(r"#\s*(?:noqa|type:\s*ignore|pyright:)|eslint-disable|@ts-(?:ignore|expect-error|nocheck)")
_WITH_REASON = re.compile(
    r"# noqa: [A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)* - \w"
    r"|# pyright: ignore\[\w+(?:, \w+)*\] - \w"
    r"|eslint-disable-next-line [\w@/-]+ -- \w"
)


def test_files_and_functions_stay_short() -> None:
    too_long: list[str] = []
    for file in python_files(*PACKAGES, "tests"):
        lines = len(file.read_text(encoding="utf-8").splitlines())
        if lines > (MAX_TEST_FILE_LINES if file.is_relative_to(ROOT / "tests") else MAX_FILE_LINES):
            too_long.append(f"{name_of(file)}: {lines} lines")
        too_long += [
            f"{name_of(file)}: {node.name} has {_lines(node)} lines"
            for node in ast.walk(tree_of(file))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > MAX_FUNCTION_LINES
        ]

    assert too_long == []


def test_packages_hold_a_docstring_and_in_two_of_them_the_public_names() -> None:
    public = {ROOT / "graph_schema" / "__init__.py", ROOT / "impact" / "__init__.py"}
    with_code = [
        name_of(file) for file in python_files(*PACKAGES) if file.name == "__init__.py" and not _is_plain(file, public)
    ]

    assert with_code == []


def test_no_loose_ends_are_left_in_the_sources() -> None:
    found = [
        f"{name_of(file)}:{number}"
        for file in text_files()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if _LOOSE_ENDS.search(line)
    ]

    assert found == []


def test_each_exception_from_a_checker_names_its_rule_and_its_reason() -> None:
    found = [
        f"{name_of(file)}:{number}: {line.strip()}"
        for file in text_files()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if _EXCEPTION.search(line) and not _WITH_REASON.search(line) and file != Path(__file__)
    ]

    assert found == []


def test_only_settings_read_the_environment() -> None:
    readers = {
        name_of(file)
        for file in python_files(*PACKAGES)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "environb", "getenv")
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    }

    assert readers <= {"cmdb_server/settings.py", "discovery_agent/settings.py"}


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _is_plain(file: Path, public: set[Path]) -> bool:
    doc, *rest = tree_of(file).body
    is_documented = isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant)
    allowed = (ast.ImportFrom, ast.Assign) if file in public else ()
    return is_documented and all(isinstance(node, allowed) for node in rest)
