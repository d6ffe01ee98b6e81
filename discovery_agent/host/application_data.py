"""Where an application keeps its data, and the databases that it holds."""

from collections.abc import Iterable

from discovery_agent.host.application_facts import ApplicationReading
from discovery_agent.host.mounts import mount_of
from graph_schema.ci_classes.database import Database
from graph_schema.relationships import DEPENDS_ON, PROVIDED_BY, RUNS_ON
from graph_schema.report import Ref, Section, ref_of


def relate_data(entry: ApplicationReading, program: Ref, mounts: dict[str, bool], section: Section) -> None:
    """The filesystem that a program keeps its data on; without the root one nothing of the machine works anyway."""
    folder = entry["data_directory"] if not entry.get("container") else ""
    mount_point = mount_of(folder, mounts) if folder.startswith("/") else "/"
    if mount_point != "/" and mounts.get(mount_point):
        reason = f"it keeps its data in {folder}"
        told = {"strength": "hard", "strength_reason": reason, "derivation": "data directory"}
        section.relate(program, DEPENDS_ON, ref_of("filesystem", mount_point), **told)


def add_databases(names: Iterable[str], engine: str, program: Ref, section: Section) -> None:
    """Databases that a program serves, by the key in its ref."""
    for name in names:
        database = section.add(Database(name=name, engine=engine), f"{program.partition(':')[2]}/{name}")
        section.relate(database, RUNS_ON, program)
        section.relate(database, PROVIDED_BY, program)
