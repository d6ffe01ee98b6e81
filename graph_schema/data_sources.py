"""The kinds of data sources, one entry each: whose word counts for what.

A source's key is `<kind>:<name>`, for example `agent:0f31…`. Where several sources claim a value, the higher
priority wins, between claims of a kind whose `latest_wins` the later observation, then the smaller key.
"""

from typing import NamedTuple


class DataSourceSpec(NamedTuple):
    """A kind of data source; `priority` decides between claims of different kinds, higher wins.

    With `latest_wins` the later of two claims of the kind wins: people and files correct each other, whereas two
    scans of one box see the same and would take turns.

    What a kind that `ages` says becomes stale when it is not said again; what people and files say holds until somebody
    says otherwise. `contact_seconds` is how often a source of the kind makes contact by itself, 0 for one that does
    when somebody runs it: of those only reports that say so are failed attempts, of the others missed contacts too.
    """

    name: str
    label: str
    doc: str
    priority: int
    latest_wins: bool = False
    ages: bool = False
    contact_seconds: int = 0


MANUAL = DataSourceSpec("manual", "Manual", "A person's edit, with a reason.", 100, latest_wins=True)
AGENT = DataSourceSpec("agent", "Agent", "discovery-agent on the machine itself.", 80, ages=True, contact_seconds=900)
SSH = DataSourceSpec("ssh", "SSH scan", "A scan that logged in.", 70, ages=True)
SNMP = DataSourceSpec("snmp", "SNMP scan", "A scan that asked the device over SNMP.", 60, ages=True)
API = DataSourceSpec("api", "API", "A program with an API token.", 50, ages=True)
IMPORT = DataSourceSpec("import", "Import", "A file that somebody loaded.", 40, latest_wins=True)
TRACES = DataSourceSpec(
    "traces", "Traces", "OpenTelemetry spans and service graphs: programs that were seen to call each other.", 45
)
TOPOLOGY = DataSourceSpec(
    "topology", "Topology", "Links that follow from the tables of all devices of a network scope together.", 30
)
SERVICE_MAP = DataSourceSpec(
    "service_map", "Service map", "Members of services that follow from the definition of each.", 25
)
RECOGNITION = DataSourceSpec(
    "recognition",
    "Recognition",
    "What programs are and need, by whom they touch: scanners, monitoring, readers of replicas.",
    28,
)
SBOM = DataSourceSpec("sbom", "SBOM", "A list of components that somebody attached to a CI.", 42, latest_wins=True)
DEMO = DataSourceSpec("demo", "Demo", "The generated demonstration estate.", 20)

DATA_SOURCES = tuple(entry for entry in list(globals().values()) if isinstance(entry, DataSourceSpec))


# What is said by a kind of its own accord of CIs that others report: it names them by their uids.
NAMING_CIS = frozenset((MANUAL.name, TRACES.name, TOPOLOGY.name, RECOGNITION.name, SERVICE_MAP.name, SBOM.name))
_LATEST_WINS = frozenset(entry.name for entry in DATA_SOURCES if entry.latest_wins)


def said_at(source_key: str, observed_at: int) -> str:
    """What tells two reports with the same facts apart: their time where the later one wins, else nothing."""
    return str(observed_at) if kind_of(source_key) in _LATEST_WINS else ""


def kind_of(source_key: str) -> str:
    """The kind in a source's key: `agent:0f31` -> `agent`."""
    return source_key.partition(":")[0]
