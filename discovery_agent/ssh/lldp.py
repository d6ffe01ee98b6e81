"""What lldpd has heard at each port, from the JSON of `lldpcli -f json0`: always lists, a value in an object each."""

import json
from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import Any, NamedTuple, cast

from discovery_agent.link_evidence import LLDP_CAPABILITIES
from graph_schema.values import clean_text

_PROTOCOLS = {"LLDP": "lldp", "CDPv1": "cdp", "CDPv2": "cdp"}
_CAPABILITIES = {"Tel": "telephone"}  # as lldpcli calls what others call otherwise
_NAMELESS = ("mac", "local")  # kinds of a port's id that are not what its device calls it


class Heard(NamedTuple):
    """What another device said of itself at a port; "" is what it did not say.

    `capabilities` are those that are on, with blanks between.
    """

    port: str
    protocol: str
    name: str
    interface: str
    chassis: str
    port_id: str
    address: str
    capabilities: str


def heard_in(output: bytes) -> list[Heard] | None:
    """Who is heard; None where lldpd did not answer."""
    try:
        told = list(_objects(json.loads(output)))
    except (ValueError, RecursionError):
        return None
    if not any("lldp" in entry for entry in told):
        return None
    return [heard for entry in _within(told, "lldp", "interface") if (heard := _heard(entry))]


def _heard(entry: dict[str, Any]) -> Heard | None:
    protocol = _PROTOCOLS.get(str(entry.get("via")))
    port, chassis = _within([entry], "port"), _within([entry], "chassis")
    if protocol is None or not port or not chassis:
        return None
    kind = next((str(found.get("type")) for found in _within(port, "id")), "")
    port_id, described = _text(port, "id"), _text(port, "descr")
    return Heard(
        port=str(entry.get("name")),
        protocol=protocol,
        name=_text(chassis, "name"),
        interface=described or port_id if kind in _NAMELESS else port_id or described,
        chassis=_text(chassis, "id"),
        port_id=port_id,
        address=next(filter(_leads_there, _texts(chassis, "mgmt-ip")), ""),
        capabilities=" ".join(_capabilities(chassis)),
    )


def _capabilities(chassis: Sequence[dict[str, Any]]) -> Iterator[str]:
    told = {str(entry.get("type")) for entry in _within(chassis, "capability") if entry.get("enabled") is True}
    words = {_CAPABILITIES.get(name, name.lower()) for name in told}
    yield from (word for word in LLDP_CAPABILITIES if word in words)


def _within(entries: Sequence[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    """The objects below these names."""
    found = list(entries)
    for name in names:
        found = [inner for entry in found for inner in _objects(entry.get(name))]
    return found


def _objects(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON of any shape
    entries = cast("list[Any]", value) if isinstance(value, list) else [value]
    yield from (entry for entry in entries if isinstance(entry, dict))


def _texts(entries: Sequence[dict[str, Any]], name: str) -> Iterator[str]:
    for entry in _within(entries, name):
        value = entry.get("value")
        yield (clean_text(value) or "") if isinstance(value, str) else ""


def _text(entries: Sequence[dict[str, Any]], name: str) -> str:
    return next(_texts(entries, name), "")


def _leads_there(text: str) -> bool:
    try:
        return not ip_address(text).is_link_local
    except ValueError:
        return False
