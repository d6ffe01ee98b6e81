"""Running programs, and the filesystems they cannot do without."""

from discovery_agent.host.activity import Activity
from discovery_agent.host.collector import ACTIVITY, Collector, Reading
from discovery_agent.host.contained import container_refs
from discovery_agent.host.machine import Machine
from discovery_agent.host.mounts import mount_of
from discovery_agent.host.placement import placement_of
from discovery_agent.host.program_names import executable_of
from discovery_agent.host.programs import Program, programs_of
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.relationships import DEPENDS_ON, RUNS_ON
from graph_schema.report import Ref, Section, ref_of


def read(machine: Machine) -> Reading[Activity]:
    """Processes and sockets: a listening process is a program whoever started it."""
    return Reading(machine.activity, tuple(machine.activity["gaps"]), tuple(machine.activity["remarks"]))


def interpret(activity: Activity, section: Section, root: Ref) -> None:
    """One software_instance for each program."""
    places = container_refs(activity)
    for program in programs_of(activity):
        main = program.main
        ref = section.add(
            SoftwareInstance(
                name=program.name,
                process_name=main["name"],
                user=main["user"],
                executable=executable_of(main),
                arguments=program.arguments or None,
                unit_name=program.unit,
                working_directory=main["directory"],
                instance_key=program.key,
            ),
        )
        section.relate(ref, RUNS_ON, places.get(program.key, root))
        if placement_of(program.main["cgroup"]).kind != "container":  # whose paths mean its own files
            _relate_filesystems(program, ref, activity["mounts"], section)


def _relate_filesystems(program: Program, ref: Ref, mounts: dict[str, bool], section: Section) -> None:
    """Only filesystems beside the root one: without that nothing of the machine works anyway."""
    reasons = {"working directory": program.main["directory"], "executable": program.main["executable"]}
    needed = {mount_of(path, mounts): reason for reason, path in reasons.items() if path and path.startswith("/")}
    for mount_point, reason in sorted(needed.items()):
        if mount_point != "/" and mounts.get(mount_point):
            filesystem = ref_of("filesystem", mount_point)
            section.relate(ref, DEPENDS_ON, filesystem, strength="hard", derivation=reason)


collector = Collector(name="programs", enumerates=(SoftwareInstance,), read=read, interpret=interpret, stage=ACTIVITY)
