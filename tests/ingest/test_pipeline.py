"""Reports against the real engine: what is stored, what is parked, what is retired."""

from dataclasses import replace

import msgspec
import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult, NeedSections
from cmdb_server.ingest.validation import ReportRejectedError, decode
from graph_schema import Registry, load_registry
from graph_schema.report import Outcome, Report, encode, section_hash
from tests.ingest.graph import PARKED, open_relationships, statuses
from tests.ingest.machines import Machine, report, scanned

APP = Machine("app1", "10.0.0.1", connects=(("10.0.0.2", 5432),))
DB = Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,))


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture
def ingest(store: GraphStore, registry: Registry) -> Ingest:
    """The way in, on an empty graph."""
    return Ingest(store, registry)


def send(ingest: Ingest, registry: Registry, sent: Report, acknowledged: dict[str, str] | None = None) -> IngestResult:
    """Send a report and expect it to be taken."""
    result = ingest.accept(decode(encode(sent, acknowledged), registry), "test")
    assert isinstance(result, IngestResult)
    return result


def test_a_connection_to_an_unknown_address_leads_to_a_remote_peer(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(APP))

    assert ("app", "CONNECTS_TO", "10.0.0.2") in open_relationships(store)
    assert statuses(store, "remote_peer") == {"10.0.0.2": "active"}


@pytest.mark.parametrize("order", [(APP, DB), (DB, APP)])
def test_a_connection_becomes_a_dependency_whichever_machine_reports_first(
    ingest: Ingest, registry: Registry, store: GraphStore, order: tuple[Machine, Machine]
) -> None:
    for machine in order:
        send(ingest, registry, report(machine))

    found = open_relationships(store)
    assert ("app", "DEPENDS_ON", "postgres") in found
    assert ("app", "CONNECTS_TO", "0.0.0.0 5432 tcp") in found
    assert "active" not in statuses(store, "remote_peer").values()


def test_a_program_that_comes_after_its_endpoint_is_what_the_clients_of_that_depend_on(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    seen = report(DB, at=5)
    seen.sections[2].cis.clear()
    seen.sections[2].relationships.clear()
    seen.sections[2].outcome = "failed"
    for sent in (report(APP), seen, report(DB, at=3)):
        send(ingest, registry, sent)

    assert ("app", "DEPENDS_ON", "postgres") in open_relationships(store)


def test_a_dependency_ends_when_the_listening_program_goes_and_returns_with_it(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(APP))
    send(ingest, registry, report(DB))

    send(ingest, registry, report(replace(DB, listens=()), at=2))
    gone = open_relationships(store)
    send(ingest, registry, report(DB, at=3))

    assert ("app", "DEPENDS_ON", "postgres") not in gone
    assert ("app", "DEPENDS_ON", "postgres") in open_relationships(store)


def test_a_connection_to_the_own_machine_leads_to_its_own_program(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    machine = Machine(programs=("app",), listens=(8080,), connects=(("127.0.0.1", 8080),))
    client = replace(machine, programs=("client", "app"), listens=())

    send(ingest, registry, report(replace(client, connects=(("127.0.0.1", 8080),))))
    before = open_relationships(store)
    send(ingest, registry, scanned(machine, source="scan"))

    assert not any(kind == "DEPENDS_ON" for _, kind, _ in before)
    assert ("client", "DEPENDS_ON", "app") in open_relationships(store)


def test_an_unchanged_report_is_one_confirmation(ingest: Ingest, registry: Registry) -> None:
    first = report(APP)
    send(ingest, registry, first)
    acknowledged = {section.name: section_hash(section, first.root) for section in first.sections}

    again = send(ingest, registry, report(APP, at=5), acknowledged)

    assert again.status == "unchanged"


def test_a_section_sent_as_hash_only_is_asked_for_when_it_is_not_stored(ingest: Ingest, registry: Registry) -> None:
    sent = report(APP)
    acknowledged = {section.name: section_hash(section, sent.root) for section in sent.sections[1:]}

    result = ingest.accept(decode(encode(sent, acknowledged), registry), "test")

    assert isinstance(result, NeedSections)
    assert result.need == tuple(acknowledged)


def test_what_a_complete_section_leaves_out_is_retired(ingest: Ingest, registry: Registry, store: GraphStore) -> None:
    send(ingest, registry, report(replace(APP, interfaces=("eth0", "eth1"))))

    result = send(ingest, registry, report(APP, at=2))

    assert statuses(store, "network_interface") == {"eth0": "active", "eth1": "retired"}
    assert result.sections["network_interfaces"].retired == 1


@pytest.mark.parametrize("outcome", ["partial", "failed"])
def test_what_a_failed_read_leaves_out_stays(
    ingest: Ingest, registry: Registry, store: GraphStore, outcome: Outcome
) -> None:
    send(ingest, registry, report(replace(APP, interfaces=("eth0", "eth1"))))
    sent = report(replace(APP, interfaces=()), at=2)
    sent.sections[1].outcome = outcome

    send(ingest, registry, sent)

    assert statuses(store, "network_interface") == {"eth0": "active", "eth1": "active"}
    assert ("10.0.0.1", "ASSIGNED_TO", "eth0") in open_relationships(store)


def test_an_enumeration_older_than_the_stored_one_retires_nothing(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(replace(APP, interfaces=("eth0", "eth1")), at=5))

    send(ingest, registry, report(APP, at=2))

    assert statuses(store, "network_interface") == {"eth0": "active", "eth1": "active"}


def test_a_returning_part_is_the_same_ci(ingest: Ingest, registry: Registry, store: GraphStore) -> None:
    for at, interfaces in enumerate((("eth0", "eth1"), ("eth0",), ("eth0", "eth1")), 1):
        send(ingest, registry, report(replace(APP, interfaces=interfaces), at=at))

    assert statuses(store, "network_interface") == {"eth0": "active", "eth1": "active"}
    assert ("eth1", "PART_OF", "app1") in open_relationships(store)


def test_two_sources_that_share_a_strong_identifier_report_one_machine(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(replace(APP, serial_number="ABC123"), source="one"))
    send(ingest, registry, report(replace(APP, serial_number="ABC 123"), source="two"))

    assert statuses(store, "server") == {"app1": "active"}
    assert statuses(store, "network_interface") == {"eth0": "active"}


def test_a_source_that_knows_both_names_of_a_machine_makes_two_cis_one(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    by_serial = replace(APP, name="a", machine_id=None, serial_number="ABC123")
    by_id = replace(APP, name="b", machine_id="1" * 31 + "2")
    send(ingest, registry, scanned(by_serial, source="one"))
    send(ingest, registry, scanned(by_id, source="two"))

    send(ingest, registry, scanned(replace(by_id, serial_number="ABC123"), source="three", at=2))

    assert sorted(statuses(store, "server").values()) == ["active", "merged"]
    assert sorted(statuses(store, "network_interface").values()).count("active") == 1


def test_placeholder_values_identify_nobody(ingest: Ingest, registry: Registry, store: GraphStore) -> None:
    for name in ("a", "b"):
        machine = Machine(name, f"10.0.0.{ord(name)}", serial_number="To be filled by O.E.M.")
        send(ingest, registry, report(replace(machine, system_uuid="03000200-0400-0500-0006-000700080009")))

    assert statuses(store, "server") == {"a": "active", "b": "active"}


def test_the_valid_items_of_a_partly_bad_report_are_stored_and_the_rest_is_parked(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    body = msgspec.json.decode(encode(report(replace(APP, interfaces=("eth0", "eth1")))))
    body["sections"][1]["cis"][1]["attributes"]["mtu"] = "large"
    body["sections"][2]["cis"].append({"ref": "spaceship:1", "ci_class": "spaceship"})

    result = ingest.accept(decode(msgspec.json.encode(body), registry), "test")

    assert isinstance(result, IngestResult)
    assert result.status == "partial"
    parked = [entry for section in result.sections.values() for entry in section.parked]
    assert {(entry.section, entry.field, entry.value) for entry in parked} == {
        ("network_interfaces", "mtu", "large"),
        ("programs", "ci_class", "spaceship"),
    }
    assert all(entry.remedy for entry in parked)
    assert statuses(store, "network_interface") == {"eth0": "active", "eth1": "active"}


def test_a_parked_item_waits_until_its_owner_is_reported(ingest: Ingest, registry: Registry, store: GraphStore) -> None:
    body = msgspec.json.decode(encode(report(APP)))
    extra = {"ref": "filesystem:/", "ci_class": "filesystem", "attributes": {"mount_point": "/"}}
    body["sections"][2]["cis"].append(extra)
    body["sections"][2]["relationships"].append({"type": "PART_OF", "source": "filesystem:/", "target": "server:late"})
    ingest.accept(decode(msgspec.json.encode(body), registry), "test")
    late = msgspec.json.decode(encode(report(replace(APP, name="late"), source="app1")))
    parked = store.read(lambda tx: tx.run(PARKED))

    before = ingest.retry_parked(parked[0]["uid"], "test")
    late["sections"] = late["sections"][:1]
    late["sections"][0]["name"] = "other"
    late["root"]["ref"] = "server:app1"
    ingest.accept(decode(msgspec.json.encode({**late, "observed_at": "2026-01-01T00:09:00Z"}), registry), "test")

    assert before is not None
    assert len(before.parked) == 1
    assert store.read(lambda tx: tx.run(PARKED)) == []
    assert statuses(store, "filesystem") == {"/": "active"}


def test_a_report_without_its_root_is_refused_as_a_whole(ingest: Ingest, registry: Registry, store: GraphStore) -> None:
    sent = report(APP)
    rootless = replace(sent, sections=sent.sections[1:])

    with pytest.raises(ReportRejectedError) as refused:
        ingest.accept(decode(encode(rootless), registry), "test")

    assert refused.value.errors[0].field == "root.ref"
    assert statuses(store, "network_interface") == {}
