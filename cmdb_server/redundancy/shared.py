"""What members of redundancy groups share: CIs whose failure, or places whose loss, takes several of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.snapshot import LOCATED_IN, Snapshot
from cmdb_server.redundancy.auditing import Severity
from cmdb_server.redundancy.wiring import wired_to
from impact import SinglePoints
from impact.rows import plain

SharedKind: TypeAlias = Literal["host", "switch", "power", "site", "place", "certificate", "storage", "other"]
_SHOWN = 20
_LONGEST_CHAIN = 16
_POWER = frozenset(("pdu", "ups", "power_supply", "battery"))
_STORAGE = frozenset(("disk", "filesystem", "logical_volume", "storage_array"))
_NETWORK = frozenset(("network_device", "switch", "router", "firewall", "wireless_access_point", "wireless_controller"))


@dataclass(frozen=True)
class SharedDependency:
    """A CI with which `affected` of a group's members fall. `severity`: none and weak break the group, ok does not.

    `to_move` members would have to be elsewhere (moved or added) for the group to outlive it.
    """

    uid: str
    name: str
    ci_class: str
    kind: SharedKind
    severity: Severity
    affected: int
    to_move: int


class Sharing:
    """What the members of many groups share, on one snapshot."""

    def __init__(self, store: GraphStore, seen: Snapshot, points: SinglePoints) -> None:
        """`points` tell whom each CI takes down alone; `seen` names what may be named."""
        self._store, self._seen, self._points = store, seen, points

    def of(self, members: Sequence[int], k: int, links: Mapping[int, frozenset[int]]) -> list[SharedDependency]:
        """What several members share, what takes most of them first; `links` as `neighbours` tells them."""
        falling: dict[int, set[int]] = defaultdict(set)
        for member in members:
            for ci in {*self._behind(member), *self._only_links(member, links), *self._places(member)}:
                falling[ci].add(member)
        found = [self._shared(ci, len(hit), len(members), k) for ci, hit in falling.items() if len(hit) > 1]
        order: dict[Severity, int] = {"none": 0, "weak": 1, "ok": 2}
        found.sort(key=lambda one: (order.get(one.severity, 3), -one.affected, one.kind, one.uid))
        return found[:_SHOWN]

    def neighbours(self, members: Iterable[int]) -> dict[int, frozenset[int]]:
        """The network devices to which the machines behind some members are wired, by machine: one statement."""
        machines = sorted({machine for member in members for machine in self._machines(member)})
        uids = [self._seen.cis.uid[ci] for ci in machines]
        found: dict[int, set[int]] = defaultdict(set)
        for machine, device in wired_to(self._store, uids, self._seen.as_of):
            number = self._seen.numbers.get(device)
            if number is not None and self._seen.cis.ci_class[number] in _NETWORK:
                found[self._seen.numbers[machine]].add(number)
        return {machine: frozenset(devices) for machine, devices in found.items()}

    def _behind(self, member: int) -> list[int]:
        """CIs that take a member down alone, other than groups, and it itself, which others may need."""
        alone = self._points.of(member)
        return [member, *plain(alone[~self._seen.owns_a_group[alone]])]

    def _machines(self, member: int) -> list[int]:
        return [ci for ci in self._behind(member) if self._is_device[ci]]

    def _only_links(self, member: int, links: Mapping[int, frozenset[int]]) -> Iterator[int]:
        """Network devices that are the only ones to which a machine behind the member is wired."""
        for machine in self._machines(member):
            devices = links.get(machine, frozenset())
            if len(devices) == 1:
                yield from devices

    def _places(self, member: int) -> Iterator[int]:
        """Where the machines behind a member stand: rack, room, site."""
        kind = self._seen.view.types.index(LOCATED_IN)
        for machine in self._machines(member):
            ci = machine
            for _ in range(_LONGEST_CHAIN):
                found = self._seen.relationships_of.of(ci)
                places = self._seen.relationships.target[found[self._seen.relationships.type[found] == kind]]
                if len(places) == 0 or places[0] < 0:
                    break
                ci = int(places[0])
                yield ci

    def _shared(self, ci: int, lost: int, count: int, k: int) -> SharedDependency:
        kind = self._kind(ci)
        to_move = max(k - (count - lost), 0)
        severity: Severity = "ok" if to_move == 0 else "weak" if kind in ("site", "place") else "none"
        cis = self._seen.cis
        return SharedDependency(cis.uid[ci], cis.name[ci], cis.ci_class[ci], kind, severity, lost, to_move)

    def _kind(self, ci: int) -> SharedKind:
        name = self._seen.cis.ci_class[ci]
        fixed: dict[str, SharedKind] = {
            "site": "site",
            "certificate": "certificate",
            **dict.fromkeys(("rack", "room"), "place"),
            **dict.fromkeys(_POWER, "power"),
            **dict.fromkeys(_STORAGE, "storage"),
            **dict.fromkeys(_NETWORK, "switch"),
        }
        return fixed.get(name, "host" if self._is_device[ci] else "other")

    @cached_property
    def _is_device(self) -> np.typing.NDArray[np.bool_]:
        classes = self._seen.view.registry.classes
        return self._seen.of_class([name for name, spec in classes.items() if spec.family == "device"])
