"""What a network map shows of the facts."""

import pytest

from cmdb_server.address_ranges import range_of
from cmdb_server.api.redaction import redacted
from cmdb_server.network_map.answers import NetworkMap
from cmdb_server.network_map.choosing import Wish
from cmdb_server.network_map.seeing import seen_by
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.sight import HIDDEN, REDACTED, Place, sight_of
from tests.network_map.network import REGISTRY, Network, office


def shown(found: NetworkMap) -> list[str]:
    """The devices of a map."""
    return [device.uid for device in found.devices]


def ends(found: NetworkMap) -> set[tuple[str, str]]:
    """The links of a map."""
    return {(link.source, link.target) for link in found.links}


def test_links_lead_away_from_the_way_out_and_name_both_ports() -> None:
    found = office().map()

    assert [(device.uid, device.layer, device.attached_to) for device in found.devices] == [
        ("r1", 0, None), ("s1", 1, None), ("p1", 2, "s1"), ("p2", 2, "s1"), ("s2", 2, None), ("p3", 3, "s2"),
    ]  # fmt: skip
    assert ends(found) == {("r1", "s1"), ("s1", "s2"), ("s1", "p1"), ("s1", "p2"), ("s2", "p3")}
    first = found.links[0].cables[0]
    assert (first.port.uid, first.peer.uid, first.vlans, first.is_inferred) == ("s1/11", "p1/eth0", (10,), False)
    assert [(layer.layer, layer.devices) for layer in found.layers] == [(0, 1), (1, 1), (2, 3), (3, 1)]
    assert [(vlan.vlan_id, vlan.ports) for vlan in found.vlans] == [(10, 3), (20, 4)]
    assert [(subnet.cidr, subnet.devices) for subnet in found.subnets] == [("10.0.10.0/24", 1), ("10.0.20.0/24", 1)]


def test_a_cable_that_both_ends_tell_of_is_one() -> None:
    network = Network()
    network.cable("s1/1", "s2/1", confidence=0.7, sources=["snmp:a"], first_seen_at=2, last_seen_at=3)
    network.cable("s2/1", "s1/1", confidence=1.0, sources=["snmp:b"], first_seen_at=1, last_seen_at=5_000_000)

    (link,) = network.map().links
    (cable,) = link.cables

    assert (link.members, link.is_inferred, cable.confidence) == (1, False, 1.0)
    assert [source.key for source in cable.sources] == ["snmp:a", "snmp:b"]
    assert (cable.first_seen_at, cable.last_seen_at) == ("1970-01-01T00:00:00.000001Z", "1970-01-01T00:00:05Z")


def test_the_members_of_a_bond_are_counted_without_the_bond() -> None:
    network = Network()
    for number in (1, 2, 3):
        network.cable(f"s1/{number}", f"s2/{number}")
    network.port("s1/Po1", "bond")
    network.cable("s1/Po1", "s2/Po1")

    (link,) = network.map().links

    assert (link.members, len(link.cables), link.cables[-1].port.name) == (3, 4, "Po1")


def test_a_link_is_inferred_and_stale_only_where_all_its_cables_are() -> None:
    network = Network()
    network.port("s2/2", status="stale")
    network.cable("s1/1", "s2/1", confidence=0.6)
    network.cable("s1/2", "s2/2", confidence=1.0)
    network.cable("s1/3", "p1/eth0", confidence=0.8)

    links = {link.target: link for link in network.map().links}

    assert (links["s2"].is_inferred, links["s2"].is_stale, links["s2"].confidence) == (False, False, 1.0)
    assert [cable.is_inferred for cable in links["s2"].cables] == [True, False]
    assert [cable.is_stale for cable in links["s2"].cables] == [False, True]
    assert links["p1"].is_inferred


def test_what_a_neighbour_tells_is_not_inferred_and_what_is_missing_is_stale() -> None:
    network = Network()
    network.cable("s1/1", "s2/1", confidence=0.99, evidence=["arp", "lldp"], link_kind="member")
    network.cable("s1/Po1", "s2/Po1", confidence=0.9, evidence=["lldp"], link_kind="aggregate")
    network.cable("s1/3", "p1/eth0", confidence=0.99, evidence=["forwarding"], missing_since="2026-01-01T00:00:00Z")

    links = {link.target: link for link in network.map().links}

    assert (links["s2"].is_inferred, links["s2"].is_stale, links["s2"].members) == (False, False, 1)
    assert (links["p1"].is_inferred, links["p1"].is_stale) == (True, True)


def test_what_a_site_leads_to_is_shown_as_elsewhere_and_what_has_no_link_as_unlinked() -> None:
    network = office()
    network.device("r9", site="Bergen")
    network.device("p9")
    network.device("s9", site="Bergen")
    network.cable("r1/wan", "r9/wan")

    found = network.map()

    elsewhere = [device.uid for device in found.devices if device.is_elsewhere]
    assert elsewhere == ["r9"]
    assert (found.devices[0].uid, found.devices[0].layer, found.devices[1].layer) == ("r9", -1, 0)
    assert (found.devices[-1].uid, found.devices[-1].layer) == ("p9", None)
    assert found.layers[-1].layer is None


def test_a_vlan_leaves_the_devices_and_links_that_carry_it() -> None:
    found = office().map(Wish(vlan=10))

    assert shown(found) == ["r1", "s1", "p1"]
    assert ends(found) == {("r1", "s1"), ("s1", "p1")}
    assert office().map(Wish(vlan=99)).devices == ()


def test_a_subnet_leaves_the_devices_in_it_and_their_way_out() -> None:
    found = office().map(Wish(subnet=range_of("10.0.20.0/24")))

    assert [(device.uid, device.is_on_the_way) for device in found.devices] == [
        ("r1", True), ("s1", True), ("s2", True), ("p3", False),
    ]  # fmt: skip
    assert shown(office().map(Wish(vlan=20, subnet=range_of("10.0.20.5")))) == ["s1", "s2", "p3"]


def test_a_network_scope_leaves_what_its_sources_tell_of() -> None:
    network = office()
    network.address("p2", "10.0.10.5", scope="branch")
    scopes = {"r1": "default", "s1": "default", "p1": "default", "p2": "branch", "p3": "default"}

    found = network.map(Wish(subnet=range_of("10.0.10.5"), network_scope="default"), scopes)

    assert shown(found) == ["r1", "s1", "p1"]
    # Nobody tells of s2 itself; it is kept because of what it is linked to.
    assert "s2" in shown(network.map(Wish(network_scope="default"), scopes))


def test_a_map_of_too_many_devices_keeps_those_nearest_to_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmdb_server.network_map.drawing.LARGEST_MAP", 3)

    found = office().map()

    assert (shown(found), found.hidden) == (["r1", "s1", "p1"], 3)
    assert ends(found) == {("r1", "s1"), ("s1", "p1")}


def test_who_may_not_see_a_device_sees_neither_its_links_nor_what_it_is_asked_by() -> None:
    network = office()
    network.device("r9", site="Bergen")
    network.cable("r1/wan", "r9/wan", derivation="route")
    grants = tuple(Grant(name, sites=("Oslo",), read=("general",)) for name in ("device", "network_interface"))
    sight = sight_of(REGISTRY, (*grants, Grant("vlan", read=("general",))))

    facts = seen_by(network.facts(), sight, lambda uids: {uid: network.places()[uid] for uid in uids})

    assert "r9" not in facts.devices
    assert all("r9" not in cable.peer for cable in facts.cables)
    assert facts.vlans == facts.subnets == {}
    assert facts.addresses == ()


def test_a_cable_does_not_name_what_is_at_neither_of_its_ends() -> None:
    network = Network()
    network.cable("r1/ge0", "s1/1", confidence=0.6, explanation="s1 sees r1 behind secret", through="secret")
    grants = (Grant("device", read=("general",)), Grant("network_interface", read=("general",)))
    item = {"other": {"uid": "ci_2"}, "attributes": dict(network.facts().cables[0].properties)}

    facts = seen_by(network.facts(), sight_of(REGISTRY, grants), lambda _: {})
    told = redacted(item, sight_of(REGISTRY, grants), lambda uids: dict.fromkeys(uids, Place("switch", None)), "ci_1")

    assert facts.cables[0].properties == {"uid": "0", "confidence": 0.6}
    assert told["attributes"] == {"uid": "0", "confidence": 0.6, "explanation": HIDDEN, "through": HIDDEN}


def test_of_ports_that_may_not_be_seen_only_the_cable_is_shown() -> None:
    network = Network()
    network.cable("r1/ge0", "s1/1", derivation="LLDP", confidence=1.0, sources=["snmp:secret"])
    sight = sight_of(REGISTRY, (Grant("device", read=("general",)),))

    facts = seen_by(network.facts(), sight, lambda _: {})

    assert {port.name for port in facts.ports.values()} == {REDACTED}
    assert facts.cables[0].properties == {"uid": "0", "confidence": 1.0}
