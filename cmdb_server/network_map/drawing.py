"""The answer out of what is left of the facts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from ipaddress import ip_network

from cmdb_server.data_source_names import source_name
from cmdb_server.network_map.answers import (
    MapCable,
    MapDevice,
    MapLayer,
    MapLink,
    MapPort,
    MapSubnet,
    MapVlan,
)
from cmdb_server.network_map.bundling import Bundle, Run
from cmdb_server.network_map.choosing import Chosen
from cmdb_server.network_map.facts import Facts, Port
from cmdb_server.timestamps import rfc3339
from graph_schema import Registry

LARGEST_MAP = 5_000
_CABLE = "CONNECTED_TO"
_CONFIDENCE = "confidence"


def devices(
    registry: Registry, facts: Facts, chosen: Chosen, layer_of: Mapping[str, int], attached: Mapping[str, str]
) -> list[MapDevice]:
    """The devices that are left, layer by layer, those without a link last."""
    gear = frozenset(registry.descendants["network_device"])
    found = [
        MapDevice(
            uid=device.uid,
            name=device.name,
            ci_class=device.ci_class,
            class_label=registry.ci_class(device.ci_class).label,
            status=device.status,
            site=device.site,
            layer=layer_of.get(uid),
            attached_to=attached.get(uid),
            is_network_device=device.ci_class in gear,
            is_inferred=device.is_inferred,
            is_elsewhere=not device.is_asked,
            is_on_the_way=uid in chosen.on_the_way,
            gateway_of=tuple(sorted(facts.subnets[s].cidr for s in facts.gateways.get(uid, ()) if s in facts.subnets)),
        )
        for uid, device in facts.devices.items()
        if uid in chosen.devices
    ]
    return sorted(found, key=lambda one: (one.layer is None, one.layer or 0, one.name, one.uid))


def links(
    registry: Registry, facts: Facts, bundles: Iterable[Bundle], place_of: Mapping[str, int]
) -> Iterator[MapLink]:
    """The bundles as links, from the device that is placed first in the answer to the other one."""
    declared = registry.relationship_type(_CABLE).attributes.keys() - {_CONFIDENCE}
    for bundle in bundles:
        is_turned = place_of[bundle.devices[0]] > place_of[bundle.devices[1]]
        cables = tuple(_cable(facts, run, declared, is_turned=is_turned) for run in bundle.runs)
        yield MapLink(
            source=bundle.devices[is_turned],
            target=bundle.devices[not is_turned],
            members=bundle.members,
            confidence=max(cable.confidence for cable in cables),
            is_inferred=all(cable.is_inferred for cable in cables),
            is_stale=all(cable.is_stale for cable in cables),
            vlans=tuple(sorted({number for cable in cables for number in cable.vlans})),
            cables=cables,
        )


def _cable(facts: Facts, run: Run, declared: AbstractSet[str], *, is_turned: bool) -> MapCable:
    best = run.said[0].properties
    port, peer = (run.peer, run.port) if is_turned else (run.port, run.peer)
    vlans = {uid for end in (port, peer) for uid in facts.vlans_of.get(end.uid, ()) if uid in facts.vlans}
    sources = sorted({source for cable in run.said for source in cable.properties.get("sources") or ()})
    seen = [cable.properties.get("last_seen_at") or 0 for cable in run.said]
    first = [at for cable in run.said if (at := cable.properties.get("first_seen_at"))]
    return MapCable(
        port=_port(port),
        peer=_port(peer),
        confidence=run.confidence,
        is_inferred=run.is_inferred,
        is_stale=run.is_stale,
        vlans=tuple(sorted({facts.vlans[uid].vlan_id for uid in vlans})),
        sources=tuple(map(source_name, sources)),
        first_seen_at=rfc3339(min(first)) if first else None,
        last_seen_at=rfc3339(max(seen)) if any(seen) else None,
        attributes={name: best[name] for name in sorted(declared) if best.get(name) is not None},
    )


def _port(port: Port) -> MapPort:
    return MapPort(port.uid, port.name, port.status, port.speed_bps or None)


def layers(shown: Iterable[MapDevice]) -> Iterator[MapLayer]:
    """How many devices stand in each layer."""
    counts = Counter(device.layer for device in shown)
    for layer in sorted(counts, key=lambda layer: (layer is None, layer or 0)):
        yield MapLayer(layer, counts[layer])


def vlans(facts: Facts) -> list[MapVlan]:
    """The VLANs on ports of the devices, by number."""
    ports = Counter(uid for uids in facts.vlans_of.values() for uid in uids)
    found = [MapVlan(*vlan, ports=ports[uid]) for uid, vlan in facts.vlans.items() if ports[uid]]
    return sorted(found, key=lambda vlan: (vlan.vlan_id, vlan.network_scope))


def subnets(facts: Facts) -> list[MapSubnet]:
    """The subnets in which the devices that were asked for have addresses, in their order."""
    inside: dict[str, set[str]] = {}
    for address in facts.addresses:
        device = facts.devices.get(address.device)
        if device and device.is_asked and address.subnet in facts.subnets:
            inside.setdefault(address.subnet, set()).add(address.device)
    found = [MapSubnet(*facts.subnets[uid], devices=len(inside[uid])) for uid in inside if facts.subnets[uid].cidr]
    return sorted(found, key=lambda one: (_order(one.cidr), one.network_scope))


def _order(cidr: str) -> tuple[int, int, int]:
    network = ip_network(cidr, strict=False)
    return network.version, int(network.network_address), network.prefixlen
