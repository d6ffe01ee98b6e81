"""The steps of "why not?" that no scan tells: what is seen on the wire, and what sends by itself."""

from collections.abc import Iterable
from typing import NamedTuple

from cmdb_server.network_scans.trap_receivers import TrapReceiver
from cmdb_server.unknown_stations import UnknownStation
from discovery_agent.traps.reasons import REASONS

_SPOKEN = ("lldp", "cdp")


class Step(NamedTuple):
    """One thing that has to hold: whether it does, what is known, and what to do where it does not."""

    question: str
    is_good: bool
    answer: str
    next_step: str = ""


def seen_steps(station: UnknownStation) -> tuple[Step, ...]:
    """What is known of something of which nobody tells an IP address."""
    if station.evidence in _SPOKEN:
        how = f"hears it at {station.port} ({station.evidence.upper()})"
    else:
        beside = f"beside {station.others} more" if station.others else "alone"
        how = f"sees it at {station.port}, {beside} ({station.evidence})"
    named = f"; it calls itself {station.said}" if station.said else ""
    seen = f"Yes: {station.device} {how}{named}."
    next_step = (
        "Read the router of its network, whose ARP table tells it, or scan the network; what has none is found "
        "at that port."
    )
    return (
        Step("Is it seen on the wire?", is_good=True, answer=seen),
        Step(
            "Is its IP address known?",
            is_good=False,
            answer="No: no device that was read has resolved one.",
            next_step=next_step,
        ),
    )


def trap_steps(address: str, receivers: Iterable[TrapReceiver]) -> dict[str, list[Step]]:
    """What an address sends by itself, by network scope: what no CI is known of, and what is not believed."""
    found: dict[str, list[Step]] = {}
    for receiver in receivers:
        for sender in receiver.unknown:
            if sender.address == address:
                answer = f"Yes: {sender.said}, so it is there."
                found.setdefault(receiver.network_scope, []).append(
                    Step("Does it send traps?", is_good=True, answer=answer)
                )
        for sender in receiver.refused:
            if sender.address == address:
                reason = REASONS[sender.said]
                answer = f"{reason.happened} {reason.cause} ({sender.times} times)"
                step = Step("Are its traps taken?", is_good=False, answer=answer, next_step=reason.next_step)
                found.setdefault(receiver.network_scope, []).append(step)
    return found
