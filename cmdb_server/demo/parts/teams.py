"""The teams that answer for what the estate does."""

from collections.abc import Iterator

from cmdb_server.demo.applications import TEAMS
from cmdb_server.demo.estate import Estate, Part
from graph_schema.ci_classes.team import Team
from graph_schema.report import Report, Section


def _reports(estate: Estate) -> Iterator[Report]:
    for name in TEAMS:
        section = Section("team")
        yield estate.report(section.add(Team(name=name)), (section,))


part = Part("teams", _reports)
