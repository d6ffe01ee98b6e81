"""What a connection is for and how much it is needed, by what the configuration of its program says."""

from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address
from typing import NamedTuple

from discovery_agent.host.activity import Activity
from discovery_agent.host.application_facts import ApplicationReading, NeedReading, PoolReading
from discovery_agent.host.beside import BESIDE
from graph_schema.declare import AttributeValue
from graph_schema.relationships import POOL

Peer = tuple[str, int]
_OLDER, _DNS = 4, 53
_ONLY_A_CACHE = {11211: "what memcached keeps may be gone at any time"}

_SERVED_BY_ANY = ("", "cache")


class Kind(NamedTuple):
    """What is told of a connection beside its ends; "" where nothing is."""

    purpose: str = ""
    strength: str = ""
    strength_reason: str = ""
    configured_in: str = ""
    is_certain: bool = False
    databases: tuple[str, ...] = ()
    timing: str = ""

    def attributes(self) -> dict[str, AttributeValue]:
        """Those that a relationship has."""
        told: list[tuple[str, AttributeValue]] = [*zip(self._fields[:4], self[:4], strict=True)]
        told += [("databases", list(self.databases)), ("timing", self.timing)]
        return {name: value for name, value in told if value}


NOTHING = Kind()


def is_own(address: str) -> bool:
    """Whether an address means the machine that names it."""
    return ip_address(address).is_loopback


def members_of(pool: PoolReading) -> list[Peer]:
    """The servers of a pool. Of a name with addresses of both protocols those of IPv4: they are the same servers."""
    found: dict[Peer, None] = {}
    for member in pool["members"]:
        older = [address for address in member["addresses"] if ip_address(address).version == _OLDER]
        found |= dict.fromkeys((address, member["port"]) for address in older or member["addresses"])
    return list(found)


def addresses_in_turn(need: NeedReading) -> list[str]:
    """The addresses of a name that stands for several servers; none where it stands for one, or for a part each."""
    if not need["is_certain"] or need["purpose"] not in _SERVED_BY_ANY:
        return []
    older = [address for address in need["addresses"] if ip_address(address).version == _OLDER]
    found = older or need["addresses"]
    return found if len(found) > 1 else []


def configured_uses(activity: Activity) -> list[tuple[str, str, int]]:
    """Programs with the addresses and ports that their configuration names, pools among them."""
    found = (activity.get("applications") or {"found": []})["found"]
    return [(entry["program"], *peer) for entry in found for peer in _told(entry, [])]


class ConnectionKinds:
    """The needs of the programs of a machine (by their keys), looked up for their connections."""

    def __init__(self, activity: Activity, seen: Mapping[str, Iterable[Peer]]) -> None:
        """`seen` are the peers of each program. A name that does not resolve means the only other one at its port."""
        found = (activity.get("applications") or {"found": []})["found"]
        self._applications = {entry["program"]: entry for entry in found}
        self._name_servers = activity.get("name_servers", [])
        self._told = {entry["program"]: _told(entry, list(seen.get(entry["program"], ()))) for entry in found}

    def of(self, program: str, address: str, port: int) -> Kind:
        """What a program's connection to an address and port is for."""
        told = self._told.get(program, {}).get((address, port))
        if told is not None:
            return told
        if port == _DNS and len(self._name_servers) > 1 and address in self._name_servers:
            return Kind(
                "", "soft", f"one of {len(self._name_servers)} name servers: the next one is asked in its place"
            )
        application = self._applications.get(program)
        if application is not None and application["traffic"]:
            return Kind(application["traffic"], "soft", BESIDE.get(application["traffic"], ""))
        if port in _ONLY_A_CACHE:
            return Kind("cache", "soft", _ONLY_A_CACHE[port])
        return NOTHING

    def of_reached(self, program: str, port: int, reached: Callable[[str], str | None], other: str) -> Kind:
        """What a program's connection to another one of this machine is for; `reached` tells whose an address is."""
        told = self._told.get(program, {})
        known = (kind for (address, at), kind in told.items() if at == port and reached(address) == other)
        return next(known, None) or self.of(program, "", port)

    def unseen(self, program: str, seen: Iterable[Peer]) -> dict[Peer, Kind]:
        """What a program is configured to use for certain and was not seen using; servers of a pool apart."""
        known = set(seen)
        told = self._told.get(program, {})
        return {
            peer: kind
            for peer, kind in sorted(told.items())
            if kind.is_certain and kind.purpose != POOL and peer not in known
        }


def _told(entry: ApplicationReading, seen: list[Peer]) -> dict[Peer, Kind]:
    """The kind of each peer that a program's configuration names; what is said first holds, a pool before all."""
    found: dict[Peer, Kind] = {}
    for pool in entry["pools"]:
        kind = Kind(POOL, "hard", f"a server of the pool {pool['name']}", pool["file"], is_certain=True)
        peers = {(address, member["port"]) for member in pool["members"] for address in member["addresses"]}
        if len(members_of(pool)) == 1:
            kind = kind._replace(purpose="", strength_reason=f"the only server of the pool {pool['name']}")
        found |= dict.fromkeys(peers, kind)
    for need in entry["needs"]:
        kind = Kind(need["purpose"], need["strength"], need["reason"], need["file"], need["is_certain"])
        if addresses_in_turn(need):
            kind = kind._replace(purpose=POOL, strength_reason=f"an address of {need['host']}")
        database = need.get("database", "")
        for peer in _peers(need, found, seen):
            known = found.setdefault(peer, kind)
            if database and database not in known.databases:
                found[peer] = known._replace(databases=tuple(sorted((*known.databases, database))))
    return found


def _peers(need: NeedReading, known: Mapping[Peer, Kind], seen: list[Peer]) -> list[Peer]:
    if need["addresses"] or need["host"].startswith("/"):
        return [(address, need["port"]) for address in need["addresses"]]
    others = {peer for peer in seen if peer[1] == need["port"] and peer not in known}
    return list(others) if len(others) == 1 else []
