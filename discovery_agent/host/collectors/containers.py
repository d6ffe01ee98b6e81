"""Containers in which programs run. Those that stand still are none: nobody can depend on them."""

from discovery_agent.host.activity import Activity
from discovery_agent.host.collector import ACTIVITY, Collector, NotAvailable, Reading
from discovery_agent.host.container_facts import PublishedPort
from discovery_agent.host.machine import Machine
from discovery_agent.host.placement import placement_of
from discovery_agent.host.program_names import base_name
from discovery_agent.host.programs import programs_of
from graph_schema.ci_classes.container import Container
from graph_schema.relationships import HOSTED_ON, RUNS_ON
from graph_schema.report import Ref, Section

_ENGINES = {"docker": "dockerd", "containerd": "containerd", "cri-o": "crio"}
_UNKNOWN = "containers run here of which no engine's files tell what they are; their programs are told apart by command"


def read(machine: Machine) -> Reading[Activity] | NotAvailable:
    """The shared reading of processes, with what engines say of the containers they are in."""
    activity = machine.activity
    seen = {place.name for p in activity["processes"] if (place := placement_of(p["cgroup"])).kind == "container"}
    if not seen:
        return NotAvailable("no process here is in a container")
    unknown = (_UNKNOWN,) if seen - activity.get("contained", {}).keys() else ()
    gaps = unknown if not machine.system.is_privileged else ()
    return Reading(activity, (*activity["gaps"], *gaps), (*activity["remarks"], *(() if gaps else unknown)))


def interpret(activity: Activity, section: Section, root: Ref) -> None:
    """One container for each workload, on the machine and on its engine where that is a program here."""
    engines = {base_name(program.main): program.ref for program in programs_of(activity)}
    for reading in activity.get("contained", {}).values():
        ref = section.add(
            Container(
                name=reading["name"],
                workload=reading["workload"],
                image=reading["image"] or None,
                runtime=reading["engine"],
                container_id=reading.get("id"),
                pod_uid=reading.get("pod"),
                host_name=reading.get("host_name"),
                networks=tuple(reading["networks"]) or None,
                published_ports=tuple(sorted({_shown(port) for port in reading["published"]})) or None,
            ),
        )
        section.relate(ref, RUNS_ON, root)
        engine = engines.get(_ENGINES.get(reading["engine"], ""))
        if engine is not None:
            section.relate(ref, HOSTED_ON, engine)


def _shown(port: PublishedPort) -> str:
    address = f"[{port['address']}]" if ":" in port["address"] else port["address"]
    outside = f"{address}:{port['port']}" if address else str(port["port"])
    return f"{outside} to {port['inside']}/{port['protocol']}"


collector = Collector(name="containers", enumerates=(Container,), read=read, interpret=interpret, stage=ACTIVITY)
