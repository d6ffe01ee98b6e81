"""Imports that depend on what is imported, beside the contracts of import-linter in pyproject.toml."""

import ast
import sys
from pathlib import Path

import pytest

from graph_schema import ci_classes
from graph_schema.loading import modules_of
from tests.architecture.sources import imported_modules, name_of, python_files, tree_of

LIBRARIES = {
    "graph_schema": {"graph_schema"},
    "impact": {"impact", "graph_schema", "networkx", "numpy"},
    "discovery_agent": {
        "discovery_agent",
        "graph_schema",
        "cryptography",
        "psutil",
        "zstandard",
        "paramiko",
        "gufo",
        "pysnmp",
    },
}


@pytest.mark.parametrize("package", LIBRARIES)
def test_a_package_imports_only_the_libraries_it_is_allowed(package: str) -> None:
    allowed = sys.stdlib_module_names | LIBRARIES[package]

    foreign = {
        f"{name_of(file)}: {module}"
        for file in python_files(package)
        for module in imported_modules(file)
        if module.partition(".")[0] not in allowed
    }

    assert foreign == set()


def test_a_ci_class_imports_only_its_parent_class() -> None:
    strangers: list[str] = []
    for module in modules_of(ci_classes):
        file = Path(str(module.__file__))
        tree = tree_of(file)
        bases = {
            base.id
            for node in tree.body
            if isinstance(node, ast.ClassDef)
            for base in node.bases
            if isinstance(base, ast.Name)
        }
        strangers += [
            f"{name_of(file)}: {alias.name}"
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(ci_classes.__name__)
            for alias in node.names
            if alias.name not in bases
        ]

    assert strangers == []
