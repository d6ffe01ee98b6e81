"""Queries stay inside what both engines execute alike; values are those that both store alike."""

from datetime import UTC, datetime

import pytest

from cmdb_server.graph_store.query import Query, QueryError
from cmdb_server.graph_store.values import ParameterError, check_parameters

LINK = Query("test.link", "MATCH (a:CI {uid: $a}) MATCH (b:CI {uid: $b}) CREATE (a)-[:{TYPE}]->(b)", reads_all="test")


@pytest.mark.parametrize(
    "text",
    [
        "UNWIND $rows AS row CALL (row) { MERGE (n:CI {uid: row}) } IN TRANSACTIONS OF 100 ROWS",
        "MATCH (n:CI {uid: $uid}) SET n:Server",
        "MATCH (n:CI {uid: $uid}) remove n : Server",
        "MERGE (n:$($label) {uid: $uid})",
        "MERGE (n:CI:Server {uid: $uid})",
        "MATCH (n:CI) RETURN elementId(n)",
        "MATCH (n:CI) WHERE id(n) = $id RETURN n",
        "LOAD CSV FROM $file AS row RETURN row",
        "MATCH (n:CI {uid: $uid}) DETACH DELETE n",
    ],
)
def test_a_text_that_one_engine_would_take_differently_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"query test\.bad: "):
        Query("test.bad", text)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n:CI {uid: $uid}) SET n.name = $name",
        "MATCH (a:CI)-[r:RUNS_ON]->(b:CI) WHERE a.uid = $uid RETURN b.uid AS uid",
        "MATCH (n:CI {ci_class: 'server'}) SET n += {status: 'retired'}",
    ],
)
def test_a_portable_text_is_taken(text: str) -> None:
    assert Query("test.good", text).text == text


def test_a_relationship_type_is_put_in_once_and_keeps_the_reason() -> None:
    made = LINK.of_type("RUNS_ON")

    assert made.text.endswith("CREATE (a)-[:RUNS_ON]->(b)")
    assert (made.name, made.has_type_slot, LINK.has_type_slot) == ("test.link.RUNS_ON", False, True)
    assert made.reads_all == "test"
    assert LINK.of_type("RUNS_ON") is made


@pytest.mark.parametrize("name", ["runs_on", "RUNS ON", "A]->(b) DETACH DELETE b //", "", "RUNS_ON\n"])
def test_what_is_no_relationship_type_never_gets_into_a_text(name: str) -> None:
    with pytest.raises(QueryError, match="is no relationship type"):
        LINK.of_type(name)


@pytest.mark.parametrize(
    "value",
    ["text", 2**63 - 1, -(2**63), 0.5, True, b"bytes", None, ["a", "b"], [{"uid": "a", "ports": [1, 2]}], {"a": 1}],
)
def test_portable_values_are_sent(value: object) -> None:
    check_parameters("test", {"value": value})


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 1, 1, tzinfo=UTC),
        2**63,
        {"a@b": 1},
        {"": 1},
        {1: 1},
        {"a": {"b": {"c": {"d": 1}}}},
        {1, 2},
        [1, {2}],
    ],
)
def test_values_that_the_engines_store_differently_are_refused_by_name(value: object) -> None:
    with pytest.raises(ParameterError, match="query test: parameter value"):
        check_parameters("test", {"value": value})
