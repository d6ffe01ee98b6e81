"""What is told of one CI after sources agreed, disagreed, fell silent and turned out to speak of the same thing."""

from dataclasses import replace

import pytest

from cmdb_server.ci_detail.answers import AttributeClaim, CIAttribute, CIDetail
from cmdb_server.ci_detail.detail import CIDetails
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.report import Report, Section, encode
from tests.ingest.machines import Machine, report

ALL = (0, 500)
APP = Machine("app1", connects=(("10.0.0.2", 5432),))
DB = Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,))


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture
def ingest(store: GraphStore, registry: Registry) -> Ingest:
    """The way in, on an empty graph."""
    return Ingest(store, registry)


@pytest.fixture
def details(store: GraphStore, registry: Registry) -> CIDetails:
    """The questions about single CIs."""
    return CIDetails(store, registry)


def send(ingest: Ingest, registry: Registry, sent: Report) -> str:
    """Store a report; the uid of its root."""
    result = ingest.accept(decode(encode(sent), registry), "test")
    assert isinstance(result, IngestResult)
    assert result.status == "stored"
    return result.root_uid


def said_by(source: str, machine: Machine, at: int = 1, report_id: str = "") -> Report:
    """The report of a machine by a source of any kind."""
    sent = report(machine, at, report_id=report_id)
    return replace(sent, source=source, report_id=f"{source}-{at}", root=replace(sent.root, identifiers=()))


def failing(sent: Report, name: str) -> Report:
    """The same report with one section that could not be read."""
    sections = (
        Section(entry.name, "failed", "no permission") if entry.name == name else entry for entry in sent.sections
    )
    return replace(sent, sections=tuple(sections))


def found(details: CIDetails, uid: str) -> CIDetail:
    """What is told of a CI that is there."""
    answer = details.ci(uid)
    assert answer is not None
    return answer


def attribute(details: CIDetails, uid: str, name: str) -> CIAttribute:
    """One attribute of a CI."""
    return next(entry for entry in found(details, uid).attributes if entry.name == name)


def claims(entry: CIAttribute) -> set[tuple[str, object]]:
    """Who says what of an attribute."""
    return {(claim.source.key, claim.value) for claim in entry.claims}


def test_of_rival_claims_the_higher_source_wins_and_the_others_are_shown(
    ingest: Ingest, details: CIDetails, registry: Registry
) -> None:
    uid = send(ingest, registry, said_by("agent:a", APP, at=1))
    send(ingest, registry, said_by("api:erp", replace(APP, kernel="5.10"), at=2))
    send(ingest, registry, said_by("import:racks", replace(APP, kernel="4.19"), at=3))

    kernel = attribute(details, uid, "kernel_version")

    assert kernel.value == "6.1"
    assert kernel.source is not None
    assert kernel.source.key == "agent:a"
    assert kernel.observed_at == "2026-01-01T00:01:00Z"
    assert claims(kernel) == {("agent:a", "6.1"), ("api:erp", "5.10"), ("import:racks", "4.19")}
    assert [source.key for source in found(details, uid).sources] == ["agent:a", "api:erp", "import:racks"]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_of_equal_sources_the_same_one_wins_in_any_order(
    ingest: Ingest, details: CIDetails, registry: Registry, order: tuple[int, int]
) -> None:
    uid = ""
    for number in order:
        uid = send(ingest, registry, said_by(f"api:{number}", replace(APP, kernel=f"6.{number}")))

    kernel = attribute(details, uid, "kernel_version")

    assert kernel.value == "6.1"
    assert claims(kernel) == {("api:1", "6.1"), ("api:2", "6.2")}


def test_a_withdrawn_claim_gives_way_to_the_next(ingest: Ingest, details: CIDetails, registry: Registry) -> None:
    uid = send(ingest, registry, said_by("api:erp", replace(APP, kernel="5.10")))
    send(ingest, registry, said_by("agent:a", APP))
    without = said_by("agent:a", replace(APP, kernel=""), at=2)
    send(ingest, registry, without)

    kernel = attribute(details, uid, "kernel_version")

    assert kernel.value == "5.10"
    assert claims(kernel) == {("api:erp", "5.10")}


def test_what_a_source_no_longer_sees_is_no_claim_of_it(ingest: Ingest, details: CIDetails, registry: Registry) -> None:
    with_card = replace(APP, interfaces=("eth0", "eth1"))
    uid = send(ingest, registry, said_by("agent:a", with_card))
    send(ingest, registry, said_by("ssh:b", with_card))
    send(ingest, registry, said_by("agent:a", APP, at=2))
    page = details.relationships(uid, "in", ("PART_OF",), ALL)
    assert page is not None
    (card,) = [entry.other.uid for entry in page.items if entry.other.name == "eth1"]

    address = attribute(details, card, "mac_address")

    assert {claim.source.key for claim in address.claims} == {"ssh:b"}
    assert address.source is not None
    assert address.source.key == "ssh:b"


def test_an_unchanged_fact_is_as_fresh_as_its_source(ingest: Ingest, details: CIDetails, registry: Registry) -> None:
    uid = send(ingest, registry, report(APP, at=1))
    before = attribute(details, uid, "kernel_version").observed_at
    ingest.accept(decode(encode(report(APP, at=60)), registry), "test")

    after = attribute(details, uid, "kernel_version").observed_at

    assert before == "2026-01-01T00:01:00Z"
    assert after == "2026-01-01T01:00:00Z"


def test_a_fact_that_could_not_be_read_again_stays_as_old_as_it_is(
    ingest: Ingest, details: CIDetails, registry: Registry
) -> None:
    uid = send(ingest, registry, report(APP, at=1))
    send(ingest, registry, failing(report(APP, at=60), "computer"))

    kernel = attribute(details, uid, "kernel_version")

    assert kernel.value == "6.1"
    assert kernel.observed_at == "2026-01-01T00:01:00Z"


def test_a_part_names_its_owner_and_its_computer(ingest: Ingest, details: CIDetails, registry: Registry) -> None:
    uid = send(ingest, registry, report(APP))
    page = details.relationships(uid, "in", ("RUNS_ON",), ALL)
    assert page is not None
    (program,) = [entry.other for entry in page.items]

    ci = found(details, program.uid)

    assert ci.owner == ci.root
    assert ci.root is not None
    assert (ci.root.uid, ci.root.name) == (uid, "app1")
    assert found(details, uid).owner is None
    assert found(details, uid).root is None


def test_what_is_retired_is_told_with_what_was_last_said(
    ingest: Ingest, details: CIDetails, registry: Registry
) -> None:
    uid = send(ingest, registry, report(replace(APP, interfaces=("eth0", "eth1"))))
    page = details.relationships(uid, "in", ("PART_OF",), ALL)
    assert page is not None
    (gone,) = [entry.other.uid for entry in page.items if entry.other.name == "eth1"]
    send(ingest, registry, report(APP, at=2))

    ci = found(details, gone)

    assert (ci.status, ci.name) == ("retired", "eth1")
    assert ci.last_seen_at is None
    assert claims(next(entry for entry in ci.attributes if entry.name == "mac_address"))
    after = details.relationships(uid, "in", ("PART_OF",), ALL)
    assert after is not None
    assert "eth1" not in [entry.other.name for entry in after.items]


def test_two_cis_that_turn_out_to_be_one_are_told_as_one_that_leads_from_the_other(
    ingest: Ingest, details: CIDetails, registry: Registry
) -> None:
    by_serial = Machine("app1", machine_id=None, fqdn=None, serial_number="SN1", programs=())
    by_id = Machine("app1", fqdn=None, address="10.0.0.9")
    both = Machine("app1", fqdn=None, serial_number="SN1", address="10.0.0.9")
    first = send(ingest, registry, said_by("snmp:s", by_serial, at=1))
    second = send(ingest, registry, said_by("agent:a", by_id, at=2))
    root = send(ingest, registry, said_by("agent:a", both, at=3))

    survivor, merged = found(details, root), found(details, next(uid for uid in (first, second) if uid != root))

    assert first != second
    assert root in (first, second)
    assert merged.status == "merged"
    assert merged.merged_into == root
    assert survivor.merged_into is None
    assert {source.key for source in survivor.sources} == {"snmp:s", "agent:a"}
    assert {entry.name for entry in survivor.attributes} >= {"serial_number", "machine_id"}
    page = details.history(root, "", 100)
    assert page is not None
    assert len(page.items) == survivor.counts.history


def test_the_history_tells_what_changed_newest_first(ingest: Ingest, details: CIDetails, registry: Registry) -> None:
    uid = send(ingest, registry, report(APP, at=1))
    send(ingest, registry, report(replace(APP, kernel="6.2"), at=2))
    send(ingest, registry, report(replace(APP, kernel="6.3"), at=3))

    page = details.history(uid, "", 100)

    assert page is not None
    kernels = [
        (change.old, change.new)
        for event in page.items
        for change in event.changes
        if change.attribute == "kernel_version"
    ]
    assert kernels[:2] == [("6.2", "6.3"), ("6.1", "6.2")]
    assert page.items[-1].kind == "created"
    assert page.items[0].source is not None
    assert page.items[0].source.key == "agent:app1"
    assert page.items[0].observed_at == "2026-01-01T00:03:00Z"
    assert page.next_cursor is None


def test_events_of_one_moment_are_read_once_each(details: CIDetails, store: GraphStore, registry: Registry) -> None:
    frozen = Ingest(store, registry, lambda: 1_800_000_000_000_000)
    uid = ""
    for number in range(6):
        # Of equal sources the smaller key wins, so each of these changes the CI.
        uid = send(frozen, registry, said_by(f"api:{6 - number}", replace(APP, kernel=f"6.{number}"), at=number))
    whole = details.history(uid, "", 100)

    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = details.history(uid, cursor, 2)
        assert page is not None
        seen += [event.uid for event in page.items]
        cursor = page.next_cursor

    assert whole is not None
    assert seen == [event.uid for event in whole.items]
    assert len(seen) == len(set(seen)) == found(details, uid).counts.history == 6


def test_a_program_that_returned_has_a_history_of_both(ingest: Ingest, details: CIDetails, registry: Registry) -> None:
    send(ingest, registry, report(replace(APP, programs=("app", "helper"))))
    uid = send(ingest, registry, report(APP, at=2))
    send(ingest, registry, report(replace(APP, programs=("app", "helper")), at=3))
    page = details.relationships(uid, "in", ("RUNS_ON",), ALL)
    assert page is not None
    helper = next(entry.other.uid for entry in page.items if entry.other.name == "helper")

    history = details.history(helper, "", 100)

    assert history is not None
    kinds = [event.kind for event in history.items]
    assert [kind for kind in kinds if kind != "changed"] == ["returned", "retired", "created"]


def test_a_connection_leads_to_an_address_until_its_machine_reports(
    ingest: Ingest, details: CIDetails, registry: Registry
) -> None:
    uid = send(ingest, registry, report(APP))
    before = details.connections(uid, ALL)
    database = send(ingest, registry, report(DB))
    after = details.connections(uid, ALL)
    incoming = details.connections(database, ALL)

    assert before is not None
    assert after is not None
    assert incoming is not None
    (unknown,), (known,), (accepted,) = before.items, after.items, incoming.items
    assert (unknown.peer.ci_class, unknown.peer.name, unknown.peer.computer) == ("remote_peer", "10.0.0.2", None)
    assert (unknown.address, unknown.port, unknown.protocol) == ("10.0.0.2", 5432, "tcp")
    assert known.peer.program is not None
    assert known.peer.computer is not None
    assert (known.peer.program.name, known.peer.computer.name) == ("postgres", "db1")
    assert accepted.direction == "in"
    assert accepted.peer.computer is not None
    assert accepted.peer.computer.uid == uid


def test_nothing_is_told_of_what_is_not_there(details: CIDetails) -> None:
    assert details.ci("ci_nothing") is None
    assert details.relationships("ci_nothing", "both", (), ALL) is None
    assert details.software("ci_nothing", "", ALL) is None
    assert details.connections("ci_nothing", ALL) is None
    assert details.history("ci_nothing", "", 10) is None


def test_a_claim_says_when_it_was_last_known_to_be_so(ingest: Ingest, details: CIDetails, registry: Registry) -> None:
    uid = send(ingest, registry, said_by("api:erp", APP, at=7))

    (claim,) = attribute(details, uid, "kernel_version").claims

    assert claim == AttributeClaim("6.1", claim.source, "2026-01-01T00:07:00Z")
    assert (claim.source.kind, claim.source.name) == ("api", "erp")
