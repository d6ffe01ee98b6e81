"""Where an application keeps its data, and the databases that it holds."""

from collections.abc import Iterable

from discovery_agent.host.application_facts import ApplicationReading
from discovery_agent.host.mounts import mount_of
from graph_schema.ci_classes.database import Database
from graph_schema.relationships import DEPENDS_ON, PROVIDED_BY, RUNS_ON
from graph_schema.report import Ref, Section, ref_of


def relate_data(entry: ApplicationReading, program: Ref, mounts: dict[str, bool], section: Section) -> None:
    """The filesystems that a program keeps its data on, and what it serves.

    Without the root one nothing of the machine works anyway. In a container paths mean something else.
    """
    if entry.get("container"):
        return
    folder = entry["data_directory"]
    mount_point = _mount_of(folder, mounts)
    if mount_point:
        reason = f"it keeps its data in {folder}"
        told = {"strength": "hard", "strength_reason": reason, "derivation": "data directory"}
        section.relate(program, DEPENDS_ON, ref_of("filesystem", mount_point), **told)
    served: dict[str, list[str]] = {}
    for folder in entry.get("folders", ()):
        served.setdefault(_mount_of(folder, mounts), []).append(folder)
    for place in sorted(served.keys() - {"", mount_point}):
        is_all = len(served) == 1
        reason = f"{'all' if is_all else 'some'} of what it serves lies there ({served[place][0]})"
        told = {"strength": "hard" if is_all else "soft", "strength_reason": reason, "derivation": "configuration"}
        section.relate(program, DEPENDS_ON, ref_of("filesystem", place), **told)


def _mount_of(folder: str, mounts: dict[str, bool]) -> str:
    """The mount point of the filesystem that a folder lies on; "" for the root one."""
    mount_point = mount_of(folder, mounts) if folder.startswith("/") else "/"
    return mount_point if mount_point != "/" and mounts.get(mount_point) else ""


def add_databases(names: Iterable[str], engine: str, program: Ref, section: Section) -> None:
    """Databases that a program serves, by the key in its ref."""
    for name in names:
        database = section.add(Database(name=name, engine=engine), f"{program.partition(':')[2]}/{name}")
        section.relate(database, RUNS_ON, program)
        section.relate(database, PROVIDED_BY, program)
