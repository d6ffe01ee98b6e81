"""What a sender names: a CI by uid, a machine by name or address, a program on it, a service. Out of labels, too."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from graph_schema.values import address, is_address

_LARGEST_PORT = 65_535
_UIDS = ("ci_uid", "cmdb_uid", "ci")
# The machine itself before the exporter that told of it: in Kubernetes `instance` is the exporter's address.
_HOSTS = (
    *("nodename", "node", "hostname", "host_name", "host", "fqdn", "server", "machine"),
    *("exported_instance", "target", "instance"),
)
_WITH_PORT = frozenset(("exported_instance", "target", "instance"))
_PROGRAMS = ("process", "program", "unit", "systemd_unit", "container_name", "container", "pod", "groupname")
_SERVICES = ("business_service", "service", "service_name", "application", "app")
_UNIT = ".service"


class Subject(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a sender names; "" and 0 for what it does not.

    `host` or `address` with `port` is where a program listens, or is measured: `is_measured` where the port may be that
    of an exporter, which tells of the whole machine. `service` is the name of a service, or of a CI of `ci_class`.
    """

    uid: str = ""
    host: str = ""
    address: str = ""
    port: int = 0
    program: str = ""
    service: str = ""
    ci_class: str = ""
    is_measured: bool = False

    @property
    def place(self) -> str:
        """What a person may say is a certain CI: the same for all programs on a machine; "" where nothing is named."""
        if self.host:
            return f"host {self.host}"
        if self.address:
            return f"address {self.address}"
        if self.service:
            return f"{self.ci_class or 'service'} {self.service}"
        return ""


NOTHING_NAMED = Subject()


class Place(NamedTuple):
    """A host name or an address, with a port (0: none)."""

    host: str
    address: str
    port: int


def subject_of_labels(labels: Mapping[str, str]) -> Subject:
    """What labels name, as Prometheus exporters and their like use them.

    >>> subject_of_labels({"instance": "db1:9100", "job": "node"})
    Subject(host='db1', port=9100, is_measured=True)
    >>> subject_of_labels({"instance": "https://shop.example/health", "service": "shop"}).place
    'host shop.example'
    """
    uid = _first(labels, _UIDS)[1]
    name, text = _first(labels, _HOSTS)
    place = place_of(text)
    program = _first(labels, _PROGRAMS)[1]
    if not program and labels.get("name", "").endswith(_UNIT):
        program = labels["name"]
    return Subject(
        uid=uid if uid.startswith("ci_") else "",
        host=place.host,
        address=place.address,
        port=place.port if name in _WITH_PORT else 0,
        program=program.removesuffix(_UNIT),
        service=_first(labels, _SERVICES)[1],
        is_measured=name in _WITH_PORT and bool(place.port) and "://" not in text,
    )


def place_of(text: str) -> Place:
    """The host or address in what is a name, an address, either with a port, or a URL.

    >>> place_of("10.0.0.1:9100"), place_of("db1").host, place_of("https://shop.example/x").port
    (Place(host='', address='10.0.0.1', port=9100), 'db1', 443)
    """
    text = text.strip()
    if "://" in text:
        return _of_url(text)
    if is_address(text):
        return Place("", address(text) or "", 0)
    head, colon, tail = text.rpartition(":")
    port = int(tail) if colon and tail.isascii() and tail.isdigit() and 0 < int(tail) <= _LARGEST_PORT else 0
    name = (head if port else text).strip("[]")
    if is_address(name):
        return Place("", address(name) or "", port)
    return Place(name.rstrip(".").lower(), "", port) if ":" not in name else Place("", "", 0)


def _of_url(text: str) -> Place:
    try:
        parts = urlsplit(text)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        return Place("", "", 0)
    host = parts.hostname or ""
    return Place("", address(host) or "", port) if is_address(host) else Place(host.rstrip("."), "", port)


def _first(labels: Mapping[str, str], names: tuple[str, ...]) -> tuple[str, str]:
    return next(((name, labels[name].strip()) for name in names if labels.get(name, "").strip()), ("", ""))
