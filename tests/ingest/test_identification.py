"""Who is who, as a pure function of what records say of themselves."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.ingest.cases import cases_of
from cmdb_server.ingest.contested import GOOD, JUNK, Standing, contested_values
from cmdb_server.ingest.decisions import ONE, TWO, Decision, latest_first
from cmdb_server.ingest.identification import Cluster, Heads, Knowledge, clusters_of, name_clusters
from cmdb_server.ingest.keys import keys_of
from cmdb_server.ingest.scoring import balance, rules_of, values_of, weigh
from cmdb_server.ingest.units import Unit
from graph_schema import load_registry
from graph_schema.declare import AttributeValue

SERVER = load_registry().ci_class("server")
RULES = rules_of([SERVER])
UUIDS = ("4c4c4544-0037-3310-8043-b7c04f4a5831", "4c4c4544-0037-3310-8043-b7c04f4a5832")
MACS = ("00:1b:21:00:00:01", "00:1b:21:00:00:02", "00:1b:21:00:00:03", "00:1b:21:00:00:04")
LOCAL_MAC = "52:54:00:00:00:01"
IDS = ("1" * 31 + "2", "1" * 31 + "3")


def unit(ref: str, **attributes: AttributeValue) -> Unit:
    """What a source says of a device."""
    return Unit("agent:1", ref, "server", keys_of(SERVER, attributes, "default"), "", "")


def agent(ref: str, **attributes: AttributeValue) -> Unit:
    """What an agent says of its device; each has a key of its own."""
    return Unit("agent:1", ref, "server", keys_of(SERVER, attributes, "default", [f"agent_key:{ref}"]), "", "")


def known(ref: str, uid: str, former: str = "") -> Unit:
    """A record that is of a CI."""
    return Unit("agent:1", ref, "server", (), "", uid, former)


def told(*units: Unit, decisions: Sequence[Decision] = (), pins: dict[str, str] | None = None) -> Knowledge:
    """What decides beside these records."""
    return Knowledge(RULES, contested_values(units, RULES, Standing(pins or {})), latest_first(decisions))


def refs(*units: Unit, decisions: Sequence[Decision] = (), pins: dict[str, str] | None = None) -> list[str]:
    """The refs of each device, as one text."""
    clusters = clusters_of(units, told(*units, decisions=decisions, pins=pins))
    return ["".join(sorted(entry.ref for entry in cluster.units)) for cluster in clusters]


def asked(*units: Unit, decisions: Sequence[Decision] = ()) -> list[tuple[str, str]]:
    """The pairs of devices of which a person is asked, each by its first ref."""
    knowledge = told(*units, decisions=decisions)
    clusters = clusters_of(units, knowledge)
    names = [cluster.units[0].ref for cluster in clusters]
    return [(case.left, case.right) for case in cases_of(clusters, names, knowledge)]


def decision(verdict: str, left: str, right: str, at: int = 1) -> Decision:
    """A person's word on records."""
    first, second = (frozenset(f"agent:1|{ref}" for ref in side) for side in (left, right))
    return Decision(f"{verdict}{at}", verdict, first, second, at)


def test_a_platform_uuid_is_the_same_in_both_byte_orders() -> None:
    one = unit("a", system_uuid=UUIDS[0])
    other = unit("b", system_uuid="44454c4c-3700-1033-8043-b7c04f4a5831")

    assert refs(one, other) == ["ab"]


def test_a_serial_number_that_spells_the_platform_uuid_is_that_uuid() -> None:
    inside = unit("a", system_uuid=UUIDS[0], fqdn="web")
    listed = unit("b", serial_number="VMWARE-4C4C454400373310-8043B7C04F4A5831")

    assert refs(inside, listed) == ["ab"]
    assert len([key for key in unit("c", serial_number="ABC-123").keys if key.rule == "system_uuid"]) == 0


def test_one_strong_identifier_outweighs_what_changes_in_a_reimaged_machine() -> None:
    before = unit("a", system_uuid=UUIDS[0], machine_id=IDS[0], mac_addresses=[MACS[0]], fqdn="old")
    after = unit("b", system_uuid=UUIDS[0], machine_id=IDS[1], mac_addresses=[MACS[0]], fqdn="new")

    assert refs(before, after) == ["ab"]


def test_a_reimaged_machine_is_known_by_its_local_address_and_its_name() -> None:
    attributes: dict[str, AttributeValue] = {"name": "lb1", "fqdn": "lb1.example.net", "mac_addresses": [LOCAL_MAC]}
    before = agent("a", machine_id=IDS[0], **attributes)
    after = agent("b", machine_id=IDS[1], **attributes)

    assert refs(before, after) == ["ab"]
    assert refs(before, agent("b", machine_id=IDS[1], **{**attributes, "mac_addresses": ["52:54:00:00:00:02"]})) == [
        "a",
        "b",
    ]


def test_a_local_address_tells_nothing_of_machines_of_other_names() -> None:
    one, other = (unit(ref, name=f"web{ref}", mac_addresses=[LOCAL_MAC]) for ref in ("a", "b"))

    assert refs(one, other) == ["a", "b"]
    assert asked(one, other) == []


def test_a_renamed_machine_that_one_source_knows_by_its_old_name_is_one_by_its_place() -> None:
    place: dict[str, AttributeValue] = {"mac_addresses": [LOCAL_MAC], "ip_addresses": ["10.0.0.1"]}
    listed = unit("a", name="app1", fqdn="app1.example", **place)
    logged_in = unit("b", name="shop1", fqdn="shop1.example", machine_id=IDS[0], **place)
    another = unit("c", name="web1", fqdn="web1.example", machine_id=IDS[1], **place)
    elsewhere = unit("d", name="shop1", mac_addresses=[LOCAL_MAC], ip_addresses=["10.0.0.2"])

    assert refs(listed, logged_in) == ["ab"]
    assert refs(logged_in, another) == ["b", "c"]
    assert asked(logged_in, another) == [("b", "c")]
    assert refs(listed, elsewhere) == ["a", "d"]


@pytest.mark.parametrize("mac", [MACS[0], "02:42:ac:11:00:02", "52:54:00:12:34:56"])
def test_a_dock_and_the_first_container_of_each_host_are_no_place(mac: str) -> None:
    rules = {key.rule for key in unit("a", mac_addresses=[mac], ip_addresses=["10.0.0.1"]).keys}

    assert "placed_mac" not in rules


def test_who_has_very_many_hardware_addresses_is_not_known_by_each_place() -> None:
    macs = [f"52:54:00:00:01:{number:02x}" for number in range(20)]
    addresses = [f"10.0.0.{number}" for number in range(1, 15)]

    assert not any(key.rule == "placed_mac" for key in unit("a", mac_addresses=macs, ip_addresses=addresses).keys)


def test_two_serial_numbers_are_two_machines_whatever_else_is_equal() -> None:
    one, other = (unit(ref, serial_number=ref, machine_id=IDS[0], fqdn="web") for ref in ("a", "b"))

    assert refs(one, other) == ["a", "b"]


def test_a_serial_number_is_the_same_in_other_words_for_the_maker() -> None:
    one, other = (unit(ref, manufacturer=maker, serial_number="S1") for ref, maker in (("a", "ACME"), ("b", "Apex")))

    assert refs(one, other) == ["ab"]


def test_what_is_copied_with_a_disk_counts_once() -> None:
    one, other = (
        unit(ref, machine_id=IDS[0], fqdn="web", mac_addresses=[mac]) for ref, mac in zip("ab", MACS, strict=False)
    )

    assert refs(one, other) == ["a", "b"]
    assert asked(one, other) == [("a", "b")]


def test_a_copied_virtual_machine_is_another_one_though_its_firmware_is_copied_too() -> None:
    firmware: dict[str, AttributeValue] = {"system_uuid": UUIDS[0], "manufacturer": "VMware", "serial_number": "VM1"}
    one, other = (
        unit(ref, **firmware, machine_id=number, fqdn=ref, mac_addresses=[mac])
        for ref, number, mac in zip("ab", IDS, MACS, strict=False)
    )

    assert refs(one, other) == ["a", "b"]
    assert asked(one, other) == [("a", "b")]


def test_of_mac_addresses_the_share_in_common_counts() -> None:
    one = unit("a", mac_addresses=list(MACS[:2]))

    assert refs(one, unit("b", mac_addresses=list(MACS[:3]))) == ["ab"]
    assert refs(one, unit("b", mac_addresses=list(MACS[1:]))) == ["a", "b"]
    assert asked(one, unit("b", mac_addresses=list(MACS[1:]))) == [("a", "b")]


def test_local_group_and_virtual_router_addresses_identify_nobody() -> None:
    macs: AttributeValue = ["02:42:ac:11:00:02", "01:00:5e:00:00:01", "00:00:5e:00:01:05", "52:54:00:12:34:56"]

    assert unit("a", mac_addresses=macs).keys == ()


def test_an_address_alone_only_asks() -> None:
    one, other = (unit(ref, ip_addresses=["10.0.0.1", "127.0.0.1"]) for ref in ("a", "b"))

    assert refs(one, other) == ["a", "b"]
    assert asked(one, other) == [("a", "b")]
    assert asked(unit("a", ip_addresses=["127.0.0.1"]), unit("b", ip_addresses=["127.0.0.1"])) == []


def test_a_host_name_alone_only_asks() -> None:
    listed, seen, other = (
        unit(ref, name=name) for ref, name in (("a", "WEB1"), ("b", "web1.example.net"), ("c", "web2"))
    )

    assert refs(listed, seen, other) == ["a", "b", "c"]
    assert asked(listed, seen, other) == [("a", "b")]


@pytest.mark.parametrize(
    "name", ["localhost", "ubuntu", "10.0.0.1", "fe80::1", "HP LaserJet 400", "Default string", "x"]
)
def test_what_machines_are_called_by_default_names_nobody(name: str) -> None:
    assert unit("a", name=name).keys == ()


def test_who_knows_two_names_of_a_device_makes_two_one() -> None:
    both = unit("c", system_uuid=UUIDS[0], serial_number="S1")

    assert refs(unit("a", system_uuid=UUIDS[0]), unit("b", serial_number="S1"), both) == ["abc"]


def test_a_cloned_machine_id_identifies_nobody() -> None:
    one, other = (unit(ref, system_uuid=uuid, machine_id=IDS[0]) for ref, uuid in zip("ab", UUIDS, strict=True))
    weak = unit("c", machine_id=IDS[0])

    assert told(one, other, weak).ignored == {f"machine_id:{IDS[0]}"}
    assert refs(one, other, weak) == ["a", "b", "c"]


def test_two_agents_with_one_machine_id_that_agree_in_nothing_else_are_asked_about() -> None:
    one, other, third = (agent(ref, machine_id=IDS[0], fqdn=ref, name=ref) for ref in ("aa", "bb", "cc"))

    assert refs(one, other) == ["aa", "bb"]
    assert asked(one, other) == [("aa", "bb")]
    assert told(one, other, third).ignored == {f"machine_id:{IDS[0]}"}


def test_scanned_machines_with_one_machine_id_and_local_addresses_are_not_one() -> None:
    said = [
        {"name": f"app{ref}", "fqdn": f"app{ref}.example", "mac_addresses": [f"{LOCAL_MAC[:-1]}{ref}"]} for ref in "abc"
    ]
    one, other, third = (unit(entry["name"][-1], machine_id=IDS[0], **entry) for entry in said)
    moved = unit("d", machine_id=IDS[0], name="elsewhere", mac_addresses=[MACS[0]])

    assert refs(one, other) == ["a", "b"]
    assert asked(one, other) == [("a", "b")]
    assert told(one, other, third).ignored == {f"machine_id:{IDS[0]}"}
    assert refs(one, moved) == ["ad"]


def test_a_machine_that_was_reimaged_and_tells_no_hardware_is_asked_about() -> None:
    before, after = (
        agent(ref, machine_id=number, fqdn="lb1.example", name="lb1", ip_addresses=["10.0.0.1"])
        for ref, number in zip("ab", IDS, strict=True)
    )

    assert refs(before, after) == ["a", "b"]
    assert asked(before, after) == [("a", "b")]


def test_who_has_what_another_had_before_is_asked_about() -> None:
    listed, renamed = unit("a", serial_number="S1", fqdn="old"), unit("b", machine_id=IDS[0], fqdn="new")
    ever = {renamed.ref_key: {*renamed.keys, *unit("b", fqdn="old").keys}}
    knowledge = replace(told(listed, renamed), ever=ever)

    [case] = cases_of(clusters_of([listed, renamed], knowledge), ["a", "b"], knowledge)

    assert (case.left, case.right) == ("a", "b")
    assert [(entry.rule, entry.score, entry.is_past) for entry in case.evidence] == [("fqdn", 20, True)]
    assert asked(listed, renamed) == []


def test_what_three_machines_share_that_have_nothing_else_in_common_identifies_nobody() -> None:
    junk: dict[str, AttributeValue] = {"system_uuid": UUIDS[0], "serial_number": "FACTORY"}
    boxes = [unit(ref, **junk, machine_id=ref * 32, mac_addresses=[mac]) for ref, mac in zip("abc", MACS, strict=False)]

    assert refs(*boxes) == ["a", "b", "c"]
    assert asked(*boxes[:2]) == [("a", "b")]


def test_a_serial_number_is_junk_in_all_its_words_where_switches_share_nothing_else() -> None:
    junk: dict[str, AttributeValue] = {"manufacturer": "Cheapo", "serial_number": "NOSER1"}
    switches = [unit(ref, **junk, mac_addresses=[mac]) for ref, mac in zip("abc", MACS, strict=False)]

    assert told(*switches).ignored == {"serial_number:cheapo:NOSER1", "serial:NOSER1"}
    assert refs(*switches) == ["a", "b", "c"]
    assert refs(*switches[:2]) == ["ab"]


def test_a_pinned_value_is_what_the_person_says() -> None:
    one, other = (unit(ref, machine_id=IDS[0], fqdn="web") for ref in ("a", "b"))
    clones = [unit(ref, system_uuid=uuid, machine_id=IDS[0]) for ref, uuid in zip("ab", UUIDS, strict=True)]
    text = f"machine_id:{IDS[0]}"

    assert told(one, other, pins={text: JUNK}).ignored == {text}
    assert told(*clones, pins={text: GOOD}).ignored == frozenset()


def test_who_fits_two_devices_that_contradict_each_other_joins_neither() -> None:
    one, other = (unit(ref, serial_number=ref, mac_addresses=[mac]) for ref, mac in zip("ab", MACS, strict=False))
    both = unit("c", mac_addresses=[MACS[0], MACS[1]])

    assert refs(one, other, both) == ["a", "b", "c"]
    assert asked(one, other, both) == [("a", "c"), ("b", "c")]


def test_a_report_that_claims_another_machines_serial_number_does_not_become_it() -> None:
    owner = unit("a", serial_number="S1", system_uuid=UUIDS[0], machine_id=IDS[0], mac_addresses=[MACS[0]])
    thief = unit("b", serial_number="S1", system_uuid=UUIDS[1], machine_id=IDS[1], mac_addresses=[MACS[1]])

    assert refs(owner, thief) == ["a", "b"]


def test_the_latest_word_of_a_person_outweighs_every_score() -> None:
    one, other = (unit(ref, serial_number=ref) for ref in ("a", "b"))
    same = unit("c", serial_number="a")
    joined, parted = decision(ONE, "a", "b"), decision(TWO, "ac", "b", at=2)

    assert refs(one, other, same, decisions=[joined]) == ["abc"]
    assert refs(one, other, same, decisions=[joined, parted]) == ["ac", "b"]
    assert refs(one, other, unit("d", serial_number="d"), decisions=[decision(ONE, "ad", "b")]) == ["abd"]
    assert refs(one, same, decisions=[decision(TWO, "a", "c")]) == ["a", "c"]
    assert asked(one, same, decisions=[decision(TWO, "a", "c")]) == []


def test_a_device_keeps_its_oldest_uid_and_no_two_devices_have_the_same() -> None:
    one = Cluster(units=[known("a", "young"), known("b", "old")])
    two = Cluster(units=[known("c", "old", "gone"), known("d", "lost")])

    assert name_clusters([one, two], Heads({"young": 2, "old": 1})) == ["old", ""]
    assert name_clusters([one, two], Heads({"young": 2, "old": 1}, {"gone": 3})) == ["old", "gone"]


def test_a_device_keeps_its_uid_where_another_one_answers_at_its_address_now() -> None:
    first, second = unit("a", machine_id=IDS[0]), unit("b", machine_id=IDS[1])
    # The record of the second device's address tells of the first one, which that device was known as before.
    moved, stayed = first._replace(uid="second"), first._replace(ref="c", uid="first")
    cluster = Cluster(units=[moved, stayed], values=values_of(first.keys))
    known_by = {"first": values_of(first.keys), "second": values_of(second.keys)}

    assert name_clusters([cluster], Heads({"first": 2, "second": 1}, {}, known_by, RULES)) == ["first"]
    assert name_clusters([cluster], Heads({"first": 2, "second": 1})) == ["second"]


def test_a_device_that_answers_elsewhere_is_the_alias_that_was_known_by_its_identifiers() -> None:
    first, second = unit("a", machine_id=IDS[0]), unit("b", machine_id=IDS[1])
    here = Cluster(0, [first._replace(uid="first", former="second")], values_of(first.keys))
    there = Cluster(1, [second._replace(uid="first")], values_of(second.keys))
    known_by = {"first": values_of(first.keys), "second": values_of(second.keys)}

    assert name_clusters([here, there], Heads({"first": 1}, {"second": 1}, known_by, RULES)) == ["first", "second"]


def test_of_aliases_with_the_same_identifiers_a_device_is_the_one_that_its_records_were_of() -> None:
    plain, known = unit("a", machine_id=IDS[0]), unit("b", serial_number="S1")
    here = Cluster(0, [plain._replace(uid="first", former="alias 1")], values_of(plain.keys))
    there = Cluster(1, [known._replace(uid="first", former="alias 2")], values_of(known.keys))
    known_by = {"alias 1": values_of(known.keys), "alias 2": values_of(known.keys)}

    aliases = {"alias 1": 1, "alias 2": 2}
    assert name_clusters([here, there], Heads({"first": 1}, aliases, known_by, RULES)) == ["first", "alias 2"]


def test_what_was_of_a_device_for_longer_stays_it_and_what_came_last_is_its_alias_again() -> None:
    late, early = unit("a", machine_id=IDS[0]), unit("b", machine_id=IDS[1])
    one = Cluster(0, [late._replace(uid="first", former="alias 2")], values_of(late.keys))
    other = Cluster(1, [early._replace(uid="first", former="alias 1")], values_of(early.keys))
    known_by = {"first": values_of([*late.keys, *early.keys])}

    aliases = {"alias 1": 1, "alias 2": 2}
    assert name_clusters([one, other], Heads({"first": 1}, aliases, known_by, RULES)) == ["alias 2", "first"]


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "system_uuid": st.sampled_from(UUIDS),
        "serial_number": st.sampled_from(["S1", "S2"]),
        "machine_id": st.sampled_from(IDS),
        "mac_addresses": st.lists(st.sampled_from(MACS), min_size=1, unique=True),
        "fqdn": st.sampled_from(["web", "db"]),
    },
)


@given(st.lists(VALUES, max_size=6))
def test_no_pair_that_matches_is_left_apart_without_a_question(said: list[dict[str, AttributeValue]]) -> None:
    units = [unit(str(number), **attributes) for number, attributes in enumerate(said)]
    knowledge = told(*units)
    clusters = clusters_of(units, knowledge)
    names = [cluster.units[0].ref for cluster in clusters]
    cases = {(case.left, case.right) for case in cases_of(clusters, names, knowledge)}

    for position, one in enumerate(clusters):
        for other in clusters[position + 1 :]:
            pair = tuple(sorted((one.units[0].ref, other.units[0].ref)))
            assert balance(weigh(one.values, other.values, RULES)).total < 60 or pair in cases


@given(VALUES, VALUES)
def test_the_score_of_two_records_is_the_same_from_both_sides(
    one: dict[str, AttributeValue], other: dict[str, AttributeValue]
) -> None:
    first, second = (values_of(unit(ref, **said).keys) for ref, said in (("a", one), ("b", other)))

    assert weigh(first, second, RULES) == weigh(second, first, RULES)
