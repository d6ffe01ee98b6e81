"""Which servers the files of a network mount lie on, by what mountinfo says of it: nobody is asked, nothing is touched.

The kernel shows the address that it talks to beside the name that was mounted; of everything else in the options
nothing is kept.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypedDict

from discovery_agent.host.places import Place, place_of, port_of
from graph_schema.values import is_address

_NFS_PORT, _SMB_PORT, _SSH_PORT, _GLUSTER_PORT, _CEPH_PORT = 2049, 445, 22, 24007, 6789
_PORTS = {
    "nfs": _NFS_PORT,
    "nfs4": _NFS_PORT,
    "cifs": _SMB_PORT,
    "smb3": _SMB_PORT,
    "fuse.sshfs": _SSH_PORT,
    "glusterfs": _GLUSTER_PORT,
    "fuse.glusterfs": _GLUSTER_PORT,
}
_VOLUME_FILE = frozenset(("glusterfs", "fuse.glusterfs"))


class ServerReading(TypedDict):
    """One server of a mount: its name as it was mounted, its addresses, the port."""

    host: str
    addresses: list[str]
    port: int


class Enough(NamedTuple):
    """How many servers of a mount it needs, how much it needs them, and why."""

    k: int
    reason: str
    strength: str = "hard"


def servers_of(kind: str, device: str, options: str) -> list[ServerReading]:
    """The servers of a mount of this type; none for one that is on no network, or of which it is not known."""
    told = {name: value for name, _, value in (option.partition("=") for option in options.split(","))}
    if kind == "ceph":
        return [_server(place, "") for place in _monitors(device, told)]
    if kind not in _PORTS:
        return []
    host = device[2:].partition("/")[0] if kind in ("cifs", "smb3") else _before_path(device)
    place = place_of(f"[{host}]" if is_address(host) and ":" in host else host)
    port = port_of(told.get("port")) or _PORTS[kind]
    return [_server(Place(place.host, port), told.get("addr", ""))] if place and not place.is_socket else []


def enough(kind: str, servers: int) -> Enough:
    """How many of so many servers a mount needs."""
    if kind == "ceph":
        return Enough(servers // 2 + 1, "Ceph needs a majority of its monitors")
    if kind in _VOLUME_FILE:
        reason = "asked for the layout of the volume when it is mounted; its bricks are on servers of their own"
        return Enough(1, reason, "soft")
    return Enough(1, f"the files of the mount lie there ({kind})")


def with_addresses(server: ServerReading, known: Mapping[str, list[str]]) -> ServerReading:
    """The server with the addresses of its name, where mountinfo did not tell the one that is used."""
    return server if server["addresses"] else {**server, "addresses": known.get(server["host"], [])}


def unknown_names(servers: Iterable[ServerReading]) -> list[str]:
    """The names of servers whose address mountinfo does not tell."""
    return sorted({server["host"] for server in servers if not server["addresses"]})


def _server(place: Place, address: str) -> ServerReading:
    used = next((text for text in (address.partition("%")[0], place.host) if is_address(text)), "")
    return {"host": place.host, "addresses": [used] if used else [], "port": place.port}


def _before_path(device: str) -> str:
    """The host in `user@host:/path` or `[address]:/path`."""
    host = device.partition(":/")[0].rpartition("@")[2]
    return host.removeprefix("[").removesuffix("]")


def _monitors(device: str, told: Mapping[str, str]) -> list[Place]:
    """The monitors of Ceph: in the options, separated by slashes; formerly before the path, separated by commas."""
    listed = told.get("mon_addr", "").split("/") if "mon_addr" in told else device.partition(":/")[0].split(",")
    places = (place_of(text, _CEPH_PORT) for text in listed)
    return [place for place in places if place is not None and not place.is_socket and is_address(place.host)]
