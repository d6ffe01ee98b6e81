"""The unknown of all, of a service, and of what a failure reaches."""

from collections.abc import Iterable, Sequence

import numpy as np

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.evidence import read_contacts, relationship_at, source_keys
from cmdb_server.impact_analysis.picture import connecting
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.known_unknowns import reading
from cmdb_server.known_unknowns.answers import NamedCI, Peer, Peers, ScannerCI, StaleEdge, UnknownProgram, Unknowns
from cmdb_server.known_unknowns.ranking import UnknownPeer, ranked
from cmdb_server.known_unknowns.resting import services_on
from cmdb_server.known_unknowns.talks import Talk, explained, share_of
from cmdb_server.timestamps import rfc3339
from graph_schema.data_sources import kind_of
from impact import reach_of
from impact.rows import integers, plain

_NAMED = 20
_MOST_PROGRAMS = 500
_STALE = "stale"
STALE_AFTER = 7 * 86_400 * 1_000_000


class KnownUnknowns:
    """Says what is not known, by the dependencies of a snapshot as whoever asks may see it."""

    def __init__(self, store: GraphStore, snapshot: Snapshot) -> None:
        """Reads connections from the store."""
        self._store, self._snapshot = store, snapshot

    def peers(self, limit: int) -> Peers:
        """The addresses that machines talk to and no CI has."""
        return self._peers(reading.talks_to_peers(self._store), limit)

    def reached_by(self, uid: str) -> list[str]:
        """What the failure of a CI can reach, and it itself; nothing of one that is not there."""
        number = self._snapshot.numbers.get(uid)
        if number is None:
            return []
        return [self._snapshot.cis.uid[ci] for ci in plain(reach_of(self._snapshot.graph, integers([number])).cis())]

    def among(self, uids: Iterable[str], limit: int) -> Unknowns:
        """The unknown that some CIs talk to, and what of them is doubtful."""
        known = [uid for uid in set(uids) if uid in self._snapshot.numbers]
        talks = reading.talks_of(self._store, known)
        share = share_of(talks)
        numbers = integers(sorted(self._snapshot.numbers[uid] for uid in known))
        between = connecting(self._snapshot, numbers)
        return Unknowns(
            connections=share.connections,
            explained=share.explained,
            peers=self._peers(talks, limit),
            programs=self._programs(talks),
            stale=self._named(uid for uid in known if self._status(uid) == _STALE),
            stale_edges=self._stale_edges(between),
            scanners=self.scanners(reading.scanners_of(self._store, known)),
            assumed=sum(bool(self._snapshot.relationships.derivation[position]) for position in between),
        )

    def scanners(self, uids: Iterable[str]) -> list[ScannerCI]:
        """These programs with why they are taken for scanners, by name."""
        reasons = reading.reasons_of(self._store, uids)
        return [
            ScannerCI(ci.uid, ci.name, ci.ci_class, ci.root, reasons.get(ci.uid, "")) for ci in self._named(reasons)
        ]

    def _peers(self, talks: Sequence[Talk], limit: int) -> Peers:
        services = self._services_of(talk.client for talk in talks if talk.is_peer and not talk.provider)
        found = ranked(talks, services)
        scopes = reading.scopes_of(self._store, [peer.uid for peer in found[:limit]])
        return Peers([self._peer(peer, scopes.get(peer.uid, "")) for peer in found[:limit]], len(found))

    def _peer(self, peer: UnknownPeer, network_scope: str) -> Peer:
        return Peer(
            uid=peer.uid,
            address=peer.address,
            network_scope=network_scope,
            ports=peer.ports[:_NAMED],
            clients=self._named(peer.clients)[:_NAMED],
            client_count=len(peer.clients),
            services=self._named(peer.services)[:_NAMED],
            service_count=len(peer.services),
            sightings=peer.sightings,
            last_seen_at=rfc3339(peer.last_seen_at) if peer.last_seen_at else None,
        )

    def _programs(self, talks: Iterable[Talk]) -> list[UnknownProgram]:
        clients: dict[tuple[str, int, str], set[str]] = {}
        of: dict[tuple[str, int, str], Talk] = {}
        for talk in sorted(talks):
            if explained(talk) == "unknown_program":
                clients.setdefault(_port(talk), set()).add(talk.client)
                of.setdefault(_port(talk), talk)
        ordered = sorted(of.values(), key=lambda talk: (-len(clients[_port(talk)]), talk))
        return [
            UnknownProgram(
                uid=talk.target,
                address=talk.address,
                port=talk.port,
                protocol=talk.protocol,
                computer=self._ci(talk.computer) if talk.computer else None,
                clients=len(clients[_port(talk)]),
            )
            for talk in ordered[:_MOST_PROGRAMS]
        ]

    def _stale_edges(self, positions: Sequence[int]) -> list[StaleEdge]:
        """What people and files say does not age."""
        snapshot = self._snapshot
        ages = {name for name, spec in snapshot.view.registry.data_sources.items() if spec.ages}
        contacts = read_contacts(self._store, snapshot, source_keys(snapshot, positions))
        found = [relationship_at(snapshot, position, contacts) for position in positions]
        ageing = [edge for edge in found if edge.sources and all(kind_of(key) in ages for key in edge.sources)]
        old = [edge for edge in ageing if edge.last_seen_at < snapshot.taken_at - STALE_AFTER]
        ordered = sorted(old, key=lambda edge: (edge.last_seen_at, edge.source, edge.target))
        cis = snapshot.cis
        return [
            StaleEdge(
                source=cis.uid[edge.source],
                source_name=cis.name[edge.source],
                target=cis.uid[edge.target],
                target_name=cis.name[edge.target],
                type=edge.type,
                last_seen_at=rfc3339(edge.last_seen_at),
            )
            for edge in ordered[:_MOST_PROGRAMS]
        ]

    def _services_of(self, clients: Iterable[str]) -> dict[str, list[str]]:
        """The services that depend on each program, directly or not."""
        uids, numbers = self._snapshot.cis.uid, self._snapshot.numbers
        known = integers(sorted({numbers[uid] for uid in clients if uid in numbers}))
        services = np.flatnonzero(self._snapshot.stakes.is_service).astype(np.int32)
        found = services_on(self._snapshot.graph, services, known)
        return {uids[client]: [uids[service] for service in rested] for client, rested in found.items()}

    def _status(self, uid: str) -> str:
        return self._snapshot.cis.status[self._snapshot.numbers[uid]]

    def _named(self, uids: Iterable[str]) -> list[NamedCI]:
        return sorted(map(self._ci, uids), key=lambda ci: (ci.name.casefold(), ci.uid))

    def _ci(self, uid: str) -> NamedCI:
        number = self._snapshot.numbers.get(uid)
        if number is None:
            return NamedCI(uid, "", "", None)
        cis = self._snapshot.cis
        root = self._snapshot.numbers.get(cis.root_uid[number], number)
        return NamedCI(uid, cis.name[number], cis.ci_class[number], None if root == number else cis.name[root])


def _port(talk: Talk) -> tuple[str, int, str]:
    """What nobody is known to answer at: an endpoint, or a port of a machine that has none."""
    return talk.target, talk.port, talk.protocol
