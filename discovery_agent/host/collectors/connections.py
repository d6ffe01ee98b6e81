"""Connections that programs hold to others, remembered for 30 days: a batch job connects once a night."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypedDict

from discovery_agent.host.activity import Activity
from discovery_agent.host.collector import ACTIVITY, Collector, Reading
from discovery_agent.host.connection_kinds import ConnectionKinds, Peer
from discovery_agent.host.files import read_text
from discovery_agent.host.listening import Owners, listeners_of
from discovery_agent.host.machine import Machine
from discovery_agent.host.programs import programs_of
from discovery_agent.private_files import write_private
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.declare import AttributeValue
from graph_schema.relationships import CONNECTS_TO
from graph_schema.report import Ref, Section, target

REMEMBERED_DAYS = 30
MAX_REMEMBERED = 20_000


class Sighting(TypedDict):
    """A connection of a program (by its key) to an address and port, and when it was seen."""

    program: str
    address: str
    port: int
    protocol: str
    first_seen_on: str
    last_seen_on: str
    days: int
    sightings: int


class Facts(TypedDict):
    """What runs now, what was remembered, and the day."""

    activity: Activity
    remembered: list[Sighting]
    today: str


def read(machine: Machine) -> Reading[Facts]:
    """The shared reading of processes and sockets, and the memory in the state folder."""
    gaps = list(machine.activity["gaps"])
    remembered: list[Sighting] = []
    if machine.state is not None:
        try:
            remembered = _remembered(machine.state)
        except (ValueError, KeyError, TypeError):
            gaps.append(f"the memory of earlier connections was unreadable and starts anew ({_path(machine.state)})")
    facts: Facts = {"activity": machine.activity, "remembered": remembered, "today": machine.today}
    return Reading(facts, tuple(gaps), tuple(machine.activity["remarks"]))


def interpret(facts: Facts, section: Section, _root: Ref) -> None:
    """A CONNECTS_TO for each sighting of a program that runs now, and for what its configuration names for certain."""
    running = {program.key: program.ref for program in programs_of(facts["activity"])}
    sightings = [entry for entry in sightings_of(facts) if entry["program"] in running]
    seen: dict[str, set[Peer]] = {}
    for entry in sightings:
        seen.setdefault(entry["program"], set()).add((entry["address"], entry["port"]))
    kinds = ConnectionKinds(facts["activity"], seen)
    for entry in sightings:
        peer = (entry["address"], entry["port"], entry["protocol"])
        kind = kinds.of(entry["program"], entry["address"], entry["port"])
        told = {"first_seen_on": entry["first_seen_on"], "days": entry["days"], "sightings": entry["sightings"]}
        _relate(section, running[entry["program"]], peer, {**told, **kind.attributes()})
    for program, ref in running.items():
        for (address, port), kind in kinds.unseen(program, seen.get(program, ())).items():
            _relate(section, ref, (address, port, "tcp"), {"days": 0, "sightings": 0, **kind.attributes()})


def _relate(section: Section, program: Ref, peer: tuple[str, int, str], attributes: dict[str, AttributeValue]) -> None:
    address, port, protocol = peer
    endpoint = target(Endpoint(address=address, port=port, protocol=protocol))
    section.relate(program, CONNECTS_TO, endpoint, address=address, port=port, protocol=protocol, **attributes)


def remember(machine: Machine, facts: Facts) -> None:
    """Keep the sightings for the next inventory."""
    if machine.state is not None:
        write_private(_path(machine.state), json.dumps(sightings_of(facts)).encode())


def sightings_of(facts: Facts) -> list[Sighting]:
    """What is remembered and neither too old nor gone, together with what is seen now, sorted."""
    today = facts["today"]
    oldest = (date.fromisoformat(today) - timedelta(days=REMEMBERED_DAYS)).isoformat()
    recent = [entry for entry in facts["remembered"] if entry["last_seen_on"] >= oldest]
    known = {_identity(entry): entry for entry in _without_gone(recent, facts["activity"])}
    for program, address, port, protocol in sorted(set(_seen(facts["activity"]))):
        before = known.get((program, address, port, protocol))
        known[program, address, port, protocol] = {
            "program": program,
            "address": address,
            "port": port,
            "protocol": protocol,
            "first_seen_on": before["first_seen_on"] if before else today,
            "last_seen_on": today,
            "days": (before["days"] + (before["last_seen_on"] != today)) if before else 1,
            "sightings": (before["sightings"] if before else 0) + 1,
        }
    latest = sorted(known.values(), key=lambda entry: entry["last_seen_on"], reverse=True)[:MAX_REMEMBERED]
    return sorted(latest, key=_identity)


def _without_gone(remembered: list[Sighting], activity: Activity) -> Iterator[Sighting]:
    """Programs of this machine that listen on another port at each start leave nothing behind on the former one."""
    low, high = activity["ephemeral_ports"]
    listening = _listening(activity)
    for entry in remembered:
        is_fleeting = low <= entry["port"] <= high and ip_address(entry["address"]).is_loopback
        if not is_fleeting or (entry["protocol"], entry["port"]) in listening:
            yield entry


def _seen(activity: Activity) -> Iterator[tuple[str, str, int, str]]:
    """Outgoing connections: the local port is none that anybody listens on."""
    listening = _listening(activity)
    owners = Owners(activity, programs_of(activity))
    for entry in activity["sockets"]:
        address = entry["remote_address"]
        if address is None or (entry["protocol"], entry["port"]) in listening:
            continue
        program = owners.program_of([entry])
        if program is not None:
            yield program.key, address, entry["remote_port"], entry["protocol"]


def _listening(activity: Activity) -> set[tuple[str, int]]:
    return {(listener.protocol, listener.port) for listener in listeners_of(activity)}


def _identity(entry: Sighting) -> tuple[str, str, int, str]:
    return entry["program"], entry["address"], entry["port"], entry["protocol"]


def _path(state: Path) -> Path:
    return state / "connections.json"


def _remembered(state: Path) -> list[Sighting]:
    stored: list[dict[str, Any]] = json.loads(read_text(str(_path(state))) or "[]")
    return [
        {
            "program": str(entry["program"]),
            "address": str(ip_address(entry["address"])),
            "port": int(entry["port"]),
            "protocol": str(entry["protocol"]),
            "first_seen_on": date.fromisoformat(entry["first_seen_on"]).isoformat(),
            "last_seen_on": date.fromisoformat(entry["last_seen_on"]).isoformat(),
            "days": int(entry["days"]),
            "sightings": int(entry["sightings"]),
        }
        for entry in stored
    ]


collector = Collector(
    name="connections", enumerates=(), read=read, interpret=interpret, remember=remember, stage=ACTIVITY
)
