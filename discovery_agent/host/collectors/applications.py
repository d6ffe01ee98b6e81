"""Known applications: what their programs are instances of, and what their configuration makes them need."""

from collections.abc import Mapping
from typing import NotRequired, TypeAlias, TypedDict

from discovery_agent.host.activity import Activity
from discovery_agent.host.application_data import add_databases, relate_data
from discovery_agent.host.application_facts import (
    ApplicationReading,
    ApplicationsReading,
    NeedReading,
    PoolReading,
)
from discovery_agent.host.collector import APPLICATIONS, Collector, Reading
from discovery_agent.host.connection_kinds import Peer, addresses_in_turn, is_own, members_of
from discovery_agent.host.contained import container_refs
from discovery_agent.host.listening import listeners_of
from discovery_agent.host.local_networks import local_networks_of
from discovery_agent.host.machine import Machine
from discovery_agent.host.named_hosts import add_zones, relate_names
from discovery_agent.host.programs import programs_of
from discovery_agent.host.releases import distribution_of, publisher_of, release, upstream_version
from discovery_agent.host.virtual_addresses import ServedVirtually, served_virtually
from graph_schema.ci_classes.dns_name import DNSName
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.relationships import (
    ASSIGNED_TO,
    DEPENDS_ON,
    HAS_MEMBER,
    INSTANCE_OF,
    PART_OF,
    PROVIDED_BY,
    RUNS_ON,
)
from graph_schema.report import Ref, Section, Target, ref_of, target

_PROBLEMS_TOLD = 5
_Socket: TypeAlias = tuple[str | None, str]
_WATCHED = "the address is handed to another machine when the machine or the program fails, as it is watched"
_UNWATCHED = "the address is handed to another machine when the machine fails; nothing is known to watch the program"


class Facts(TypedDict):
    """The applications, refs of endpoints by their TCP ports, and what the machine is called and known by.

    `mounts` tells of mount points whether there is a filesystem of its own, `virtual` what is served at addresses that
    several machines keep; old recordings lack both.
    `containers` are the refs of those that programs (by their keys) run in, `contained` the keys of the programs behind
    servers of pools (`address port`, of a program in a container `KEY address port`) that are containers of this
    machine, "" where it is not known which.
    """

    applications: ApplicationsReading
    endpoints: dict[str, str]
    machine: str
    host_name: str
    publisher: str
    mounts: NotRequired[dict[str, bool]]
    virtual: NotRequired[list[ServedVirtually]]
    containers: NotRequired[dict[str, str]]
    contained: NotRequired[dict[str, str]]


def read(machine: Machine) -> Reading[Facts]:
    """The shared reading of what runs."""
    activity, system = machine.activity, machine.system
    found = activity.get("applications") or {"found": [], "problems": [], "is_denied": False}
    host_name = system.kernel_name().network_name
    facts: Facts = {
        "applications": found,
        "endpoints": {
            str(entry.port): ref_of("endpoint", "|".join(map(str, entry)))
            for entry in listeners_of(activity)
            if entry.protocol == "tcp"
        },
        "machine": machine.key,
        "host_name": host_name,
        "publisher": publisher_of(distribution_of(system)),
        "mounts": activity["mounts"],
        "virtual": served_virtually(activity),
        "containers": dict(container_refs(activity)),
        "contained": _contained(activity, found),
    }
    return Reading(facts, _gaps(machine, activity, found), tuple(activity["remarks"]) + _remarks(found))


def _contained(activity: Activity, found: ApplicationsReading) -> dict[str, str]:
    networks = local_networks_of(activity)
    own = {program.key: program.main.get("network", "") for program in programs_of(activity)}
    reached = {
        _place_of(entry, member): networks.reached(*member, "tcp", own.get(entry["program"], ""))
        for entry in found["found"]
        for pool in entry["pools"]
        for member in members_of(pool)
    }
    return {place: program for place, program in sorted(reached.items()) if program is not None}


def _place_of(entry: ApplicationReading, member: Peer) -> str:
    """The key of a server of a pool in `contained`: addresses mean something else in the network of a container."""
    address, port = member
    return f"{entry['program']} {address} {port}" if entry.get("container") else f"{address} {port}"


def _gaps(machine: Machine, activity: Activity, found: ApplicationsReading) -> tuple[str, ...]:
    denied = f"some configuration files may not be read; {machine.system.remedy}"
    return (*activity["gaps"], *((denied,) if found["is_denied"] else ()))


def _remarks(found: ApplicationsReading) -> tuple[str, ...]:
    told = [problem for problem in found["problems"] if not problem.endswith("not permitted")]
    return tuple(told[:_PROBLEMS_TOLD])


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """What each known program is, its pools, and the programs that it reaches by Unix sockets."""
    found = facts["applications"]["found"]
    containers = facts.get("containers", {})
    listening = {(entry.get("container"), path): entry["program"] for entry in found for path in entry["sockets"]}
    for entry in found:
        place = Ref(containers.get(entry["program"], root))
        program = _add_program(entry, facts["publisher"], section, place)
        relate_data(entry, program, facts.get("mounts", {}), section)
        if not entry.get("has_all_databases"):  # there may be others, so none is told to be gone
            add_databases(entry.get("databases", []), entry["application"], program, section)
        for pool in entry["pools"]:
            _add_pool(entry, pool, facts, section)
        for router, address in entry.get("addresses", ()):
            _add_virtual_address(router, address, program, section)
        add_zones(entry, program, section)
        relate_names(entry, program, section)
        for need in entry["needs"]:
            if addresses := addresses_in_turn(need):
                _add_name(entry, need, addresses, (facts["machine"], section))
            _add_local(entry, need, listening, section)
    for served in facts.get("virtual", ()):
        _add_served(ServedVirtually(*served), section, root)


def _add_local(
    entry: ApplicationReading, need: NeedReading, listening: Mapping[_Socket, str], section: Section
) -> None:
    """What listens on a Unix socket that a program needs, on the machine or in the same container."""
    listener = listening.get((entry.get("container"), need["host"]), entry["program"])
    if listener != entry["program"]:
        program, other = (ref_of("software_instance", key) for key in (entry["program"], listener))
        section.relate(program, DEPENDS_ON, other, derivation="configuration", **_strength(need))


def _add_program(entry: ApplicationReading, publisher: str, section: Section, place: Ref) -> Ref:
    package, version = entry["package"], entry["version"]
    installed = upstream_version(package[1]) if package else ""
    ref = section.add(
        SoftwareInstance(
            instance_key=entry["program"],
            application=entry["application"] or None,
            product=entry["product"] or None,
            version=installed or version or None,
            instance_name=entry["instance"] or None,
            data_directory=entry["data_directory"] or None,
            configuration_files=tuple(entry["files"]) or None,
            serves=tuple(entry["serves"]) or None,
            is_claimed=entry.get("is_claimed"),
        ),
    )
    section.relate(ref, RUNS_ON, place)
    if package:
        section.relate(ref, INSTANCE_OF, release(package[0], installed, publisher))
    return ref


def _add_pool(entry: ApplicationReading, pool: PoolReading, facts: Facts, section: Section) -> None:
    """A group of the servers of a pool, which the program needs; one server alone is no group."""
    members = members_of(pool)
    if len(members) < 2:  # noqa: PLR2004 - more than one
        return
    group = section.add(
        RedundancyGroup(
            name=f"{pool['name']} ({entry['application']} on {facts['host_name']})",
            k=min(pool["k"], len(members)),
            k_reason=pool["reason"],
            group_type="pool",
            group_key=f"pool:{facts['machine']}/{entry['program']}/{pool['name']}",
        ),
    )
    reason = f"{pool['file']} passes requests to it"
    if len(entry["pools"]) > 1:
        reason += "; that all it serves needs it is assumed, as there are other pools"
    program = ref_of("software_instance", entry["program"])
    section.relate(program, DEPENDS_ON, group, strength="hard", strength_reason=reason, derivation="configuration")
    for address, port in members:
        program_there = facts.get("contained", {}).get(_place_of(entry, (address, port)))
        if program_there is None:
            section.relate(group, HAS_MEMBER, _member_of(address, port, facts))
        elif program_there:
            section.relate(group, HAS_MEMBER, ref_of("software_instance", program_there))


def _add_name(entry: ApplicationReading, need: NeedReading, addresses: list[str], told_in: tuple[str, Section]) -> None:
    """A group of what answers at the addresses of a name, which the program needs; `told_in`: by which machine."""
    machine, section = told_in
    place = f"{need['host']}:{need['port']}"
    group = section.add(
        RedundancyGroup(
            name=f"{place} ({len(addresses)} addresses)",
            k=1,
            k_reason=f"the name has {len(addresses)} addresses; who gets no answer from one asks the next",
            group_type="dns_name",
            group_key=f"dns_name:{machine}/{place}",
        ),
    )
    program = ref_of("software_instance", entry["program"])
    told = _strength(need) or {"strength": "hard"}
    section.relate(program, DEPENDS_ON, group, derivation="configuration", **told)
    for address in addresses:
        section.relate(group, HAS_MEMBER, target(Endpoint(address=address, port=need["port"], protocol="tcp")))


def _add_virtual_address(router: str, address: str, program: Ref, section: Section) -> None:
    """The group of those that keep an address between them; each of their machines tells of itself."""
    group = section.add(
        RedundancyGroup(
            name=f"{address} ({_kept_by(router)})",
            k=1,
            k_reason="of those that keep a virtual address one has it at a time",
            group_type="virtual_address",
            group_key=f"virtual_address:{router}/{address}",
        ),
    )
    section.relate(group, HAS_MEMBER, program)
    virtual = section.add(IPAddress(name=address, address=address, is_virtual=True))
    section.relate(virtual, ASSIGNED_TO, group)


def _kept_by(router: str) -> str:
    """How the group of a virtual address is called: by the number of a virtual router, or by a cluster's resource."""
    return f"VRRP {router}" if router.isdigit() or router == "?" else f"resource {router}"


def _add_served(served: ServedVirtually, section: Section, root: Ref) -> None:
    """The group of the programs that answer at a virtual address and port, one of which has the address at a time.

    It is what provides that endpoint: who connects to it needs one of them, whichever machine has the address.
    """
    port = f"{served.port}/{served.protocol}"
    where = f"[{served.address}]" if ":" in served.address else served.address
    kept = f"virtual_address:{served.router}/{served.address}"
    group = section.add(
        RedundancyGroup(
            name=f"{where}:{port} ({_kept_by(served.router)})",
            k=1,
            k_reason=_WATCHED if served.is_watched else _UNWATCHED,
            group_type="virtual_address",
            group_key=f"{kept}:{port}",
        ),
    )
    section.relate(group, HAS_MEMBER, ref_of("software_instance", served.program))
    reason = "the address that it is reached at is kept by them"
    told = {"strength": "hard", "strength_reason": reason, "derivation": "configuration"}
    section.relate(group, DEPENDS_ON, ref_of("redundancy_group", kept), **told)
    endpoint = section.add(
        Endpoint(name=f"{where}:{port}", address=served.address, port=served.port, protocol=served.protocol)
    )
    section.relate(endpoint, PART_OF, root)
    section.relate(endpoint, PROVIDED_BY, group)


def _member_of(address: str, port: int, facts: Facts) -> Ref | Target:
    """An endpoint; one of this machine by its own name, as its loopback addresses mean nothing elsewhere."""
    own = facts["endpoints"].get(str(port)) if is_own(address) else None
    if own is not None:
        return Ref(own)
    return target(Endpoint(address=address, port=port, protocol="tcp"))


def _strength(need: NeedReading) -> dict[str, str]:
    if not need["strength"]:
        return {}
    return {"strength": need["strength"], "strength_reason": need["reason"]}


collector = Collector(
    name="applications",
    enumerates=(SoftwareInstance, RedundancyGroup, IPAddress, Endpoint, DNSName),
    read=read,
    interpret=interpret,
    stage=APPLICATIONS,
)
