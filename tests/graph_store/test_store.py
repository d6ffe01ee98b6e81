"""The portable subset on the run's engine: atomic, locked, unique, and told about after the commit."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.data_directory import free_port
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import (
    Connection,
    EngineError,
    GraphStore,
    Transaction,
    open_store,
    probe,
)

THREADS, TURNS = 8, 50
CREATE = Query("test.create", "UNWIND $uids AS uid CREATE (c:CI {uid: uid}) SET c += $properties")
MERGE = Query("test.merge", "UNWIND $uids AS uid MERGE (c:CI {uid: uid}) SET c.status = $status")
MERGE_KEYS = Query("test.merge_keys", "UNWIND $keys AS key MERGE (i:Identifier {key: key}) SET i.by = $by")
LINK = Query(
    "test.link",
    "MATCH (a:CI {uid: $a}) MATCH (b:CI {uid: $b}) CREATE (a)-[r:{TYPE} {uid: $uid}]->(b) SET r.port = $port",
)
LINKED = Query("test.linked", "MATCH (a:CI {uid: $uid})-[r:{TYPE}]->(b:CI) RETURN b.uid AS uid, r.port AS port")
CIS = Query("test.cis", "MATCH (c:CI) WHERE c.uid > '' RETURN c.uid AS uid, properties(c) AS properties ORDER BY uid")
KEYS = Query("test.keys", "MATCH (i:Identifier) WHERE i.key STARTS WITH 'race:' RETURN i.key AS key")
READ_COUNT = Query("test.read_count", "MATCH (c:CI {uid: 'counter'}) RETURN c.count AS count")
WRITE_COUNT = Query("test.write_count", "MATCH (c:CI {uid: 'counter'}) SET c.count = $count")


class DecisionError(Exception):
    """The deciding function gives up."""


def uids(store: GraphStore) -> list[str]:
    """The uids of all CIs."""
    return [row["uid"] for row in store.read(lambda tx: tx.run(CIS))]


def test_what_one_server_commits_another_one_reads(store: GraphStore, second_store: GraphStore) -> None:
    store.write(lambda tx: tx.run(CREATE, uids=["a"], properties={"name": "app1"}))

    assert uids(second_store) == ["a"]


def test_what_answers_nothing_is_sent_with_what_is_asked_next(store: GraphStore) -> None:
    def work(tx: Transaction) -> tuple[list[str], int]:
        tx.later(CREATE, uids=["a"], properties={"name": "app1"})
        tx.later(WRITE_COUNT, count=1)  # finds nothing to write, which keeps nobody from the rest
        tx.later(MERGE, uids=["a", "b"], status="active")
        return [row["properties"]["status"] for row in tx.run(CIS)], tx.statements

    assert store.write(work) == (["active", "active"], 1)


def test_what_nothing_is_asked_after_is_sent_before_the_commit(store: GraphStore) -> None:
    store.write(lambda tx: tx.later(CREATE, uids=["a"], properties={}))

    assert uids(store) == ["a"]


def test_one_statement_is_written_and_read_at_once(store: GraphStore) -> None:
    store.write_at_once(MERGE, uids=["a"], status="active")

    assert [row["uid"] for row in store.read_at_once(CIS)] == ["a"]
    with pytest.raises(EngineError):
        store.write_at_once(Query("test.no_cypher", "THIS IS NO CYPHER"))


def test_a_statement_whose_last_row_fails_leaves_nothing(store: GraphStore) -> None:
    with pytest.raises(EngineError):
        store.write(lambda tx: tx.run(CREATE, uids=[*map(str, range(300)), "0"], properties={}))

    assert uids(store) == []


def test_a_transaction_whose_last_statement_fails_leaves_nothing(store: GraphStore) -> None:
    def work(tx: Transaction) -> None:
        tx.run(MERGE, uids=["a", "b"], status="active")
        tx.run(LINK.of_type("RUNS_ON"), a="a", b="b", uid="r", port=1)
        tx.run(CREATE, uids=["a"], properties={})

    with pytest.raises(EngineError):
        store.write(work)

    assert uids(store) == []


def test_a_decision_that_fails_leaves_nothing_and_is_told_to_nobody(store: GraphStore) -> None:
    heard: list[frozenset[str]] = []
    store.subscribe(heard.append)

    def work(tx: Transaction) -> None:
        tx.run(MERGE, uids=["a"], status="active")
        tx.touched(["a"])
        raise DecisionError

    with pytest.raises(DecisionError):
        store.transact(["race:a"], work)

    assert uids(store) == []
    assert store.read(lambda tx: tx.run(KEYS)) == []
    assert heard == []


def test_a_rehearsal_sees_what_it_wrote_and_leaves_nothing(store: GraphStore) -> None:
    told: list[frozenset[str]] = []
    store.subscribe(told.append)

    def write_and_look(tx: Transaction) -> list[str]:
        tx.run(CREATE, uids=["a"], properties={"name": "app1"})
        tx.touched(["a"])
        return [row["uid"] for row in tx.run(CIS)]

    seen = store.rehearse(["name:app1"], write_and_look)

    assert seen == ["a"]
    assert (uids(store), told) == ([], [])


def test_changes_are_told_once_they_are_committed(store: GraphStore) -> None:
    heard: list[tuple[frozenset[str], list[str]]] = []
    store.subscribe(lambda changed: heard.append((changed, uids(store))))

    def work(tx: Transaction) -> None:
        tx.run(MERGE, uids=["a", "b"], status="active")
        tx.touched(["a"])
        tx.touched(["b"])

    store.write(work)
    store.write(lambda tx: tx.run(CIS))

    assert heard == [(frozenset(("a", "b")), ["a", "b"])]


@pytest.mark.parametrize("is_one_server", [True, False])
def test_read_decide_write_loses_no_update_when_it_locks_first(
    store: GraphStore, second_store: GraphStore, *, is_one_server: bool
) -> None:
    store.write(lambda tx: tx.run(CREATE, uids=["counter"], properties={"count": 0}))

    def add_one(tx: Transaction) -> None:
        count = tx.run(READ_COUNT)[0]["count"]
        tx.run(WRITE_COUNT, count=count + 1)

    def add(thread: int) -> None:
        through = store if is_one_server or thread % 2 else second_store
        for _ in range(TURNS):
            through.transact(["counter"], add_one)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(add, range(THREADS)))

    assert store.read(lambda tx: tx.run(READ_COUNT)) == [{"count": THREADS * TURNS}]


def test_writers_of_the_same_keys_make_each_once_and_none_fails(store: GraphStore, second_store: GraphStore) -> None:
    def merge(thread: int) -> None:
        through = store if thread % 2 else second_store
        for turn in range(10):
            keys = [f"race:{turn}:{number}" for number in range(20)]
            through.write(lambda tx, keys=keys: tx.run(MERGE_KEYS, keys=keys, by=thread))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(merge, range(THREADS)))

    found = [row["key"] for row in store.read(lambda tx: tx.run(KEYS))]
    assert len(found) == len(set(found)) == 200


def test_locks_in_another_order_do_not_stop_each_other(store: GraphStore, second_store: GraphStore) -> None:
    def lock_later(thread: int) -> None:
        first, second = ("race:a", "race:b") if thread % 2 else ("race:b", "race:a")
        through = store if thread % 2 else second_store
        for _ in range(10):
            through.transact([first], lambda tx: tx.lock([second]))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lock_later, range(4)))

    assert {row["key"] for row in store.read(lambda tx: tx.run(KEYS))} == {"race:a", "race:b"}


@pytest.mark.parametrize(
    "value",
    [
        "caf\u00e9 \U0001f5a5 \u65e5\u672c",
        "line\nbreak 'quoted' \"twice\" \\ $dollar {TYPE}",
        2**63 - 1,
        -(2**63),
        0.1,
        1e300,
        True,
        ["b", "a", "b"],
        [1, 2],
        [],
        "x" * 100_000,
    ],
    ids=lambda value: f"{type(value).__name__} {str(value)[:12]!a}",
)
def test_a_portable_value_comes_back_as_it_was(store: GraphStore, value: object) -> None:
    store.write(lambda tx: tx.run(CREATE, uids=["a"], properties={"value": value}))

    assert store.read(lambda tx: tx.run(CIS))[0]["properties"]["value"] == value


def test_setting_nothing_removes_a_property(store: GraphStore) -> None:
    store.write(lambda tx: tx.run(CREATE, uids=["a"], properties={"name": "app1", "mtu": 1500}))

    store.write(lambda tx: tx.run(Query("test.unset", "MATCH (c:CI {uid: 'a'}) SET c += $p"), p={"mtu": None}))

    assert store.read(lambda tx: tx.run(CIS))[0]["properties"] == {"uid": "a", "name": "app1"}


def test_a_relationship_keeps_its_ends_type_and_properties(store: GraphStore) -> None:
    store.write(lambda tx: tx.run(CREATE, uids=["a", "b"], properties={}))

    store.write(lambda tx: tx.run(LINK.of_type("DEPENDS_ON"), a="a", b="b", uid="r", port=5432))

    assert store.read(lambda tx: tx.run(LINKED.of_type("DEPENDS_ON"), uid="a")) == [{"uid": "b", "port": 5432}]
    assert store.read(lambda tx: tx.run(LINKED.of_type("RUNS_ON"), uid="a")) == []


def test_a_wrong_password_is_named_and_not_shown(engine_connection: Connection) -> None:
    wrong = replace(engine_connection, password="not the password")  # noqa: S106 - it is not
    stranger = open_store(wrong)

    with pytest.raises(CmdbError) as refused:
        stranger.read(lambda tx: tx.run(CIS))

    stranger.close()
    assert refused.value.code == "engine_login"
    assert probe(wrong) == "password"
    assert "not the password" not in repr(wrong)


def test_where_nothing_listens_no_engine_answers() -> None:
    nowhere = Connection(f"bolt://127.0.0.1:{free_port()}", "user", "password", "cmdb", "arcadedb")
    store = open_store(nowhere)

    assert not store.is_alive()
    assert "ServiceUnavailable" in probe(nowhere)
    store.close()


def test_a_text_that_the_engine_does_not_understand_is_an_error_of_ours(store: GraphStore) -> None:
    with pytest.raises(EngineError) as refused:
        store.read(lambda tx: tx.run(Query("test.broken", "MATCH (c:CI RETURN c")))

    assert (refused.value.status, refused.value.code) == (500, "engine_refused")


def test_what_is_stored_is_in_no_message_of_the_client_library(
    store: GraphStore, caplog: pytest.LogCaptureFixture
) -> None:
    write = Query("test.unprinted", "UNWIND $rows AS row CREATE (n:Thing {uid: row.uid, text: $text, list: $words})")

    with caplog.at_level(logging.DEBUG, "neo4j"):
        store.write(lambda tx: tx.run(write, rows=[{"uid": "hush"}], text="hush", words=["hush"]))

    told = [record.getMessage() for record in caplog.records]
    assert any("CREATE (n:Thing" in text for text in told)
    assert not any("hush" in text for text in told)
