"""The facts that suggestions are made of, out of the dependency view of now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
import numpy as np

from cmdb_server.change_runs.comparing import DOWN
from cmdb_server.filter_language.query import parse
from cmdb_server.graph_store.queries import suggestions as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.following import counted
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.service_mapping.estate import SnapshotEstate
from cmdb_server.suggestions.facts import Facts, Port, Power, Program, Service, Tried
from cmdb_server.suggestions.shared import LEAST_MACHINES, shared_infrastructure
from cmdb_server.timestamps import OPEN
from graph_schema import Registry
from graph_schema.relationships import DEPENDS_ON, POWERED_BY, REPLICATES_FROM
from impact.rows import BoolArray, IntArray, integers, plain

_AT_ONCE = 2_000
_COMPARED = msgspec.json.Decoder(dict[str, Any])
_FAMILY, _TEAM, _GROUP, _SUPPLY = "running_software", "team", "redundancy_group", "power_supply"


class SharedInfrastructure:
    """Which programs and groups are infrastructure that many share: by role, unless a person says otherwise."""

    def __init__(self, store: GraphStore, registry: Registry, index: SearchIndex) -> None:
        """`index` finds what persons said."""
        self._store, self._registry, self._index = store, registry, index

    def of(self, snapshot: Snapshot) -> frozenset[str]:
        """Their uids."""
        facts = FactsReading(self._store, snapshot).of_much_used()
        recognised = {entry.cis[0] for entry in shared_infrastructure(facts)}
        return frozenset((recognised | self.said("true")) - self.said("false"))

    def said(self, word: str) -> set[str]:
        """Those of which persons say that they are (true) or are not (false)."""
        return set(self._index.uids(parse(f"is_shared = {word}", self._registry)))


class FactsReading:
    """One reading of a snapshot."""

    def __init__(self, store: GraphStore, snapshot: Snapshot) -> None:
        """Nothing is read yet."""
        self._store, self._snapshot = store, snapshot
        self._estate = SnapshotEstate(snapshot)

    def all(self, in_services: frozenset[str], since: int) -> Facts:
        """All programs, groups, services and teams, and what came of predictions since a time (microseconds).

        `in_services` is what belongs to a service already.
        """
        programs = [self._snapshot.cis.uid[ci] for ci in plain(np.flatnonzero(self._programs).astype(np.int32))]
        ports = self._ports(programs)
        found = {uid: self._program(uid, ports, self._needs(uid)) for uid in programs}
        groups = {uid: frozenset(self._estate.members(uid)) for uid in self._of_class(_GROUP)}
        teams = {self._name(uid).strip().casefold(): uid for uid in self._of_class(_TEAM)}
        services = self._services()
        tried = self._tried(since)
        told = {uid for one in tried for uid in (one.ci, *one.verdicts)}
        power = self._power()
        plugged = {uid for device, one in power.items() for uid in (device, *one.feeds, *one.supplies)}
        named = {*groups, *services, *teams.values(), *told, *plugged, *(one.machine for one in found.values())}
        names = {uid: self._name(uid) for uid in named}
        needs_of = {uid: frozenset(self._needs(uid)) for uid in told}
        return Facts(found, groups, names, in_services, services, teams, tried, needs_of, self._primaries(), power)

    def of_much_used(self) -> Facts:
        """Programs and groups that many need, as far as it matters for whether they are shared infrastructure."""
        needs = self._is_need
        source, target = self._snapshot.relationships.source, self._snapshot.relationships.target
        counts = np.bincount(target[needs], minlength=len(self._snapshot.cis.uid))
        used = np.flatnonzero((counts >= LEAST_MACHINES) & (self._programs | self._in(_GROUP)))
        groups = {uid: frozenset(self._estate.members(uid)) for uid in self._uids(used) if self._estate.members(uid)}
        candidates = {*self._uids(used), *(member for members in groups.values() for member in members)}
        ports = self._ports(candidates)
        found = {uid: self._program(uid, ports, ()) for uid in candidates - groups.keys()}
        of_used = needs & np.isin(target, used)
        clients: dict[str, set[str]] = {}
        for client, uid in zip(self._uids(source[of_used]), self._uids(target[of_used]), strict=True):
            clients.setdefault(client, set()).add(uid)
        for client, targets in clients.items():
            found[client] = self._program(client, ports, targets)
        return Facts(found, groups, {uid: self._name(uid) for uid in groups})

    def _primaries(self) -> dict[str, str]:
        """Replicas in use with the program that each copies from; of several the first by its uid."""
        columns = self._snapshot.relationships
        kind = self._snapshot.view.types.index(REPLICATES_FROM.name)
        copies = (columns.type == kind) & self._snapshot.is_requirement & self._programs[columns.source]
        copies &= self._programs[columns.target]
        pairs = zip(self._uids(columns.source[copies]), self._uids(columns.target[copies]), strict=True)
        return dict(sorted(pairs, reverse=True))

    def _power(self) -> dict[str, Power]:
        """The devices that draw power from several CIs, by themselves or by their supplies."""
        columns, snapshot = self._snapshot.relationships, self._snapshot
        kind = snapshot.view.types.index(POWERED_BY.name)
        drawn = np.flatnonzero((columns.type == kind) & snapshot.is_requirement).astype(np.int32)
        is_supply = snapshot.of_class([_SUPPLY])
        feeds, supplies = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
        for source, target in zip(plain(columns.source[drawn]), plain(columns.target[drawn]), strict=True):
            device = snapshot.root(source) if is_supply[source] else source
            if is_supply[source]:
                supplies[device].add(source)
            if not (is_supply[target] and snapshot.root(target) == device):
                feeds[device].add(target)
        several = [device for device in feeds if len(feeds[device]) > 1 or len(supplies[device]) > 1]
        return {
            snapshot.cis.uid[device]: Power(
                frozenset(self._uids(sorted(feeds[device]))),
                frozenset(self._uids(sorted(supplies[device]))),
                frozenset(self._groups_needed(device)),
            )
            for device in several
        }

    def _groups_needed(self, device: int) -> list[str]:
        found = self._snapshot.relationships_of.of(device)
        targets = self._snapshot.relationships.target[found[self._snapshot.is_requirement[found]]]
        return self._uids(targets[self._in(_GROUP)[targets]])

    @property
    def _programs(self) -> BoolArray:
        classes = self._snapshot.view.registry.classes
        running = [name for name, spec in classes.items() if spec.family == _FAMILY]
        return self._snapshot.of_class(running) & self._snapshot.is_counted

    @property
    def _is_need(self) -> BoolArray:
        kind = self._snapshot.view.types.index(DEPENDS_ON.name)
        columns = self._snapshot.relationships
        is_need = (columns.type == kind) & self._snapshot.is_requirement
        return is_need & self._programs[columns.source]

    def _needs(self, uid: str) -> list[str]:
        numbers = self._snapshot.relationships_of.of(self._snapshot.numbers[uid])
        found = numbers[self._is_dependency(numbers)]
        targets = self._uids(self._snapshot.relationships.target[found])
        return [target for target in targets if self._estate.is_part(target)]

    def _is_dependency(self, positions: IntArray) -> BoolArray:
        kind = self._snapshot.view.types.index(DEPENDS_ON.name)
        return (self._snapshot.relationships.type[positions] == kind) & self._snapshot.is_requirement[positions]

    def _program(self, uid: str, ports: Mapping[str, set[Port]], needs: Iterable[str]) -> Program:
        number = self._snapshot.numbers[uid]
        cis = self._snapshot.cis
        return Program(
            uid, cis.name[number], cis.root_uid[number] or uid, frozenset(ports.get(uid, ())), frozenset(needs)
        )

    def _ports(self, programs: Collection[str]) -> dict[str, set[Port]]:
        found: dict[str, set[Port]] = {}
        asked = sorted(programs)
        for start in range(0, len(asked), _AT_ONCE):
            window = asked[start : start + _AT_ONCE]
            row = self._store.read(lambda tx, uids=window: tx.run(queries.PORTS_OF, uids=uids, open=OPEN))[0]
            for uid, port, protocol in zip(row["uid"], row["port"], row["protocol"], strict=True):
                found.setdefault(uid, set()).add(Port(port, protocol))
        return found

    def _services(self) -> dict[str, Service]:
        uids = self._estate.services()
        row = self._store.read(lambda tx: tx.run(queries.OWNER_NAMES, uids=uids, open=OPEN))[0]
        return {
            uid: Service(uid, self._name(uid), owner_name, frozenset(("owned",) if owners else ()))
            for uid, owner_name, owners in zip(row["uid"], row["owner_name"], row["owners"], strict=True)
        }

    def _tried(self, since: int) -> list[Tried]:
        """What came of changes to one CI and of incidents with a known cause, of CIs that are in use."""
        asked = (queries.CHANGES_TRIED, queries.INCIDENTS_TRIED)
        rows = self._store.read(lambda tx: [tx.run(query, since=since)[0] for query in asked])
        columns = (zip(row["number"], row["ci"], row["found"], strict=True) for row in rows)
        found: list[Tried] = []
        for number, named, told in (one for several in columns for one in several):
            cis = _COMPARED.decode(told or "{}").get("cis", [])
            present = counted([named, *(one["uid"] for one in cis)], self._snapshot)
            if named in present:
                verdicts = {present[one["uid"]]: one["verdict"] for one in cis if one["uid"] in present and _tells(one)}
                found.append(Tried(number, present[named], verdicts))
        return found

    def _of_class(self, ci_class: str) -> list[str]:
        return self._uids(np.flatnonzero(self._in(ci_class)))

    def _in(self, ci_class: str) -> BoolArray:
        return self._snapshot.of_class([ci_class]) & self._snapshot.is_counted

    def _uids(self, numbers: Collection[int] | IntArray) -> list[str]:
        return [self._snapshot.cis.uid[number] for number in plain(integers(list(numbers)))]

    def _name(self, uid: str) -> str:
        return self._snapshot.cis.name[self._snapshot.numbers[uid]]


def _tells(compared: Mapping[str, str]) -> bool:
    """Whether it says something of a dependency: what was foretold as degraded only is said to be optional already."""
    return compared["verdict"] != "missing" or compared["foretold"] == DOWN
