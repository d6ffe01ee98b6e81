"""What is served at addresses that several machines keep between them (VRRP)."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple

from discovery_agent.host.activity import Activity
from discovery_agent.host.application_facts import ApplicationReading
from discovery_agent.host.listening import listeners_of
from discovery_agent.host.local_networks import local_networks_of
from graph_schema.values import is_address

_ANY, _ANY_OLDER, _OLDER = "::", "0.0.0.0", 4  # noqa: S104 - compared with what programs report, nothing is bound


class ServedVirtually(NamedTuple):
    """A program (by its key) that answers at a virtual address, by the name of the group that keeps that.

    `is_watched`: the address is handed over when the program fails.
    """

    router: str
    address: str
    port: int
    protocol: str
    program: str
    is_watched: bool


def served_virtually(activity: Activity) -> list[ServedVirtually]:
    """What known applications serve at virtual addresses; what only watches or logs, and what keeps them, is none."""
    found = (activity.get("applications") or {"found": list[ApplicationReading]()})["found"]
    keepers = [entry for entry in found if entry.get("addresses")]
    if not keepers:
        return []
    keys = {entry["program"] for entry in keepers}
    known = {entry["program"]: entry["application"] for entry in found if not entry["traffic"]}
    serving = {program: application for program, application in known.items() if application and program not in keys}
    return sorted({served for keeper in keepers for served in _served(activity, keeper, serving)})


def _served(activity: Activity, keeper: ApplicationReading, serving: dict[str, str]) -> Iterator[ServedVirtually]:
    watched = set(keeper.get("watched", ()))
    networks = local_networks_of(activity)
    for listener, sockets in listeners_of(activity).items():
        owner = networks.provider(listener, sockets)
        if owner is None or owner.key not in serving:
            continue
        for router, address in keeper.get("addresses", ()):
            if _answers(listener.address, address):
                is_watched = serving[owner.key] in watched
                yield ServedVirtually(router, address, listener.port, listener.protocol, owner.key, is_watched)


def _answers(listening: str, address: str) -> bool:
    """Whether who listens there answers at an address."""
    if listening in (address, _ANY):
        return True
    return listening == _ANY_OLDER and is_address(address) and ip_address(address).version == _OLDER
