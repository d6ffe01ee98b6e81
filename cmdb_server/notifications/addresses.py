"""Where webhooks may go: public addresses, and what the operator has listed. Pure, but for looking up names.

A program inside that is asked by the server could be made to do what no stranger may (server-side request forgery). So
a request goes to the very address that was checked, follows no redirect, uses no proxy, and without TLS only to what is
listed in CMDB_WEBHOOK_TARGETS.
"""

import socket
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from cmdb_server.errors import CmdbError, FieldError

Address = IPv4Address | IPv6Address
# All that is given out as public (RFC 4291), and what of it leads to an IPv4 address in disguise (RFC 3056, 4380).
_UNICAST = IPv6Network("2000::/3")
_DISGUISES = tuple(map(IPv6Network, ("2002::/16", "2001::/32")))
_PORTS = {"https": 443, "http": 80}
_LONGEST = 1_000


class TargetRefusedError(CmdbError):
    """An address to which no request goes."""

    def __init__(self, url: str, message: str, remedy: str) -> None:
        """422, naming the field."""
        error = FieldError("url", url[:100], message, remedy)
        super().__init__(f"url {error.value!r} {message}; {remedy}", 422, "target_refused", (error,))


@dataclass(frozen=True)
class Allowed:
    """What the operator has listed: names of hosts, and networks."""

    hosts: Collection[str]
    networks: Sequence[IPv4Network | IPv6Network]

    def lists(self, host: str, address: Address) -> bool:
        """Whether a host, or the address that it has, is listed."""
        return host.casefold() in self.hosts or any(address in network for network in self.networks)

    def takes(self, host: str, address: Address) -> bool:
        """Whether a request may go to a host at an address."""
        return self.lists(host, address) or is_public(address)


@dataclass(frozen=True)
class Target:
    """A web address in its parts."""

    url: str
    is_tls: bool
    host: str
    port: int
    path: str


def allowed_of(text: str) -> Allowed:
    """What a setting lists: hosts and networks with commas between."""
    hosts, networks = set[str](), list[IPv4Network | IPv6Network]()
    for part in filter(None, (one.strip() for one in text.split(","))):
        try:
            networks.append(ip_network(part, strict=False))
        except ValueError:
            hosts.add(part.casefold())
    return Allowed(hosts, networks)


def is_public(address: Address) -> bool:
    """Whether an address is one of the public network, and leads to no other one in disguise."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in _UNICAST or any(address in network for network in _DISGUISES):
            return False
    return address.is_global and not address.is_multicast


def target_of(url: str) -> Target:
    """A web address in its parts. Raises TargetRefusedError for what is none, or holds a name and a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise TargetRefusedError(url, f"is no web address ({error})", "give https://HOST/PATH") from error
    if parts.scheme not in _PORTS or not parts.hostname or len(url) > _LONGEST or not _is_printable(url):
        raise TargetRefusedError(url, "is no web address", "give https://HOST/PATH")
    if parts.username is not None or parts.password is not None:
        raise TargetRefusedError("***", "holds a name or a password", "leave them out: requests are signed")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, parts.scheme == "https", parts.hostname, port or _PORTS[parts.scheme], path)


def address_for(target: Target, allowed: Allowed) -> str:
    """The address that a request goes to. Raises TargetRefusedError where there is none that it may go to."""
    found = _resolved(target)
    taken = [one for one in found if allowed.takes(target.host, one)]
    if not taken:
        shown = ", ".join(sorted(map(str, found)))
        message = f"leads to {shown}, no public address"
        raise TargetRefusedError(target.url, message, "have the operator list it in CMDB_WEBHOOK_TARGETS")
    if not target.is_tls and not all(allowed.lists(target.host, one) for one in taken):
        raise TargetRefusedError(target.url, "is not encrypted", "give https://; http only for CMDB_WEBHOOK_TARGETS")
    return str(taken[0])


def _resolved(target: Target) -> list[Address]:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TargetRefusedError(target.url, "has a host that is not found", "check its spelling") from error
    return list(dict.fromkeys(ip_address(str(one[4][0]).partition("%")[0]) for one in found))


def _is_printable(url: str) -> bool:
    return url.isascii() and url.isprintable() and " " not in url
