"""Default routes: inetCidrRouteTable, ipCidrRouteTable (RFC 4292) and ipRouteTable (RFC 1213)."""

from collections.abc import Iterator

from discovery_agent.snmp.facts import Facts, Gateway
from discovery_agent.snmp.inet import address_of, indexed_address
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import address, number
from discovery_agent.snmp.walk import Walk

_IP = "1.3.6.1.2.1.4"
_INET_INTERFACE = f"{_IP}.24.7.1.7"
_CIDR_NEXT_HOP, _CIDR_INTERFACE = f"{_IP}.24.4.1.4", f"{_IP}.24.4.1.5"
_OLD_INTERFACE, _OLD_NEXT_HOP = f"{_IP}.21.1.2", f"{_IP}.21.1.7"
_INET_DEFAULTS = ("1.4.0.0.0.0.0.", "2.16." + "0." * 17)
_FORWARDING = f"{_IP}.1"
_IS_FORWARDING = 1


def read(walk: Walk, facts: Facts) -> None:
    """Where packets go that no other route takes, each gateway once; and whether the device forwards at all."""
    if number(walk.scalar(_FORWARDING)) == _IS_FORWARDING:
        facts.evidence.add("forwards")
    known: set[str] = set()
    for found in (*_inet(walk), *_cidr(walk), *_old(walk)):
        if found.address not in known:
            known.add(found.address)
            facts.gateways.append(found)


def _inet(walk: Walk) -> Iterator[Gateway]:
    for index, interface in walk.column(_INET_INTERFACE).items():
        start = next((default for default in _INET_DEFAULTS if index.startswith(default)), None)
        if start is None:
            continue
        policy_length, _, rest = index[len(start) :].partition(".")
        hop = indexed_address(rest.split(".")[int(policy_length or 0) :])
        if hop:
            yield Gateway(hop, number(interface))


def _cidr(walk: Walk) -> Iterator[Gateway]:
    interfaces = walk.column(_CIDR_INTERFACE)
    for index, value in walk.column(_CIDR_NEXT_HOP).items():
        hop = address(value) or address_of(index.split(".")[-4:])
        if index.startswith("0.0.0.0.0.0.0.0.") and hop:
            yield Gateway(hop, number(interfaces.get(index)))


def _old(walk: Walk) -> Iterator[Gateway]:
    interface = walk.get(f"{_OLD_INTERFACE}.0.0.0.0")
    hop = address(walk.get(f"{_OLD_NEXT_HOP}.0.0.0.0"))
    if hop:
        yield Gateway(hop, number(interface))


table = Table(
    name="routes",
    columns=(_INET_INTERFACE, _CIDR_NEXT_HOP, _CIDR_INTERFACE, _OLD_INTERFACE, _OLD_NEXT_HOP),
    read=read,
    scalars=(_FORWARDING,),
)
