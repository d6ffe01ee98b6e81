"""Jobs of cron and systemd that reach other machines, and when."""

from typing import TypedDict

from discovery_agent.host.collector import APPLICATIONS, Answer, Collector, NotAvailable, Reading
from discovery_agent.host.configuration import ConfigurationFiles
from discovery_agent.host.machine import Machine
from discovery_agent.host.mounts import may_hang
from discovery_agent.host.remote_commands import reached
from discovery_agent.host.scheduled_jobs import Job, commands_of, in_words, read_jobs
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.relationships import DEPENDS_ON, RUNS_ON
from graph_schema.report import Ref, Section, target
from graph_schema.values import is_address

_MOST_TARGETS = 20
_OFF = "jobs are configuration, which is not to be read here"


class TargetReading(TypedDict):
    """A host and port that a job reaches, and the addresses of the host."""

    tool: str
    host: str
    port: int
    addresses: list[str]


class JobReading(TypedDict):
    """A job that reaches other machines. Nothing else of its command is kept: it is of a shell, and may hold secrets.

    A table of jobs is read by root alone, so passwords are written there that are kept out of other command lines.
    """

    file: str
    schedule: str
    user: str
    unit: str
    targets: list[TargetReading]


def read(machine: Machine) -> Answer[list[JobReading]]:
    """The jobs that reach other machines; the others are not kept."""
    if not machine.reads_configuration:
        return NotAvailable(_OFF)
    files = ConfigurationFiles(machine.system, [mount["mount_point"] for mount in machine.mounts if may_hang(mount)])
    found = [reading for job in read_jobs(files) if (reading := _reading(job, files))["targets"]]
    targets = [entry for job in found for entry in job["targets"]]
    names = sorted({entry["host"] for entry in targets if not is_address(entry["host"])})
    known = machine.system.addresses_of(names) if names else {}
    for entry in targets:
        entry["addresses"] = [entry["host"]] if is_address(entry["host"]) else known.get(entry["host"], [])
    denied = f"some tables of jobs may not be read; {machine.system.remedy}"
    return Reading(found, (denied,) if files.is_denied else ())


def _reading(job: Job, files: ConfigurationFiles) -> JobReading:
    places = [place for command, given in commands_of(job, files) for place in reached(command, given)]
    return {
        "file": job.file,
        "schedule": job.schedule,
        "user": job.user,
        "unit": job.unit,
        "targets": [{**place._asdict(), "addresses": []} for place in list(dict.fromkeys(places))[:_MOST_TARGETS]],  # pyright: ignore[reportReturnType] - the fields of a Reached
    }


def interpret(jobs: list[JobReading], section: Section, root: Ref) -> None:
    """One software_instance for each job, which needs what it reaches, and only when it runs."""
    for job in jobs:
        first = job["targets"][0]
        where = job["unit"] or job["file"].removeprefix("/etc/")
        ref = section.add(
            SoftwareInstance(
                name=f"{first['tool']} to {first['host']} ({where})",
                process_name=first["tool"],
                user=job["user"] or None,
                unit_name=job["unit"] or None,
                schedule=job["schedule"],
                configuration_files=(job["file"],),
                instance_key=f"job:{job['file']}|{first['tool']}|{first['host']}",
            )
        )
        section.relate(ref, RUNS_ON, root)
        for entry in job["targets"]:
            told = {"strength": "soft", "strength_reason": f"a job: {in_words(job['schedule'])}"}
            for address in entry["addresses"]:
                place = target(Endpoint(address=address, port=entry["port"], protocol="tcp"))
                section.relate(ref, DEPENDS_ON, place, port=entry["port"], derivation=f"job in {job['file']}", **told)


collector = Collector(
    name="scheduled_jobs", enumerates=(SoftwareInstance,), read=read, interpret=interpret, stage=APPLICATIONS
)
