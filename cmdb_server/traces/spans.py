"""What a span tells of the two programs at the ends of a call, by OpenTelemetry's conventions, old names among them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from graph_schema.values import clean_text

SERVER, CLIENT, PRODUCER, CONSUMER = 2, 3, 4, 5
CALLING, ANSWERING = frozenset((CLIENT, PRODUCER)), frozenset((SERVER, CONSUMER))
Value: TypeAlias = str | int
Told: TypeAlias = Mapping[str, Value | tuple[str, ...]]
_LONGEST = 255
_PORTS = range(1, 65536)
_PORT = re.compile(r"[0-9]{1,5}")
_WITHOUT_NETWORK = frozenset(("unix", "inproc", "pipe"))
# Where a client leaves the port out it is the usual one of the system.
_USUAL_PORTS = {
    "postgresql": 5432,
    "mysql": 3306,
    "mariadb": 3306,
    "mssql": 1433,
    "microsoft.sql_server": 1433,
    "oracle": 1521,
    "oracle.db": 1521,
    "redis": 6379,
    "mongodb": 27017,
    "elasticsearch": 9200,
    "cassandra": 9042,
    "memcached": 11211,
    "couchdb": 5984,
    "rabbitmq": 5672,
    "kafka": 9092,
    "https": 443,
    "http": 80,
}
_SYSTEMS = ("db.system.name", "db.system", "messaging.system")
_SCHEMES = ("url.scheme", "http.scheme")
_PEER_ADDRESSES = ("network.peer.address", "net.sock.peer.addr", "net.peer.ip")
_PEER_NAMES = ("server.address", "net.peer.name", "peer.hostname", "net.sock.peer.name")
_PEER_PORTS = ("network.peer.port", "server.port", "net.sock.peer.port", "net.peer.port")
_OWN_PORTS = ("server.port", "network.local.port", "net.host.port")
_TRANSPORTS = ("network.transport", "net.transport")
# A password may hold an @: the last one ends it. Where it holds more, no host is found rather than a part of it.
_AUTHORITY = re.compile(
    r"[a-z][a-z0-9+.-]*://(?:[^/?#]*@)?(?P<host>\[[0-9a-fA-F:.]+\]|[^/:?#@,]+)(?::(?P<port>\d{1,5}))?(?=[/?#,]|\Z)"
)
_URLS = ("url.full", "http.url", "db.connection_string")
NAMES_OF_SPANS = frozenset(
    (*_SYSTEMS, *_SCHEMES, *_PEER_ADDRESSES, *_PEER_NAMES, *_PEER_PORTS, *_OWN_PORTS, *_TRANSPORTS, *_URLS)
)
# In the order of the fields of Party.
_OF_RESOURCES = (
    "service.name",
    "service.namespace",
    "host.name",
    "host.id",
    "k8s.pod.name",
    "container.name",
    "process.executable.name",
)
_OF_CONTAINERS = ("container.id", "k8s.pod.uid", "k8s.container.name")  # the next fields of Party
_NODE, _PATH, _OWNER = "k8s.node.name", "process.executable.path", "process.owner"
_ARGUMENTS, _LINE = "process.command_args", "process.command_line"
NAMES_OF_RESOURCES = frozenset((*_OF_RESOURCES, *_OF_CONTAINERS, _NODE, _PATH, _OWNER, _ARGUMENTS, _LINE))
# Nothing but the path of a file of code is kept of a command line, which may hold secrets.
_CODE = re.compile(r"[\w.+/-]{1,200}\.(?:jar|war|py|js|mjs|cjs|pl|rb|php|dll)")


class Party(NamedTuple):
    """A program as its telemetry calls it; "" and 0 for what it does not tell. `port` is where it was called.

    `in_pod` is the name of its container in the pod, `owner` the user that it runs as, `runs` the file of code that an
    interpreter runs. The number of its process is none of it, as a program is the same after a restart. Former
    versions kept no more than up to the port.
    """

    service: str = ""
    namespace: str = ""
    host: str = ""
    host_id: str = ""
    pod: str = ""
    container: str = ""
    executable: str = ""
    port: int = 0
    container_id: str = ""
    pod_uid: str = ""
    in_pod: str = ""
    owner: str = ""
    runs: str = ""

    @property
    def is_contained(self) -> bool:
        """Whether it says that it runs in a container."""
        return bool(self.pod or self.container or self.container_id or self.pod_uid)


class Peer(NamedTuple):
    """Where a client says that it calls: an address or host name, a port, and what kind of system is there."""

    address: str
    port: int
    system: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """One side of a call. `parents` are the spans (trace and span id) that may be its other side."""

    key: bytes
    kind: int
    party: Party
    parents: tuple[bytes, ...] = ()
    peer: Peer | None = None


def party_of(resource: Told) -> Party:
    """The program that a resource describes."""
    service, namespace, host, host_id, pod, container, executable = (_text(resource, (name,)) for name in _OF_RESOURCES)
    container_id, pod_uid, in_pod = (_text(resource, (name,)) for name in _OF_CONTAINERS)
    host = host or _text(resource, (_NODE,))
    executable = executable or _text(resource, (_PATH,)).rpartition("/")[2]
    of_container = (container_id.casefold(), pod_uid.casefold(), in_pod)
    of_process = (_text(resource, (_OWNER,)), _code_of(resource))
    return Party(service, namespace, host, host_id, pod, container, executable, 0, *of_container, *of_process)


def _code_of(resource: Told) -> str:
    """The first argument of a command line that is a file of code."""
    arguments = resource.get(_ARGUMENTS)
    if not isinstance(arguments, tuple):
        arguments = tuple(str(resource.get(_LINE, "")).split())
    return next((one for one in arguments[1:] if _CODE.fullmatch(one)), "")


def own_port(attributes: Told) -> int:
    """The port at which a program says that it was called."""
    return _number(attributes, _OWN_PORTS)


def peer_of(attributes: Told) -> Peer | None:
    """Where a client calls, None where it does not tell, and where no network is between."""
    if _text(attributes, _TRANSPORTS) in _WITHOUT_NETWORK:
        return None
    system = _text(attributes, _SYSTEMS)
    host, port = _authority(attributes)
    host = _text(attributes, _PEER_ADDRESSES) or _text(attributes, _PEER_NAMES) or host
    port = _number(attributes, _PEER_PORTS) or port
    port = port or _USUAL_PORTS.get(system or _text(attributes, _SCHEMES), 0)
    return Peer(host, port, system) if host and not host.startswith("/") and port else None


def _authority(attributes: Told) -> tuple[str, int]:
    """Host and port of an URL; nothing else of it is looked at, as it may hold secrets."""
    found = _AUTHORITY.match(str(next((attributes[name] for name in _URLS if name in attributes), "")))
    if found is None:
        return "", 0
    port = int(found["port"] or 0)
    return found["host"].strip("[]")[:_LONGEST], port if port in _PORTS else 0


def _text(attributes: Told, names: tuple[str, ...]) -> str:
    for name in names:
        value = attributes.get(name)
        if isinstance(value, str) and (text := clean_text(value[:_LONGEST])):
            return text
    return ""


def _number(attributes: Told, names: tuple[str, ...]) -> int:
    for name in names:
        value = str(attributes.get(name, ""))
        if _PORT.fullmatch(value) and int(value) in _PORTS:
            return int(value)
    return 0
