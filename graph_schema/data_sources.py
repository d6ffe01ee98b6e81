"""The kinds of data sources, one entry each: whose word counts for what.

A source's key is `<kind>:<name>`, for example `agent:0f31…`. Where several sources claim a value, the higher
priority wins, then the later observation, then the smaller key.
"""

from typing import NamedTuple


class DataSourceSpec(NamedTuple):
    """A kind of data source; `priority` decides between claims of different kinds, higher wins."""

    name: str
    label: str
    doc: str
    priority: int


MANUAL = DataSourceSpec("manual", "Manual", "A person's edit, with a reason.", 100)
AGENT = DataSourceSpec("agent", "Agent", "discovery-agent on the machine itself.", 80)
SSH = DataSourceSpec("ssh", "SSH scan", "A scan that logged in.", 70)
SNMP = DataSourceSpec("snmp", "SNMP scan", "A scan that asked the device over SNMP.", 60)
API = DataSourceSpec("api", "API", "A program with an API token.", 50)
IMPORT = DataSourceSpec("import", "Import", "A file that somebody loaded.", 40)
DEMO = DataSourceSpec("demo", "Demo", "The generated demonstration estate.", 20)

DATA_SOURCES = tuple(entry for entry in list(globals().values()) if isinstance(entry, DataSourceSpec))


def kind_of(source_key: str) -> str:
    """The kind in a source's key: `agent:0f31` -> `agent`."""
    return source_key.partition(":")[0]
