"""Grafana; grafana.ini names its database, files of its provisioning name what its panels show.

https://grafana.com/docs/grafana/latest/administration/provisioning/
"""

from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.declared_needs import needs_in
from discovery_agent.host.service_configuration import configure as configure_service
from discovery_agent.host.syntax_lines import assignments
from discovery_agent.host.syntax_yaml import tree_of

_SOURCES = "/etc/grafana/provisioning/datasources/*.y*ml"
_USUAL_DATA = "/var/lib/grafana"


def configure(started: Started, files: Files) -> Configured:
    """Its database, its folder of data, and its sources."""
    found = configure_service(started, files)
    settings = (entry for path in found.files if path.endswith(".ini") for entry in assignments(files.text(path) or ""))
    told = {(entry.section, entry.name): entry.value for entry in settings}
    paths = tuple(files.matching(_SOURCES))
    return found._replace(
        data_directory=told.get(("paths", "data")) or _USUAL_DATA,
        needs=(*found.needs, *(need for path in paths for need in _sources(path, files))),
        files=(*found.files, *paths),
    )


def _sources(path: str, files: Files) -> Iterator[Need]:
    for need in needs_in(tree_of(files.text(path) or ""), path):
        yield need._replace(strength="soft", reason="panels show what it answers", is_certain=True)


application = Application(
    name="grafana",
    product="Grafana",
    executables=("grafana", "grafana-server"),
    packages=("grafana",),
    ports=(3000,),
    patterns=("/etc/grafana/grafana.ini", _SOURCES),
    configure=configure,
)
