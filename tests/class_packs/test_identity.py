"""What the identification rules of a class pack would do to the CIs that are stored, before anything is done."""

import pytest

from cmdb_server.class_packs.loading import registry_with
from cmdb_server.duplicates.rehearsing import ClassOutcome, MassMergeError, Rehearsal, redeclare, rehearse
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.ingest.validation import decode
from graph_schema import Registry
from graph_schema.class_packs import read_pack
from graph_schema.report import Ref, Report, ReportedCI, ReportedRelationship, Root, Section, encode

SITE = Ref("site")
LIVE = Query(
    "test.live",
    "MATCH (c:CI) WHERE c.ci_class = $ci_class AND c.status <> 'merged' RETURN count(c) AS cis",
)


def pack(ci_class: str, parent: str, rules: str) -> Registry:
    """The built-in classes and one with the attributes `number` and `colour`."""
    text = f"""
[classes.{ci_class}]
parent = "{parent}"
doc = "A thing."
identified_by = {rules}
[classes.{ci_class}.attributes.number]
type = "text"
doc = "A number."
[classes.{ci_class}.attributes.colour]
type = "text"
doc = "A colour."
[relationship_types.LOCATED_IN]
sources = ["{ci_class}"]
"""
    return registry_with([read_pack("things.toml", text)])


def say(store: GraphStore, registry: Registry, ci_class: str, things: dict[str, dict[str, str]]) -> None:
    """One source for each thing."""
    for source, attributes in things.items():
        ref = Ref(source)
        cis = {SITE: ReportedCI(SITE, "site", {"name": "Oslo"}), ref: ReportedCI(ref, ci_class, attributes)}
        section = Section("things", cis=cis, relationships=[ReportedRelationship("LOCATED_IN", ref, SITE, {})])
        root = Root(ref, ci_class)
        sent = Report(f"{source}", f"api:{source}", "2026-03-02T12:00:00Z", root, (section,))
        Ingest(store, registry).accept(decode(encode(sent), registry), "test")


def outcome(found: Rehearsal, ci_class: str) -> ClassOutcome:
    """What would become of a class."""
    return next(entry for entry in found.classes if entry.name == ci_class)


def live(store: GraphStore, ci_class: str) -> int:
    """How many CIs of a class there are."""
    return store.read(lambda tx: tx.run(LIVE, ci_class=ci_class)[0]["cis"])


FILES = {"terminal": "things.toml"}
READERS = {f"r{number}": {"number": f"n{number}", "colour": "red" if number < 7 else "blue"} for number in range(8)}


def test_a_rule_that_merges_nearly_everything_is_refused_with_the_number(store: GraphStore) -> None:
    say(store, pack("reader", "ci", '[["number"]]'), "reader", READERS)

    found = rehearse(store, pack("reader", "ci", '[["colour"]]'), ["reader"])

    entry = outcome(found, "reader")
    assert (entry.cis, entry.merge, entry.split) == (8, 7, 0)
    assert "classes.reader.identified_by would merge 7 of 8 CIs (identified by colour)" in entry.refusal
    assert len(found.samples[0].others) == 6


def test_the_same_rules_change_nothing(store: GraphStore) -> None:
    registry = pack("reader", "ci", '[{ attributes = ["number"], within = "LOCATED_IN" }]')
    say(store, registry, "reader", READERS)

    found = rehearse(store, registry, ["reader"])

    assert found == Rehearsal((ClassOutcome("reader", 8, 0, 0, 0, 0),), ())


def test_a_rule_about_what_is_missing_leaves_cis_without_a_name(store: GraphStore) -> None:
    say(store, pack("reader", "ci", '[["number"]]'), "reader", {**READERS, "r9": {"number": "n9"}})

    entry = outcome(rehearse(store, pack("reader", "ci", '[["colour", "number"]]'), ["reader"]), "reader")

    assert (entry.merge, entry.unidentified) == (0, 1)


TERMINALS = {
    "t1": {"serial_number": "PT-0001", "number": "till 1"},
    "t2": {"name": "front", "number": "till 1"},
    "t3": {"serial_number": "PT-0003", "number": "till 3"},
}


@pytest.mark.parametrize(
    ("before", "after", "merge", "split"), [("[]", '[["number"]]', 2, 0), ('[["number"]]', "[]", 0, 1)]
)
def test_what_is_predicted_of_devices_is_what_the_next_start_does(
    store: GraphStore, before: str, after: str, merge: int, split: int
) -> None:
    say(store, pack("terminal", "device", before), "terminal", TERMINALS)
    there, registry = live(store, "terminal"), pack("terminal", "device", after)

    entry = outcome(rehearse(store, registry, ["terminal"]), "terminal")
    redeclare(store, registry, FILES, now_in_microseconds())

    assert (entry.cis, entry.merge, entry.split) == (there, merge, split)
    assert live(store, "terminal") == there - merge // 2 + split
    assert outcome(rehearse(store, registry, ["terminal"]), "terminal") == ClassOutcome(
        "terminal", there - merge // 2 + split, 0, 0, 0, 0
    )
    assert redeclare(store, registry, FILES, now_in_microseconds()) == 0


def test_a_start_with_a_rule_that_merges_nearly_everything_names_file_and_number(store: GraphStore) -> None:
    say(store, pack("reader", "ci", '[["number"]]'), "reader", READERS)

    with pytest.raises(MassMergeError, match=r"class pack things\.toml: classes\.reader.* 7 of 8 CIs"):
        redeclare(store, pack("reader", "ci", '[["colour"]]'), {"reader": "things.toml"}, now_in_microseconds())

    assert live(store, "reader") == 8
