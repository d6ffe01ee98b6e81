"""The deciding functions of ingest by themselves: values in, values out."""

import pytest

from cmdb_server.ingest.changes import compare_bonds, display_name
from cmdb_server.ingest.classification import ci_class_of
from cmdb_server.ingest.connections import Listener, Peer, computer_of, listener_of
from cmdb_server.ingest.derivation import DERIVED_TYPES
from cmdb_server.ingest.items import Claim, Target
from cmdb_server.ingest.keys import keys_of
from cmdb_server.ingest.reconciliation import Bond, Projection, ResolvedTarget, Said, bonds_of, project
from cmdb_server.ingest.stored import OPEN, StoredBond
from cmdb_server.ingest.units import unit_of
from graph_schema import load_registry
from graph_schema.declare import AttributeValue

REGISTRY = load_registry()


def said(ref: str = "a", source: str = "agent:1", *, is_absent: bool = False, **attributes: str) -> Said:
    """One observation of a program."""
    return Said(source, ref, "programs", "default", "software_instance", attributes, (), (), 1, is_absent)


def test_of_two_values_for_one_identifier_the_first_section_counts() -> None:
    entries = [said(instance_key="x")._replace(section="b"), said(instance_key="y")._replace(section="a")]

    found = unit_of(REGISTRY, entries, "")

    assert found is not None
    assert [key.text for key in found.keys] == ["software_instance:y"]


def test_a_person_is_believed_before_any_program_and_a_program_before_one_of_a_later_key() -> None:
    claims = [said(source=source, name=source) for source in ("snmp:1", "agent:2", "agent:1", "manual:ada")]

    by_all, by_programs = project(claims, REGISTRY), project(claims[:3], REGISTRY)

    assert by_all is not None
    assert by_programs is not None
    assert by_all.attributes["name"] == "manual:ada"
    assert by_programs.attributes["name"] == "agent:1"


def test_a_ci_is_there_as_long_as_one_source_sees_it() -> None:
    gone = said(is_absent=True, name="a")

    one_left, none_left = project([gone, said(name="b")], REGISTRY), project([gone], REGISTRY)

    assert one_left is not None
    assert none_left is not None
    assert (one_left.status, one_left.attributes["name"]) == ("active", "b")
    assert (none_left.status, none_left.attributes["name"]) == ("retired", "a")
    assert project([], REGISTRY) is None
    assert project([said()._replace(ci_class="")], REGISTRY) is None


def connecting(strength: str, port: int) -> Said:
    """A program that talks to a port."""
    address = Target("endpoint", (("address", "10.0.0.2"), ("port", port)))
    claim = Claim("CONNECTS_TO", address, {"port": port, "strength": strength})
    return said(source=f"agent:{port}")._replace(claims=(claim,))


@pytest.mark.parametrize("entries", [["hard", "soft"], ["soft", "hard"]])
def test_one_hard_connection_makes_a_dependency_hard(entries: list[str]) -> None:
    claims = [connecting(strength, port) for port, strength in enumerate(entries, 1)]

    found = bonds_of("a", claims, ["DEPENDS_ON"], (REGISTRY, lambda _said, _claim: ResolvedTarget("e", "b")))

    (bond,) = found.values()
    assert (bond.source, bond.target, bond.facts["strength"]) == ("a", "b", "hard")
    assert len(bond.claims) == 2


def test_of_two_strengths_the_hard_one_keeps_no_reason_for_being_soft() -> None:
    soft, hard = connecting("soft", 1), connecting("hard", 2)
    claims = (soft.claims[0]._replace(attributes={**soft.claims[0].attributes, "strength_reason": "a cache"}),)

    found = bonds_of(
        "a",
        [soft._replace(claims=claims), hard],
        ["DEPENDS_ON"],
        (REGISTRY, lambda _said, _claim: ResolvedTarget("e", "b")),
    )

    assert [("strength_reason" in bond.facts, bond.facts["strength"]) for bond in found.values()] == [(False, "hard")]


@pytest.mark.parametrize(
    ("purpose", "derived"), [("replication", ["REPLICATES_FROM"]), ("pool", []), ("cache", ["DEPENDS_ON"])]
)
def test_what_follows_from_a_connection_is_what_it_is_for(purpose: str, derived: list[str]) -> None:
    plain = connecting("hard", 1)
    claim = plain.claims[0]._replace(attributes={**plain.claims[0].attributes, "purpose": purpose})

    found = bonds_of(
        "a",
        [plain._replace(claims=(claim,))],
        ["CONNECTS_TO", *DERIVED_TYPES],
        (REGISTRY, lambda _said, _claim: ResolvedTarget("e", "b")),
    )

    assert [(bond.type, bond.target) for bond in found.values()] == [
        ("CONNECTS_TO", "e"),
        *((kind, "b") for kind in derived),
    ]


@pytest.mark.parametrize(
    ("address", "facts", "derived"),
    [
        ("10.0.0.3", {}, []),
        ("127.0.0.1", {}, ["b"]),
        ("10.0.0.3", {"configured_in": "/etc/zabbix.conf"}, ["b"]),
        ("10.0.0.3", {"configured_in": "/etc/prometheus.yml", "purpose": "monitoring"}, []),
    ],
)
def test_a_scanner_needs_only_what_it_is_configured_for_and_what_is_on_its_machine(
    address: str, facts: dict[str, AttributeValue], derived: list[str]
) -> None:
    target = Target("endpoint", (("address", address), ("port", 1), ("protocol", "tcp")))
    scanner = said()._replace(claims=(Claim("CONNECTS_TO", target, facts),))

    found = bonds_of(
        "a",
        [scanner],
        ["CONNECTS_TO", "DEPENDS_ON"],
        (REGISTRY, lambda _said, _claim: ResolvedTarget("e", "b")),
        is_scanner=True,
    )

    assert [bond.target for bond in found.values()] == ["e", *derived]


def test_a_relationship_whose_facts_differ_is_changed_and_noted_unless_they_always_move() -> None:
    before = StoredBond("r", "CONNECTS_TO", "a", "b", ("s",), '{"port":1,"sightings":1}', 1, OPEN)
    lasting = Bond("r", "CONNECTS_TO", "a", "b", ("s",), {"port": 2, "sightings": 1})
    moving = lasting._replace(facts={"port": 1, "sightings": 2})

    changed, counted = (compare_bonds({"r": bond}, {"r": before}, REGISTRY) for bond in (lasting, moving))

    assert changed.update == [(before, lasting)]
    assert changed.changes["a"][0]["change"] == "changed"
    assert (changed.changes["a"][0]["old"], changed.changes["a"][0]["new"]) == ({"port": 1}, {"port": 2})
    assert (counted.update, counted.changes) == ([(before, moving)], {})


def test_a_connection_without_a_port_makes_a_dependency_without_one() -> None:
    claim = Claim("CONNECTS_TO", "software_instance:b", {})

    found = bonds_of(
        "a", [said()._replace(claims=(claim,))], ["DEPENDS_ON"], (REGISTRY, lambda _s, _c: ResolvedTarget("e", "b"))
    )

    assert [sorted(bond.facts) for bond in found.values()] == [["confidence", "derivation", "strength"]]


def test_a_connection_to_itself_or_to_nobody_known_is_no_dependency() -> None:
    for provider in ("", "a"):
        resolved = ResolvedTarget("e", provider)
        assert bonds_of("a", [connecting("hard", 1)], ["DEPENDS_ON"], (REGISTRY, lambda _s, _c, r=resolved: r)) == {}


@pytest.mark.parametrize(
    ("address", "listening", "answers"),
    [
        ("10.0.0.2", ["10.0.0.2", "0.0.0.0"], "10.0.0.2"),  # noqa: S104 - a reported value, nothing is bound
        ("10.0.0.2", ["::", "0.0.0.0"], "0.0.0.0"),  # noqa: S104 - a reported value, nothing is bound
        ("10.0.0.2", ["::", "10.0.0.3"], "::"),
        ("127.0.0.2", ["127.0.0.1"], "127.0.0.1"),
        ("fd00::1", ["0.0.0.0"], "0.0.0.0"),  # noqa: S104 - a reported value, nothing is bound
        ("10.0.0.2", ["10.0.0.3"], None),
    ],
)
def test_the_closest_listener_answers(address: str, listening: list[str], answers: str | None) -> None:
    listeners = [Listener("c", f"e{at}", at, 80, "tcp", "p") for at in listening]

    found = listener_of(Peer(address, 80, "tcp"), [*listeners, Listener("c", "e", address, 81, "tcp", "p")])

    assert (found.address if found else None) == answers


@pytest.mark.parametrize("names", [("p1", "p2", "p3"), ("p3", "p2", "p1")])
def test_of_programs_that_share_a_port_the_same_one_answers_whatever_their_uids(names: tuple[str, str, str]) -> None:
    elsewhere, second, first = names
    told = ((elsewhere, "other", "unit:a"), (second, "c", "unit:b"), (first, "c", "unit:a"))

    found = listener_of(Peer("10.0.0.2", 80, "tcp"), [Listener("c", "e", "10.0.0.2", 80, "tcp", *one) for one in told])

    assert (found.provider if found else None) == first


def test_the_machine_behind_an_address_is_the_own_one_or_the_only_holder() -> None:
    assert computer_of("127.0.0.1", "me", ["other"]) == "me"
    assert computer_of("10.0.0.1", "me", ["other", "me"]) == "me"
    assert computer_of("10.0.0.1", "me", ["other"]) == "other"
    assert computer_of("10.0.0.1", "me", ["other", "third"]) == ""


@pytest.mark.parametrize(
    ("attributes", "identifiers", "name"),
    [
        ({"name": "given", "fqdn": "a.example"}, [], "given"),
        ({"fqdn": "a.example"}, [], "a.example"),
        ({"manufacturer": "Dell", "serial_number": "S1"}, [], "Dell S1"),
        ({}, ["agent_key:1"], "agent_key:1"),
        ({}, [], "Server"),
    ],
)
def test_a_ci_is_shown_by_its_name_or_by_what_identifies_it(
    attributes: dict[str, str], identifiers: list[str], name: str
) -> None:
    projection = Projection("server", "active", attributes, {}, ())

    assert display_name(projection, REGISTRY.ci_class("server"), identifiers) == name


def test_identifiers_come_strongest_first_and_with_their_scope() -> None:
    attributes = {"fqdn": "a.example", "manufacturer": "Dell Inc.", "serial_number": "S1"}

    keys = keys_of(REGISTRY.ci_class("server"), attributes, "branch", ["agent_key:1"])

    assert [key.text for key in keys] == [
        "serial_number:dell:S1",
        "serial:S1",
        "agent_key:1",
        "branch:fqdn:a.example",
    ]
    assert all(key.text.startswith(key.stem) for key in keys)


@pytest.mark.parametrize("beside", ["mac_addresses:zz", "management_address:here", "system_uuid:0", "ip_addresses:"])
def test_what_is_sent_beside_the_attributes_is_no_value_of_an_attribute(beside: str) -> None:
    assert keys_of(REGISTRY.ci_class("server"), {}, "default", [beside]) == ()


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([("agent:1", "server"), ("snmp:1", "network_device")], "server"),
        ([("snmp:1", "network_device"), ("import:1", "server")], "server"),
        ([("agent:1", "network_device"), ("snmp:1", "switch")], "switch"),
        ([("agent:1", "server"), ("snmp:1", "switch")], "switch"),
        ([("ssh:1", "virtual_machine"), ("snmp:1", "network_device")], "virtual_machine"),
        ([("agent:1", "router"), ("ssh:1", "server"), ("snmp:1", "switch")], "router"),
        ([("manual:1", "server"), ("snmp:1", "switch")], "server"),
        ([("manual:1", "network_device"), ("agent:1", "server")], "network_device"),
        ([("snmp:1", "unclassified_device")], "unclassified_device"),
    ],
)
def test_an_exact_class_counts_more_than_a_general_one_and_one_use_more_than_any_a_person_most(
    claims: list[tuple[str, str]], expected: str
) -> None:
    assert ci_class_of(claims, REGISTRY) == expected
