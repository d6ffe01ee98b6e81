"""How far each device is from where the network is left: pure, on who is linked to whom."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

Links = Mapping[str, AbstractSet[str]]
ELSEWHERE = -1


def layers(links: Links, ends: AbstractSet[str], routing: AbstractSet[str]) -> dict[str, int]:
    """The layer of each linked device: 0 where the network is left, else the links on the shortest way there.

    `links` holds for each device those it is linked to, both ways; `ends` are machines that carry nobody else's
    traffic, `routing` the devices that lead from one subnet to another. What is not linked at all has no layer.
    """
    found: dict[str, int] = {}
    for part in _parts(links):
        found |= distances(links, _tops(links, part, ends, routing))
    return found


def distances(links: Links, sources: Iterable[str]) -> dict[str, int]:
    """The number of links on the shortest way from any of these devices to each that they reach."""
    found = dict.fromkeys(sources, 0)
    waiting = deque(found)
    while waiting:
        here = waiting.popleft()
        for other in links[here]:
            if other not in found:
                found[other] = found[here] + 1
                waiting.append(other)
    return found


def ways_up(links: Links, layer_of: Mapping[str, int], devices: Collection[str]) -> set[str]:
    """These devices and all that lie on a shortest way from them to where the network is left."""
    found, waiting = set(devices), list(devices)
    while waiting:
        here = waiting.pop()
        nearer = {other for other in links.get(here, ()) if 0 <= layer_of[other] < layer_of[here]}
        waiting += nearer - found
        found |= nearer
    return found


def _parts(links: Links) -> Iterator[list[str]]:
    """The devices that reach each other, part by part."""
    left = {device for device, others in links.items() if others}
    for device in sorted(left):
        if device in left:
            part = list(distances(links, [device]))
            left.difference_update(part)
            yield part


def _tops(links: Links, part: list[str], ends: AbstractSet[str], routing: AbstractSet[str]) -> list[str]:
    """Where a part of the network is left: of the routing devices those behind which no other one is further out."""
    inside = [device for device in part if device in ends and device not in routing]
    routers = [device for device in part if device in routing]
    if not routers:
        return [_centre(links, part, ends)]
    leaves = [device for device in part if len(links[device]) == 1 and device not in routing]
    depth = distances(links, inside or leaves)
    out = {device: depth.get(device, 0) for device in routers}
    return [device for device in routers if all(out[device] >= out.get(other, 0) for other in links[device])]


def _centre(links: Links, part: list[str], ends: AbstractSet[str]) -> str:
    """Without a routing device: the one that carries most of the others' traffic."""
    return min(part, key=lambda one: (one in ends, -len(links[one] - ends), -len(links[one]), one))
