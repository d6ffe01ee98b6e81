"""What a VLAN, a subnet and a network scope leave of a map."""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from ipaddress import ip_address
from typing import NamedTuple

from cmdb_server.address_ranges import AddressRange, contains
from cmdb_server.network_map.bundling import Bundle
from cmdb_server.network_map.facts import Facts
from cmdb_server.network_map.layering import ways_up


class Wish(NamedTuple):
    """What somebody wants to see: the number of a VLAN, a range of addresses, a network scope; None for all."""

    vlan: int | None = None
    subnet: AddressRange | None = None
    network_scope: str | None = None


class Chosen(NamedTuple):
    """The devices and bundles that are left, and which of the devices are only on the way."""

    devices: frozenset[str]
    bundles: tuple[Bundle, ...]
    on_the_way: frozenset[str] = frozenset()


def linked(bundles: Iterable[Bundle]) -> dict[str, set[str]]:
    """Who is linked to whom, both ways."""
    links: dict[str, set[str]] = {}
    for one, other in (bundle.devices for bundle in bundles):
        links.setdefault(one, set()).add(other)
        links.setdefault(other, set()).add(one)
    return links


def choose(facts: Facts, bundles: Iterable[Bundle], layer_of: Mapping[str, int], wish: Wish) -> Chosen:
    """What is left of the facts. Raises nothing: what nobody has leaves nothing."""
    chosen = Chosen(frozenset(facts.devices), tuple(bundles))
    if wish.network_scope is not None:
        chosen = _kept(chosen, _in_scope(facts, chosen.bundles, wish.network_scope))
    if wish.vlan is not None:
        chosen = _in_vlan(facts, chosen, wish)
    return chosen if wish.subnet is None else _in_subnet(facts, chosen, layer_of, wish)


def _kept(chosen: Chosen, devices: AbstractSet[str]) -> Chosen:
    left = frozenset(chosen.devices & devices)
    return Chosen(left, tuple(bundle for bundle in chosen.bundles if left.issuperset(bundle.devices)))


def _in_scope(facts: Facts, bundles: Collection[Bundle], scope: str) -> set[str]:
    """The devices that a source of the scope tells of, and what only such ones are linked to."""
    told = {uid for uid in facts.devices if scope in facts.scopes.get(uid, ())}
    links = linked(bundles)
    untold = (uid for uid in facts.devices if not facts.scopes.get(uid))
    return told | {uid for uid in untold if links.get(uid, set()) & told}


def _in_vlan(facts: Facts, chosen: Chosen, wish: Wish) -> Chosen:
    wanted = {
        vlan.uid
        for vlan in facts.vlans.values()
        if vlan.vlan_id == wish.vlan and wish.network_scope in {None, vlan.network_scope}
    }
    carrying = {port for port, vlans in facts.vlans_of.items() if vlans & wanted}
    kept = [bundle for bundle in chosen.bundles if any({r.port.uid, r.peer.uid} & carrying for r in bundle.runs)]
    devices = {facts.ports[port].device for port in carrying} | {end for bundle in kept for end in bundle.devices}
    return Chosen(chosen.devices & devices, tuple(kept))


def _in_subnet(facts: Facts, chosen: Chosen, layer_of: Mapping[str, int], wish: Wish) -> Chosen:
    """The devices with an address in the range, and the way from each to where the network is left."""
    ranges = [wish.subnet] if wish.subnet else []
    asked = {
        entry.device
        for entry in facts.addresses
        if wish.network_scope in {None, entry.network_scope} and contains(ranges, ip_address(entry.address))
    } & chosen.devices
    left = _kept(chosen, ways_up(linked(chosen.bundles), layer_of, asked))
    return left._replace(on_the_way=left.devices - asked)
