"""Network maps of some devices as somebody may see them."""

import copy
from collections.abc import Callable, Sequence
from typing import Self

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.network_map import drawing
from cmdb_server.network_map.answers import NetworkMap
from cmdb_server.network_map.bundling import bundles
from cmdb_server.network_map.choosing import Wish, choose, linked
from cmdb_server.network_map.facts import Facts
from cmdb_server.network_map.layering import ELSEWHERE, Links, layers
from cmdb_server.network_map.past import read_past_facts
from cmdb_server.network_map.reading import read_facts
from cmdb_server.network_map.seeing import seen_by
from cmdb_server.permissions.sight import Places, Sight
from graph_schema import Registry

# Classes whose devices lead from one network to another; others do where a subnet is left through them.
ROUTING_CLASSES = ("router", "firewall")
_NETWORK_CLASS = "network_device"


class NetworkMaps:
    """Makes network maps."""

    def __init__(self, store: GraphStore, registry: Registry, places_at: Callable[[int | None], Places]) -> None:
        """`places_at` tells the class and the site of CIs, of now or of a time."""
        self._store, self._registry, self._places_at = store, registry, places_at
        self._at: int | None = None

    def as_of(self, at: int | None) -> Self:
        """The same maps of the graph as it was at a time that has come (microseconds); of now without one."""
        past = copy.copy(self)
        vars(past).update(_at=at)
        return past

    def of(self, site: str | None, devices: Sequence[str], wish: Wish, sight: Sight) -> NetworkMap:
        """The map of the devices of a site; who may not see a device that they lead to does not see it here."""
        places = self._places_at(self._at)
        if self._at is None:
            facts = read_facts(self._store, devices, places)
        else:
            facts = read_past_facts(self._store, devices, places, self._at)
        return made_of(self._registry, seen_by(facts, sight, places), wish, site)


def made_of(registry: Registry, facts: Facts, wish: Wish, site: str | None) -> NetworkMap:
    """The map that some facts make."""
    all_bundles = bundles(facts)
    links = linked(all_bundles)
    ends = _ends(registry, facts)
    layer_of = _layers(registry, facts, links, ends)
    chosen = choose(facts, all_bundles, layer_of, wish)
    left = drawing.devices(registry, facts, chosen, layer_of, _attached(links, ends))
    # What leads elsewhere is shown where something leads there.
    left = [device for device in left if not device.is_elsewhere or device.layer is not None]
    shown = left[: drawing.LARGEST_MAP]
    place_of = {device.uid: place for place, device in enumerate(shown)}
    kept = [bundle for bundle in chosen.bundles if all(end in place_of for end in bundle.devices)]
    return NetworkMap(
        site=site,
        devices=tuple(shown),
        links=tuple(drawing.links(registry, facts, kept, place_of)),
        layers=tuple(drawing.layers(shown)),
        vlans=tuple(drawing.vlans(facts)),
        subnets=tuple(drawing.subnets(facts)),
        hidden=len(left) - len(shown),
    )


def _layers(registry: Registry, facts: Facts, links: Links, ends: set[str]) -> dict[str, int]:
    """The layers of the devices that were asked for; what they lead to elsewhere lies before the first one."""
    asked = {uid for uid, device in facts.devices.items() if device.is_asked}
    inside = {uid: others & asked for uid, others in links.items() if uid in asked}
    leaving = {uid for uid, others in links.items() if uid in asked and others - asked}
    found = layers(inside, ends, _routing(registry, facts))
    alone = dict.fromkeys(leaving - found.keys(), 0)
    return found | alone | dict.fromkeys(links.keys() - asked, ELSEWHERE)


def _ends(registry: Registry, facts: Facts) -> set[str]:
    """The machines that carry nobody else's traffic."""
    gear = frozenset(registry.descendants[_NETWORK_CLASS])
    return {uid for uid, device in facts.devices.items() if device.ci_class not in gear}


def _routing(registry: Registry, facts: Facts) -> set[str]:
    routing = frozenset(name for family in ROUTING_CLASSES for name in registry.descendants[family])
    named = {uid for uid, device in facts.devices.items() if device.ci_class in routing}
    return named | {uid for uid, subnets in facts.gateways.items() if subnets}


def _attached(links: Links, ends: set[str]) -> dict[str, str]:
    """The machines with a single neighbour that is none, and that neighbour."""
    alone = {uid: next(iter(links[uid])) for uid in ends if len(links.get(uid, ())) == 1}
    return {uid: other for uid, other in alone.items() if other not in ends}
