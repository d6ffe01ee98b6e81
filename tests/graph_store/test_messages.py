"""What is too much for one message is sent as several, and what cannot be parted is refused before it is sent."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.graph_store.messages import MOST_BYTES, MessageTooLargeError, messages
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore, Transaction

BY_ROW = Query(
    "test.by_row",
    "UNWIND range(0, size($uids) - 1) AS i CREATE (c:CI {uid: $uids[i], status: $status}) SET c += $properties[i]",
)
WHOLE = Query("test.whole", "MATCH (c:CI {uid: $uid}) SET c.name = $name")
ASKED = Query("test.asked", "MATCH (c:CI) WHERE c.uid STARTS WITH 'big' RETURN c.uid AS uid, size(c.text) AS length")
NOT_ALIKE = Query(
    "test.not_alike", "UNWIND range(0, size($uids) - 1) AS i MATCH (c:CI {uid: $uids[i]}) SET c.uids = $uids"
)
MEBIBYTE = 1 << 20


@given(st.lists(st.text(max_size=40), max_size=60), st.integers(120, 400))
def test_parts_are_small_and_hold_every_row_in_its_order(texts: list[str], most: int) -> None:
    rows = [{"name": text[:20]} for text in texts]
    uids = [str(place) for place in range(len(rows))]
    by_row = {"uids": uids, "properties": rows, "status": "active"}

    short = (WHOLE, {"uid": "a", "name": "b"})
    sent = list(messages([short, (BY_ROW, by_row), short], most))

    said = [statement for together in sent for statement in together]
    assert all(sum(len(msgspec.msgpack.encode(values)) for _, values in together) <= most for together in sent)
    assert [query.name for query, _ in (said[0], said[-1])] == ["test.whole", "test.whole"]
    assert all(values["status"] == "active" for _, values in said[1:-1])
    for name, expected in (("uids", uids), ("properties", rows)):
        assert [entry for _, values in said[1:-1] for entry in values[name]] == expected


@pytest.mark.parametrize("query", [WHOLE, NOT_ALIKE, Query("test.answers", BY_ROW.text + " RETURN c.uid AS uid")])
def test_what_cannot_be_parted_is_refused(query: Query) -> None:
    values: dict[str, Any] = {"uid": "a", "name": "x" * 100, "uids": ["a", "b"], "properties": [{}, {}], "status": ""}

    with pytest.raises(MessageTooLargeError, match=query.name):
        list(messages([(query, values)], 100))


def test_more_than_an_engine_takes_at_once_is_written_in_one_transaction(store: GraphStore) -> None:
    uids = [f"big{place:02}" for place in range(20)]
    properties = [{"text": "x" * MEBIBYTE} for _ in uids]

    def work(tx: Transaction) -> list[dict[str, Any]]:
        tx.later(BY_ROW, uids=uids, properties=properties, status="active")
        return tx.run(ASKED)

    rows = store.write(work)

    assert sorted(row["uid"] for row in rows) == uids
    assert {row["length"] for row in rows} == {MEBIBYTE}


def test_after_a_refusal_nothing_is_written_and_the_next_one_is_served(store: GraphStore) -> None:
    def work(tx: Transaction) -> None:
        tx.run(BY_ROW, uids=["big"], properties=[{"name": "x"}], status="active")
        tx.run(WHOLE, uid="big", name="x" * (MOST_BYTES + 1))

    for refused in (lambda: store.write(work), lambda: store.write_at_once(WHOLE, uid="", name="x" * (MOST_BYTES + 1))):
        with pytest.raises(MessageTooLargeError, match="send less at once"):
            refused()

    assert store.read(lambda tx: tx.run(ASKED)) == []
