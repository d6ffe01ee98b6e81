"""The network as impact knows it: cables between ports, ports of devices, and the gateways of each device's subnets.

Ports and devices are CIs. A device needs a way to one of the gateways of its subnets; where none was known before a
failure none is lost, so that a network nobody looked at foretells nothing. Gateways themselves are not judged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cmdb_server.impact_analysis.columns import CIColumns, RelationshipColumns
from graph_schema.relationships import ASSIGNED_TO, CONNECTED_TO, IN_SUBNET, ROUTED_BY
from impact import Access, Isolation, State, network_of
from impact.reach import walk
from impact.rows import NOTHING, BoolArray, IntArray, Rows, integers, plain, rows_of

NETWORK_TYPES = frozenset((ASSIGNED_TO.name, CONNECTED_TO.name, IN_SUBNET.name, ROUTED_BY.name))


@dataclass(frozen=True)
class CutOff:
    """A CI that lost ways, a gateway to which it had one, and a CI on such a way that is down."""

    ci: int
    gateway: int
    through: int


@dataclass(frozen=True)
class _Columns:
    types: Sequence[str]
    cis: CIColumns
    relationships: RelationshipColumns
    numbers: Mapping[str, int]
    is_counted: BoolArray

    def ends(self, name: str) -> tuple[IntArray, IntArray]:
        """Sources and targets of the relationships of a type between CIs that count."""
        source, target = self.relationships.source, self.relationships.target
        found = np.flatnonzero((self.relationships.type == self.types.index(name)) & (source >= 0) & (target >= 0))
        found = found[self.is_counted[source[found]] & self.is_counted[target[found]]]
        return source[found], target[found]

    def devices(self, ports: IntArray) -> IntArray:
        """The device of each port, -1 for a port of none that counts."""
        found = integers([self.numbers.get(self.cis.root_uid[port], -1) for port in plain(ports)])
        return np.where((found >= 0) & self.is_counted[found], found, -1).astype(np.int32)


def access_of(
    types: Sequence[str],
    cis: CIColumns,
    relationships: RelationshipColumns,
    numbers: Mapping[str, int],
    is_counted: BoolArray,
) -> Access:
    """The network of the columns of a snapshot. O(relationships + ports)."""
    columns = _Columns(types, cis, relationships, numbers, is_counted)
    one, other = columns.ends(CONNECTED_TO.name)
    subnets, gateways = columns.ends(ROUTED_BY.name)
    ports = np.unique(np.concatenate([one, other, gateways]))
    devices = columns.devices(ports)
    ports, devices = ports[devices >= 0], devices[devices >= 0]
    ci, gateway = _homes(columns, rows_of(subnets, gateways, len(cis.uid)), np.unique(devices))
    links = network_of(len(cis.uid), np.concatenate([one, ports]), np.concatenate([other, devices]), NOTHING)
    return Access(links, ci, gateway)


def _homes(columns: _Columns, gateways_of: Rows, linked: IntArray) -> tuple[IntArray, IntArray]:
    """Linked devices that are no gateways, and the gateways' ports of their subnets, as parallel columns."""
    is_judged = np.zeros(len(columns.cis.uid) + 1, np.bool_)
    is_judged[linked] = True
    is_judged[columns.devices(np.unique(gateways_of.values))] = False  # -1, of no device, is the last place
    addresses, interfaces = columns.ends(ASSIGNED_TO.name)
    devices = columns.devices(interfaces)
    addresses, devices = addresses[is_judged[devices]], devices[is_judged[devices]]
    subnets, devices = _led_on(rows_of(*columns.ends(IN_SUBNET.name), len(columns.cis.uid)), addresses, devices)
    gateways, devices = _led_on(gateways_of, subnets, devices)
    pairs = np.unique(np.stack([devices, gateways]), axis=1)
    return pairs[0], pairs[1]


def _led_on(rows: Rows, keys: IntArray, beside: IntArray) -> tuple[IntArray, IntArray]:
    """The values of all keys, and for each of them what stood beside its key."""
    return rows.gather(keys), np.repeat(beside, rows.starts[keys + 1] - rows.starts[keys])


def cut_off(access: Access, isolation: Isolation, device_of: Callable[[int], int]) -> list[CutOff]:
    """For each isolated CI what is down on the shortest way that it had. O(links x gateways + ways).

    That is the nearest device or port that is not down for being isolated itself.
    """
    isolated, is_down = set(plain(isolation.isolated)), isolation.outcome.strata[State.DOWN].entered > 0
    neighbours = access.network.neighbours
    ways: dict[int, list[int]] = {}
    for row in plain(integers(np.flatnonzero(access.connected))):
        ci, gateway = int(access.ci[row]), int(access.gateway[row])
        if ci in isolated:
            ways.setdefault(gateway, []).append(ci)
    found: dict[int, CutOff] = {}
    for gateway, cis in ways.items():
        distance = walk(neighbours.gather, integers([gateway]), access.network.size).entered
        for ci in cis:
            way = _way(neighbours, distance, ci)
            down = [at for at in way if is_down[at]]
            through = next((at for at in down if device_of(at) not in isolated), down[0])
            found.setdefault(ci, CutOff(ci, gateway, device_of(through) if is_down[device_of(through)] else through))
    return [found[ci] for ci in sorted(found)]


def fewer_ways(access: Access, isolation: Isolation, device_of: Callable[[int], int]) -> list[CutOff]:
    """For each CI with fewer ways than before something down on one of them: not cut off itself, where there is such.

    O(CIs x what their ways lead through).
    """
    isolated, is_down = set(plain(isolation.isolated)), isolation.outcome.strata[State.DOWN].entered > 0
    found: list[CutOff] = []
    for ci in plain(isolation.at_risk):
        passed = access.ways.through(integers([ci]))
        down = plain(np.unique(passed[is_down[passed]]).astype(np.int32))
        through = next((at for at in down if device_of(at) not in isolated), down[0])
        device = device_of(through)
        found.append(CutOff(ci, access.gateways_of(ci)[0], device if is_down[device] else through))
    return found


def _way(neighbours: Rows, distance: IntArray, ci: int) -> list[int]:
    """The CIs on a shortest way to where the distance is 1, without the first."""
    way = [ci]
    while distance[way[-1]] > 1:
        way.append(next(end for end in plain(neighbours.of(way[-1])) if distance[end] == distance[way[-1]] - 1))
    return way[1:]
