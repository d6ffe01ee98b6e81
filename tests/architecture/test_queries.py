"""Every query: a constant of the store layer, understood by the run's engine, and finding its nodes by an index."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import neo4j
import pytest

from cmdb_server import graph_store
from cmdb_server.graph_store import queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import Connection, GraphStore
from tests.architecture.sources import ROOT, imported_modules, name_of, python_files, tree_of
from tests.engine import wipe

FULL_SCANS = frozenset(
    (
        "AllNodesScan",
        "NodeByLabelScan",
        "NodeIndexScan",
        "DirectedAllRelationshipsScan",
        "UndirectedAllRelationshipsScan",
        "DirectedRelationshipTypeScan",
        "UndirectedRelationshipTypeScan",
    )
)


def all_queries() -> dict[str, Query]:
    """The query constants of the store layer by name."""
    found: dict[str, Query] = {}
    for package in (graph_store, queries):
        for entry in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            for value in vars(importlib.import_module(entry.name)).values():
                if isinstance(value, Query):
                    assert found.setdefault(value.name, value) is value, f"two queries are called {value.name}"
    return found


@pytest.fixture(scope="module")
def plans(session_store: GraphStore, engine_connection: Connection) -> dict[str, list[str]]:
    """How the run's engine would run each query: the operators of its plan, as the client library itself tells them.

    On an empty graph and without remembered plans: what other tests leave behind would change what the planner thinks.
    """
    at = engine_connection
    wipe(session_store)
    if at.engine == "neo4j":
        session_store.define(["CALL db.clearQueryCaches()"])
    with (
        neo4j.GraphDatabase.driver(at.uri, auth=(at.user, at.password), notifications_min_severity="OFF") as driver,  # pyright: ignore[reportUnknownMemberType] - the driver's options are untyped
        driver.session(database=at.database) as session,  # pyright: ignore[reportUnknownMemberType] - the driver's options are untyped
    ):
        return {name: _operators(session.run(_explained(query)).consume()) for name, query in all_queries().items()}  # pyright: ignore[reportArgumentType] - the driver wants literal text; these are constants


def test_queries_are_constants_of_the_store_layer_and_never_put_together_at_run_time() -> None:
    home = ROOT / "cmdb_server" / "graph_store"
    elsewhere: list[str] = []
    for file in python_files("cmdb_server"):
        if Query.__module__ not in imported_modules(file):
            continue
        constants = {id(node.value) for node in tree_of(file).body if isinstance(node, ast.Assign)}
        elsewhere += [
            f"{name_of(file)}:{call.lineno}"
            for call in _query_calls(tree_of(file))
            if id(call) not in constants or not file.is_relative_to(home) or _is_formatted(call)
        ]

    assert elsewhere == []


def test_the_engine_understands_every_query(plans: dict[str, list[str]]) -> None:
    assert all(plans.values())


def test_queries_find_their_nodes_by_an_index(plans: dict[str, list[str]], engine_name: str) -> None:
    if engine_name != "neo4j":
        pytest.skip("only Neo4j tells how it finds nodes")

    scanning = {name for name, operators in plans.items() if FULL_SCANS & set(operators)}

    assert scanning == {name for name, query in all_queries().items() if query.reads_all}


def _explained(query: Query) -> str:
    return "EXPLAIN " + (query.of_type("RUNS_ON") if query.has_type_slot else query).text


def _operators(summary: neo4j.ResultSummary) -> list[str]:
    waiting: list[dict[str, Any]] = [summary.plan or {}]  # pyright: ignore[reportUnknownMemberType] - the driver's plans are untyped
    found: list[str] = []
    while waiting:
        step = waiting.pop()
        found.append(str(step["operatorType"]).partition("@")[0])
        waiting += step.get("children", ())
    return found


def _query_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Query":
            yield node


def _is_formatted(call: ast.Call) -> bool:
    return any(isinstance(node, ast.JoinedStr | ast.Mod) for node in ast.walk(call))
