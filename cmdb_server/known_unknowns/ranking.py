"""Unknown addresses in the order in which it is worth to look at them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cmdb_server.known_unknowns.talks import Talk


@dataclass(frozen=True)
class UnknownPeer:
    """An address that no CI has: who talks to it at which ports, and the services that rest on these (uids)."""

    uid: str
    address: str
    clients: tuple[str, ...]
    ports: tuple[str, ...]
    services: tuple[str, ...]
    sightings: int
    last_seen_at: int


def ranked(talks: Iterable[Talk], services_of: Mapping[str, Sequence[str]]) -> list[UnknownPeer]:
    """The unknown addresses among the far ends: most services first, then most clients, then most seen.

    `services_of` are the services that depend on each program.
    """
    by_peer: dict[str, list[Talk]] = {}
    for talk in talks:
        if talk.is_peer and not talk.provider:
            by_peer.setdefault(talk.target, []).append(talk)
    found = [_peer(uid, entries, services_of) for uid, entries in by_peer.items()]
    return sorted(found, key=_rank)


def _peer(uid: str, talks: Iterable[Talk], services_of: Mapping[str, Sequence[str]]) -> UnknownPeer:
    entries = sorted(talks)
    clients = {talk.client for talk in entries}
    return UnknownPeer(
        uid=uid,
        address=entries[0].address,
        clients=tuple(sorted(clients)),
        ports=_ports(entries),
        services=tuple(sorted({service for client in clients for service in services_of.get(client, ())})),
        sightings=sum(talk.sightings for talk in entries),
        last_seen_at=max(talk.last_seen_at for talk in entries),
    )


def _ports(talks: Iterable[Talk]) -> tuple[str, ...]:
    pairs = {(talk.port, talk.protocol) for talk in talks}
    return tuple(f"{port}/{protocol}" for port, protocol in sorted(pairs))


def _rank(peer: UnknownPeer) -> tuple[int, int, int, str, str]:
    return (-len(peer.services), -len(peer.clients), -peer.sightings, peer.address, peer.uid)
