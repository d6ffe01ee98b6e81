"""Installed packages of BSD, from pkg(8) or pkg_info(1)."""

import re

from discovery_agent.host.system import ListedPackage
from discovery_agent.scan.fact_kinds import SOFTWARE
from discovery_agent.ssh.bsd import BSD
from discovery_agent.ssh.part import Part, text_lines
from discovery_agent.ssh.readings import Readings

_COLUMNS = 3
_NAMED = re.compile(r"^(\S+)-(\d[^\s-]*)(?:\s|$)")


def absorb(output: bytes, readings: Readings) -> None:
    """Name, version and architecture with tabs between them, else `name-version` and a comment."""
    for line in text_lines(output):
        columns = line.split("\t")
        if len(columns) == _COLUMNS:
            name, version, architecture = columns
            readings.packages.append(ListedPackage(name, version, architecture, "pkg"))
        elif found := _NAMED.match(line):
            readings.packages.append(ListedPackage(found[1], found[2], "", "pkg"))


part = Part(
    "bsd_packages",
    command="if [ -r /var/db/pkg/local.sqlite ]; then t pkg query '%n\\t%v\\t%q'; else t pkg_info; fi",
    absorb=absorb,
    facts=SOFTWARE.name,
    systems=BSD,
)
