"""What persons decide about identity, and what becomes of it as reports go on."""

from dataclasses import replace

import pytest

from cmdb_server.duplicates.deciding import Duplicates
from cmdb_server.duplicates.reading import MOST_CLAIMANTS, read_standings
from cmdb_server.duplicates.signing import DecisionRefusedError, Signed
from cmdb_server.export.canonical import export_canonical
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.declare import AttributeValue
from graph_schema.report import Ref, Report, ReportedCI, Root, Section, encode
from tests.engine import wipe
from tests.ingest.estates import UUIDS
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import Machine, digits, report, scanned

SERVERS = Query(
    "test.servers", "MATCH (c:CI {ci_class: 'server'}) WHERE c.status <> 'merged' RETURN c.uid AS uid, c.name AS name"
)
INTO = Query("test.into", "MATCH (c:CI {uid: $uid}) RETURN c.merged_into AS uid")
WHO = Signed("ada", "seen in the rack")
ONE = Machine("web1", programs=("nginx",), machine_id=digits("m1"), serial_number="S1", fqdn=None)
TWO = Machine("web2", programs=("apache",), machine_id=digits("m2"), serial_number="S2", fqdn=None)


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture
def duplicates(store: GraphStore, registry: Registry) -> Duplicates:
    """Decisions on the test's graph."""
    return Duplicates(store, registry, now_in_microseconds)


@pytest.fixture
def ingest(store: GraphStore, registry: Registry) -> Ingest:
    """The way in."""
    return Ingest(store, registry)


def send(ingest: Ingest, registry: Registry, *reports: Report) -> None:
    """Take reports in."""
    for sent in reports:
        ingest.accept(decode(encode(sent), registry), "test")


def servers(store: GraphStore) -> dict[str, str]:
    """The uids of the servers that stand for themselves, by name."""
    return {row["name"]: row["uid"] for row in store.read(lambda tx: tx.run(SERVERS))}


def servers_of(store: GraphStore) -> list[str]:
    """The uids of the servers that stand for themselves."""
    return sorted(row["uid"] for row in store.read(lambda tx: tx.run(SERVERS)))


def canonical(store: GraphStore, registry: Registry) -> list[bytes]:
    """The canonical export."""
    return list(export_canonical(store, registry))


def test_merged_cis_are_one_with_all_that_ran_on_them_and_the_old_uid_leads_there(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(ONE), report(TWO))
    before = servers(store)

    done = duplicates.decide((before["web1"], before["web2"]), "one", WHO)

    [kept] = done.ci_uids
    [gone] = set(before.values()) - {kept}
    assert list(servers(store).values()) == [kept]
    assert store.read(lambda tx: tx.run(INTO, uid=gone))[0]["uid"] == kept
    assert {("nginx", "RUNS_ON", "web1"), ("apache", "RUNS_ON", "web1")} <= open_relationships(store)


def test_merge_then_unmerge_is_the_identity_and_brings_the_uids_back(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(ONE), report(TWO))
    before, uids = canonical(store, registry), servers(store)
    merged = duplicates.decide((uids["web1"], uids["web2"]), "one", WHO).ci_uids[0]

    duplicates.unmerge(merged, ["agent:web2|server:web2"], WHO)

    assert canonical(store, registry) == before
    assert servers(store) == uids


def test_a_merge_that_is_taken_back_is_the_identity(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(ONE), report(TWO))
    before, uids = canonical(store, registry), servers(store)
    done = duplicates.decide((uids["web1"], uids["web2"]), "one", WHO)

    duplicates.withdraw(done.decision, WHO)

    assert canonical(store, registry) == before
    assert [entry.is_withdrawn for entry in duplicates.decisions().items] == [True]


def test_unmerge_leads_to_the_right_cis_what_arrived_after_the_merge(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(ONE), report(TWO))
    uids = servers(store)
    merged = duplicates.decide((uids["web1"], uids["web2"]), "one", WHO).ci_uids[0]
    scan = replace(TWO, programs=("apache", "mysql"))
    send(ingest, registry, report(scan, at=2, source="scan"), report(replace(TWO, kernel="7.0"), at=3))

    duplicates.unmerge(merged, ["agent:web2|server:web2", "agent:scan|server:web2"], WHO)

    assert ("mysql", "RUNS_ON", "web2") in open_relationships(store)
    assert ("nginx", "RUNS_ON", "web1") in open_relationships(store)
    assert len(servers(store)) == 2


def test_records_that_would_match_stay_apart_when_a_person_says_so(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(ONE), report(ONE, source="other"))
    [uid] = servers(store).values()

    duplicates.unmerge(uid, ["agent:other|server:web1"], WHO)
    send(ingest, registry, report(replace(ONE, kernel="7.0"), at=2, source="other"))

    assert len(statuses(store, "server")) == 2
    assert [entry.verdict for entry in duplicates.decisions().items] == ["two"]


def test_a_case_is_asked_and_the_answer_closes_it(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    old = replace(ONE, serial_number=None, system_uuid=UUIDS[0])
    new = replace(old, system_uuid=UUIDS[1])
    send(ingest, registry, report(old, source="old"), report(new, at=2, source="new"))
    [case] = duplicates.inbox(0, 10).items

    duplicates.decide((case.left.uid, case.right.uid), "two", WHO)

    assert {entry.rule: entry.score for entry in case.evidence} == {
        "system_uuid": -100,
        "machine_id": 80,
        "agent_key": -30,
        "name": 20,
    }
    assert duplicates.inbox(0, 10).total == duplicates.open_cases() == 0
    assert len(statuses(store, "server")) == 2


def test_a_renamed_machine_is_asked_about_with_whoever_knows_it_by_its_old_name_only(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    listed = replace(ONE, machine_id=None, fqdn="old.example.net")
    seen = replace(TWO, serial_number=None, fqdn="old.example.net")
    renamed = replace(seen, fqdn="new.example.net")
    told = [scanned(listed, source="list"), report(seen, 1, "scan"), report(renamed, 2, "scan")]
    send(ingest, registry, *told)
    in_order, asked = canonical(store, registry), duplicates.inbox(0, 10).items
    wipe(store)

    send(ingest, registry, *reversed(told))

    assert [case.reason for case in asked] == ["one has an identifier that the other had before"]
    assert canonical(store, registry) == in_order


def test_sections_that_are_stored_together_leave_one_version_of_a_case(
    duplicates: Duplicates, ingest: Ingest, registry: Registry
) -> None:
    ref = Ref("server:web1")
    named: dict[str, AttributeValue] = {"name": "web1"}
    addressed: dict[str, AttributeValue] = {**named, "ip_addresses": ["10.0.0.9"]}

    for source, said in (("list", [addressed]), ("scan", [addressed, named])):
        sections = tuple(Section(f"s{n}", cis={ref: ReportedCI(ref, "server", what)}) for n, what in enumerate(said))
        send(ingest, registry, Report(source, f"api:{source}", "2026-03-02T12:00:00Z", Root(ref, "server"), sections))

    [case] = duplicates.inbox(0, 10).items
    assert {entry.rule: entry.score for entry in case.evidence} == {"name": 20, "address": 20}


def test_clones_that_live_at_the_same_time_are_not_asked_about_but_quarantined(
    duplicates: Duplicates, ingest: Ingest, registry: Registry
) -> None:
    clones = [replace(ONE, name=f"web{n}", serial_number=None, system_uuid=uuid) for n, uuid in enumerate(UUIDS)]
    for at in (1, 2):
        send(ingest, registry, *(report(clone, at, source=f"s{n}") for n, clone in enumerate(clones)))

    [value] = duplicates.quarantine().items
    assert (value.rule, value.state, len(value.claimants)) == ("machine_id", "quarantined", 2)
    assert duplicates.inbox(0, 10).total == 0


def test_a_merge_that_rested_on_a_value_quarantined_since_is_proposed_for_an_unmerge(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    uuids = (*UUIDS, UUIDS[0].replace("4c4c4544", "4c4c4545"))
    clones = [replace(ONE, name=f"web{n}", serial_number=None, system_uuid=uuid) for n, uuid in enumerate(uuids)]
    send(ingest, registry, *(report(clone, at) for at in (1, 2) for clone in clones[:2]))
    merged = duplicates.decide((servers(store)["web0"], servers(store)["web1"]), "one", WHO).decision
    assert [entry.rested_on for entry in duplicates.decisions().items] == [[]]

    send(ingest, registry, *(report(clones[2], at) for at in (1, 2)))

    [doubtful] = duplicates.decisions().items
    assert (doubtful.uid, doubtful.rested_on) == (merged, [f"machine_id:{digits('m1')}"])
    duplicates.withdraw(merged, WHO)
    assert sorted(servers(store)) == ["web0", "web1", "web2"]
    assert [entry.rested_on for entry in duplicates.decisions().items] == [[]]


def test_of_many_claimants_of_a_value_no_more_are_read_than_shown(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    clones = [Ref(f"server:web{number}") for number in range(MOST_CLAIMANTS + 5)]
    said: list[dict[str, AttributeValue]] = [
        {"machine_id": digits("m1"), "serial_number": f"S{number}"} for number in range(len(clones))
    ]
    cis = {ref: ReportedCI(ref, "server", what) for ref, what in zip(clones, said, strict=True)}
    root = Root(clones[0], "server")
    send(ingest, registry, Report("r", "api:list", "2026-03-02T12:00:00Z", root, (Section("clones", cis=cis),)))

    standings = store.read(read_standings)
    [value] = duplicates.quarantine().items

    assert len(standings.cis) == len(value.claimants) == MOST_CLAIMANTS
    assert (value.state, value.claimed_by) == ("quarantined", len(clones))


def test_a_value_pinned_as_junk_parts_what_it_held_together_until_it_is_released(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    weak = replace(ONE, serial_number=None)
    send(ingest, registry, report(weak), report(weak, source="other"))
    before, key = canonical(store, registry), f"machine_id:{digits('m1')}"

    duplicates.pin(key, "junk", WHO)
    apart = len(statuses(store, "server"))
    [pinned] = duplicates.quarantine().items
    duplicates.pin(key, "", WHO)

    assert apart == 2
    assert (pinned.state, pinned.pinned_by, pinned.pin_reason) == ("junk", "ada", "seen in the rack")
    assert canonical(store, registry) == before
    assert duplicates.quarantine().items == []


def test_the_identity_card_names_records_rules_aliases_and_decisions(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(ONE), report(TWO))
    uids = servers(store)
    merged = duplicates.decide((uids["web1"], uids["web2"]), "one", WHO).ci_uids[0]

    card = duplicates.card(merged)

    assert card is not None
    assert [record.key for record in card.records] == ["agent:web1|server:web1", "agent:web2|server:web2"]
    assert {rule.rule: list(rule.identifiers) for rule in card.rules}["serial"] == ["serial:S1", "serial:S2"]
    assert set(card.aliases) == set(uids.values()) - {merged}
    assert [decision.verdict for decision in card.decisions] == ["one"]
    assert duplicates.card("ci_none") is None


@pytest.mark.parametrize("records", [[], ["agent:web1|server:web1"], ["agent:x|server:y"]])
def test_a_split_must_leave_records_on_both_sides(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore, records: list[str]
) -> None:
    send(ingest, registry, report(ONE))

    with pytest.raises(DecisionRefusedError, match="records"):
        duplicates.unmerge(servers(store)["web1"], records, WHO)


def test_what_cannot_be_decided_is_refused_with_the_remedy(
    duplicates: Duplicates, ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, report(ONE), report(TWO))
    uids = servers(store)
    kept = duplicates.decide((uids["web1"], uids["web2"]), "one", WHO).ci_uids[0]
    [gone] = set(uids.values()) - {kept}

    for pair, text in (((kept, kept), "same CI"), ((kept, "ci_none"), "is no CI"), ((kept, gone), f"use {kept}")):
        with pytest.raises(DecisionRefusedError, match=text):
            duplicates.decide(pair, "one", WHO)
    with pytest.raises(DecisionRefusedError, match="no decision"):
        duplicates.withdraw("id_none", WHO)
    with pytest.raises(DecisionRefusedError, match="no identifier"):
        duplicates.pin("serial:none", "junk", WHO)
