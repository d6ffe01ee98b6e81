"""Connections that programs hold to others, remembered for 30 days: a batch job connects once a night."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from discovery_agent.host.activity import Activity
from discovery_agent.host.collector import ACTIVITY, Collector, Reading
from discovery_agent.host.connection_kinds import ConnectionKinds, Kind, Peer, configured_uses
from discovery_agent.host.files import read_text
from discovery_agent.host.local_networks import local_networks_of
from discovery_agent.host.machine import Machine
from discovery_agent.host.programs import programs_of
from discovery_agent.host.sampled_programs import NEVER, Sampled, Sighted, sampled_programs
from discovery_agent.host.seen_connections import listening_ports, seen_connections
from discovery_agent.host.socket_samples import Sample, drop_samples, read_samples
from discovery_agent.host.start_only import REASON, has_run_on, is_while_starting, ticks_now
from discovery_agent.private_files import write_private
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.declare import AttributeValue
from graph_schema.relationships import AT_SET_HOURS, AT_START, CONNECTS_TO
from graph_schema.report import Ref, Section, target
from graph_schema.values import is_address

REMEMBERED_DAYS = 30
MAX_REMEMBERED = 20_000
_PEERS_TOLD = 5
_WEEK, _SET_HOURS = 7, 3  # days, hours of a day


class Sighting(TypedDict):
    """A connection of a program (by its key) to an address and port, and when it was seen.

    In place of the address of a container of this machine stands the key of the program in it. `while_starting` is
    there where it was never seen but in the first moments of the program.
    """

    program: str
    address: str
    port: int
    protocol: str
    first_seen_on: str
    last_seen_on: str
    days: int
    sightings: int
    hours: NotRequired[list[str]]
    while_starting: NotRequired[bool]


class Facts(TypedDict):
    """What runs now, what was remembered, what was sampled in between, the day, the hour (UTC), ticks since boot."""

    activity: Activity
    remembered: list[Sighting]
    samples: NotRequired[list[Sample]]
    today: str
    hour: NotRequired[int]
    ticks: NotRequired[int]


def read(machine: Machine) -> Reading[Facts]:
    """The shared reading of processes and sockets, and the memory in the state folder."""
    gaps = list(machine.activity["gaps"])
    remembered: list[Sighting] = []
    if machine.state is not None:
        try:
            remembered = _remembered(machine.state)
        except (ValueError, KeyError, TypeError):
            gaps.append(f"the memory of earlier connections was unreadable and starts anew ({_path(machine.state)})")
    samples = read_samples(machine.state) if machine.state is not None else []
    facts: Facts = {
        "activity": machine.activity,
        "remembered": remembered,
        "samples": samples,
        "today": machine.today,
        "hour": machine.hour,
    }
    if machine.state is not None:
        facts["ticks"] = ticks_now()
    return Reading(facts, tuple(gaps), (*machine.activity["remarks"], *_remarks(facts)))


def _remarks(facts: Facts) -> Iterator[str]:
    """What the sampler saw and could not tell, as coarse as it is the same at the next inventory."""
    nobodys = _sampled(facts).nobodys
    if nobodys:
        shown = ", ".join(f"{address} port {port}" for address, port in nobodys[:_PEERS_TOLD])
        yield f"short connections of which it is not known whose they are: {shown}"
    if any(sample.parts > 1 for sample in facts.get("samples", ())):
        yield "there are so many connections or containers that each look of the sampler was at a part of them"


def interpret(facts: Facts, section: Section, _root: Ref) -> None:
    """A CONNECTS_TO for each sighting of a program that runs now, and for what its configuration names for certain."""
    programs = programs_of(facts["activity"])
    running = {program.key: program.ref for program in programs}
    started = {program.key: program.main["started"] for program in programs}
    sightings = [entry for entry in sightings_of(facts) if entry["program"] in running]
    seen: dict[str, set[Peer]] = {}
    for entry in sightings:
        seen.setdefault(entry["program"], set()).add((entry["address"], entry["port"]))
    kinds = ConnectionKinds(facts["activity"], seen)
    inside = _relate_contained(facts["activity"], kinds, seen, section)
    for entry in sightings:
        if is_address(entry["address"]):
            kind = _kind(entry, kinds, (facts.get("ticks", 0), started[entry["program"]]))
            told: dict[str, AttributeValue] = {name: entry[name] for name in ("first_seen_on", "days", "sightings")}
            if entry.get("hours"):
                told["hours"] = entry.get("hours", [])
            peer = (entry["address"], entry["port"], entry["protocol"])
            _relate(section, running[entry["program"]], peer, {**told, **kind.attributes()})
    for program, ref in running.items():
        for (address, port), kind in kinds.unseen(program, seen.get(program, ())).items():
            if (program, address, port) not in inside:
                _relate(section, ref, (address, port, "tcp"), {"days": 0, "sightings": 0, **kind.attributes()})


def _relate_contained(
    activity: Activity, kinds: ConnectionKinds, seen: dict[str, set[Peer]], section: Section
) -> set[tuple[str, str, int]]:
    if not activity.get("networks"):
        return set()
    from discovery_agent.host.contained_needs import relate_contained  # noqa: PLC0415 - most machines have no containers

    return relate_contained(activity, kinds, seen, section)


def _kind(entry: Sighting, kinds: ConnectionKinds, age: tuple[int, int]) -> Kind:
    """`age` is the time now and when the program was started."""
    kind = kinds.of(entry["program"], entry["address"], entry["port"])
    hours = entry.get("hours", [])
    if entry.get("while_starting") and has_run_on(*age, entry["days"]):
        return _at_times(kind, AT_START, REASON)
    if entry["days"] < _WEEK or not 0 < len(hours) <= _SET_HOURS:
        return kind
    reason = f"used by a job that runs at {', '.join(hours)} h UTC: seen for a week and more, and only then"
    return _at_times(kind, AT_SET_HOURS, reason)


def _at_times(kind: Kind, timing: str, reason: str) -> Kind:
    """Soft, unless its configuration says how much it is needed."""
    timed = kind._replace(timing=timing)
    return timed if kind.strength else timed._replace(strength="soft", strength_reason=reason)


def _relate(section: Section, program: Ref, peer: tuple[str, int, str], attributes: dict[str, AttributeValue]) -> None:
    address, port, protocol = peer
    endpoint = target(Endpoint(address=address, port=port, protocol=protocol))
    section.relate(program, CONNECTS_TO, endpoint, address=address, port=port, protocol=protocol, **attributes)


def remember(machine: Machine, facts: Facts) -> None:
    """Keep the sightings for the next inventory; the samples are among them now."""
    if machine.state is not None:
        write_private(_path(machine.state), json.dumps(sightings_of(facts)).encode())
        drop_samples(machine.state)


def sightings_of(facts: Facts) -> list[Sighting]:
    """What is remembered and neither too old nor gone, together with what is seen now, sorted."""
    today = facts["today"]
    oldest = (date.fromisoformat(today) - timedelta(days=REMEMBERED_DAYS)).isoformat()
    recent = [entry for entry in facts["remembered"] if entry["last_seen_on"] >= oldest]
    known = {_identity(entry): entry for entry in _without_gone(recent, facts["activity"])}
    for (program, address, port, protocol), sighted in sorted(_seen_now(facts).items()):
        before = known.get((program, address, port, protocol))
        known[program, address, port, protocol] = {
            "program": program,
            "address": address,
            "port": port,
            "protocol": protocol,
            "first_seen_on": before["first_seen_on"] if before else today,
            "last_seen_on": today,
            "days": (before["days"] + (before["last_seen_on"] != today)) if before else 1,
            "sightings": (before["sightings"] if before else 0) + sighted.sightings,
        }
        hours = {*(before.get("hours", ()) if before else ()), *(f"{hour:02}" for hour in sighted.hours)}
        if hours:
            known[program, address, port, protocol]["hours"] = sorted(hours)
        if sighted.is_while_starting and (before is None or before.get("while_starting")):
            known[program, address, port, protocol]["while_starting"] = True
    latest = sorted(known.values(), key=lambda entry: entry["last_seen_on"], reverse=True)[:MAX_REMEMBERED]
    return sorted(latest, key=_identity)


def _seen_now(facts: Facts) -> dict[tuple[str, str, int, str], Sighted]:
    """What is connected now and what was sampled since the last inventory."""
    now = frozenset((facts["hour"],)) if "hour" in facts else frozenset[int]()
    programs = programs_of(facts["activity"])
    started = {program.key: program.main["started"] for program in programs}
    ticks = facts.get("ticks", 0)
    found = {
        place: Sighted(1, now, is_while_starting(ticks, started[place[0]]))
        for place in seen_connections(facts["activity"])
    }
    networks = local_networks_of(facts["activity"])
    sampled_uses = _sampled(facts).seen.items()
    of_program = {p.key: p.main.get("network", "") for p in programs}
    for (program, address, port), sampled in sampled_uses:
        reached = networks.reached(address, port, "tcp", of_program.get(program, ""))
        if reached in ("", program):
            continue
        place = (program, reached or address, port, "tcp")
        found[place] = found.get(place, NEVER).and_also(sampled)
    return found


def _sampled(facts: Facts) -> Sampled:
    """The samples by their programs; of several that a sample may be of, those count that are known to use the peer."""
    samples = [Sample(*entry) for entry in facts.get("samples", ())]
    if not samples:
        return Sampled({}, [])
    used = [(entry["program"], entry["address"], entry["port"]) for entry in facts["remembered"]]
    used += [(program, address, port) for program, address, port, _ in seen_connections(facts["activity"])]
    return sampled_programs(facts["activity"], samples, [*used, *configured_uses(facts["activity"])])


def _without_gone(remembered: list[Sighting], activity: Activity) -> Iterator[Sighting]:
    """Programs of this machine that listen on another port at each start leave nothing behind on the former one."""
    low, high = activity["ephemeral_ports"]
    listening = listening_ports(activity)
    for entry in remembered:
        is_local = is_address(entry["address"]) and ip_address(entry["address"]).is_loopback
        is_fleeting = is_local and low <= entry["port"] <= high
        if not is_fleeting or (entry["protocol"], entry["port"]) in listening:
            yield entry


def _identity(entry: Sighting) -> tuple[str, str, int, str]:
    return entry["program"], entry["address"], entry["port"], entry["protocol"]


def _path(state: Path) -> Path:
    return state / "connections.json"


def _remembered(state: Path) -> list[Sighting]:
    stored: list[dict[str, Any]] = json.loads(read_text(str(_path(state))) or "[]")
    return [_sighting(entry) for entry in stored]


def _sighting(entry: dict[str, Any]) -> Sighting:
    found: Sighting = {
        "program": str(entry["program"]),
        "address": str(entry["address"]),
        "port": int(entry["port"]),
        "protocol": str(entry["protocol"]),
        "first_seen_on": date.fromisoformat(entry["first_seen_on"]).isoformat(),
        "last_seen_on": date.fromisoformat(entry["last_seen_on"]).isoformat(),
        "days": int(entry["days"]),
        "sightings": int(entry["sightings"]),
        "hours": [f"{int(hour):02}" for hour in entry.get("hours", ())],
    }
    if entry.get("while_starting") is True:
        found["while_starting"] = True
    return found


collector = Collector(
    name="connections", enumerates=(), read=read, interpret=interpret, remember=remember, stage=ACTIVITY
)
