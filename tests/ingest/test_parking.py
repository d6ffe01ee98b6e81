"""What was parked stays the same item when it is tried again and waits for something else."""

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.items import Refused
from cmdb_server.ingest.parking import Context, park, park_again
from cmdb_server.ingest.placement import Origin
from cmdb_server.ingest.waiting import ParkedFilter, WaitingItems
from cmdb_server.ingest.writing import Cause

ANY = ParkedFilter()
CONTENT = '{"ref": "eth0", "ci_class": "network_interface", "attributes": {}}'
OWNERLESS = Refused("network", "eth0", "relationships", "", "has no owner", "report it", CONTENT)
NAMELESS = Refused("network", "eth0", "attributes", "", "has no value that identifies it", "name it", CONTENT)


def context(now: int) -> Context:
    """A section of an agent's report, stored at a time."""
    cause = Cause("agent:1", "network", 1, now, "agent:1")
    return "agent:1/network", Origin("agent:1", "default", "server:1", ""), cause


@pytest.fixture
def waiting(store: GraphStore) -> WaitingItems:
    """One item that has no owner."""
    store.write(lambda tx: park(tx, (OWNERLESS,), (), context(10)))
    return WaitingItems(store, lambda: 100)


def test_an_item_that_waits_for_something_else_after_a_retry_keeps_its_uid_and_age(
    store: GraphStore, waiting: WaitingItems
) -> None:
    (before,) = waiting.page(ANY, 0, 5).items

    store.write(lambda tx: park_again(tx, (NAMELESS,), before.uid, context(20)))

    (item,) = waiting.page(ANY, 0, 5).items
    assert (item.uid, item.first_at, item.last_at, item.attempts) == (before.uid, 10, 20, 2)
    assert (item.field, item.reason) == (NAMELESS.field, NAMELESS.message)


def test_an_item_that_waits_for_what_another_waits_for_already_is_that_one(
    store: GraphStore, waiting: WaitingItems
) -> None:
    (before,) = waiting.page(ANY, 0, 5).items
    store.write(lambda tx: park(tx, (NAMELESS,), (), context(15)))

    store.write(lambda tx: park_again(tx, (NAMELESS,), before.uid, context(20)))

    (item,) = waiting.page(ANY, 0, 5).items
    assert (item.uid == before.uid, item.first_at, item.attempts) == (False, 15, 2)


def test_an_item_that_was_stored_waits_no_longer(store: GraphStore, waiting: WaitingItems) -> None:
    (before,) = waiting.page(ANY, 0, 5).items

    store.write(lambda tx: park_again(tx, (), before.uid, context(20)))

    assert waiting.page(ANY, 0, 5).total == 0
