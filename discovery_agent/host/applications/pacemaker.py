"""Pacemaker: the addresses that machines of a cluster keep between them, by its cluster information base."""

import re
from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.later import later

_BASE = "/var/lib/pacemaker/cib/cib.xml"
_ATTRIBUTE = later(r"\b([a-z_]{1,40})=[\"']([^\"'<>]{1,255})[\"']", re.ASCII)
_ADDRESS_AGENTS = ("IPaddr", "IPaddr2", "IPv6addr")


def configure(_started: Started, files: Files) -> Configured:
    """The addresses by the names of their resources. What is in one group with an address is watched."""
    text = files.text(_BASE)
    if text is None:
        return Configured()
    found = [(told.get("id", "?"), told["ip"]) for told in _resources(text) if "ip" in told]
    together = [list(_resources(body)) for _, body in _elements(text, "group")]
    watched = {told["type"].lower() for group in together if any("ip" in told for told in group) for told in group} - {
        agent.lower() for agent in _ADDRESS_AGENTS
    }
    return Configured(addresses=tuple(found), files=(_BASE,), watched=tuple(sorted(watched)))


def _resources(text: str) -> Iterator[dict[str, str]]:
    """The attributes of each resource, with `ip` for one that is an address."""
    for head, body in _elements(text, "primitive"):
        told = {"type": "", **dict(_ATTRIBUTE().findall(head))}
        pairs = [dict(_ATTRIBUTE().findall(pair)) for pair, _ in _elements(body, "nvpair")]
        addresses = [pair["value"] for pair in pairs if pair.get("name") in ("ip", "ipv6addr") and "value" in pair]
        if told["type"] in _ADDRESS_AGENTS and addresses:
            told["ip"] = addresses[0]
        yield told


def _elements(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Attributes and content of the elements of a name, which do not nest; one without content ends where it begins."""
    for piece in text.split(f"<{name} ")[1:]:
        head, _, rest = piece.partition(">")
        yield head, "" if head.endswith("/") else rest.partition(f"</{name}>")[0]


application = Application(
    name="pacemaker",
    product="Pacemaker",
    executables=("pacemakerd",),
    packages=("pacemaker",),
    patterns=(_BASE,),
    configure=configure,
)
