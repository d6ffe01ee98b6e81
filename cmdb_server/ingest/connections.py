"""Who answers at an address: from what is known of addresses and listening endpoints to the program behind them."""

from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from typing import NamedTuple

ANY_ADDRESSES = frozenset(("0.0.0.0", "::"))  # noqa: S104 - compared with what programs report, nothing is bound


class Listener(NamedTuple):
    """A listening endpoint of a computer and a program that provides it, with where that runs ("" when unknown)."""

    computer: str
    endpoint: str
    address: str
    port: int
    protocol: str
    provider: str
    runs_on: str = ""
    instance_key: str = ""


class Peer(NamedTuple):
    """The far end of a connection as the client sees it."""

    address: str
    port: int
    protocol: str


def is_local(address: str) -> bool:
    """Whether an address means the machine itself."""
    return ip_address(address).is_loopback


def computer_of(address: str, client: str, holders: Sequence[str]) -> str:
    """The computer a client's machine talks to at an address, given who holds it; "" when none or several others do."""
    if is_local(address) or client in holders:
        return client
    return holders[0] if len(holders) == 1 else ""


def listener_of(peer: Peer, listeners: Iterable[Listener]) -> Listener | None:
    """The endpoint that answers, the exact address before the wildcard of its family before the dual-stack one.

    Of several programs that take turns at it one of its own computer, whichever was known first.
    """
    fitting = [entry for entry in listeners if entry.port == peer.port and entry.protocol == peer.protocol]
    ranked = sorted(
        (rank, not entry.provider, entry.runs_on != entry.computer, entry.instance_key, entry.endpoint, entry)
        for entry in fitting
        if (rank := _fit(peer.address, entry.address)) is not None
    )
    return ranked[0][-1] if ranked else None


def _fit(wanted: str, listening: str) -> int | None:
    if wanted == listening:
        return 0
    if is_local(wanted) and is_local(listening):
        return 1
    if listening not in ANY_ADDRESSES:
        return None
    return 2 if (":" in wanted) == (":" in listening) else 3
