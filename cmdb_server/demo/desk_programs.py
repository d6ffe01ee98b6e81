"""Which programs people at workstations run."""

from collections.abc import Iterable

from cmdb_server.demo.chance import Chance
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.relationships import RUNS_ON
from graph_schema.report import Ref, Section

# The programs of a product, and how many of ten who have it run them.
_RUN = {
    "Microsoft 365 Apps": (("OUTLOOK.EXE", "ms-teams.exe"), 9),
    "Adobe Photoshop 2024": (("Photoshop.exe",), 6),
    "Adobe Illustrator 2024": (("Illustrator.exe",), 5),
    "Microsoft Visio Professional 2021": (("VISIO.EXE",), 6),
}


def programs_of(chance: Chance, desk: str, extras: Iterable[SoftwareRelease]) -> list[str]:
    """What runs at a desk: what its person uses of what was bought, the desktop alone where that is nothing."""
    have = [product for product in ("Microsoft 365 Apps", *(one.product for one in extras)) if product in _RUN]
    used = [product for product in have if chance.number(f"{desk} runs {product}", 1, 10) <= _RUN[product][1]]
    return [program for product in used for program in _RUN[product][0]] or ["explorer.exe"]


def running(computer: Ref, programs: Iterable[str]) -> Section:
    """A section with all programs that run on a workstation."""
    section = Section("programs", enumerates=("software_instance",))
    for name in programs:
        key = f"path:{name.casefold()}"
        section.relate(section.add(SoftwareInstance(name=name, process_name=name, instance_key=key)), RUNS_ON, computer)
    return section
