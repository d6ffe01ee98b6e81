"""An estate whose sources fall silent, on a clock that tests set."""

from dataclasses import replace

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.ageing import Ageing
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.report import Outcome, Report, encode
from tests.ingest.clock import Clock
from tests.ingest.graph import STATUSES
from tests.ingest.machines import Machine, report

RAN = Query("test.ran", "MATCH (m:Meta {key: 'listening'}) SET m.until = $now")
EVENTS = Query(
    "test.events_of_class",
    """
    MATCH (c:CI {ci_class: $ci_class})
    MATCH (e:Event {ci_uid: c.uid})
    RETURN e.kind AS kind, e.reason AS reason, e.source AS source
    ORDER BY e.recorded_at
    """,
)


class AgeingEstate:
    """Reports and ageing runs on one graph with one clock."""

    def __init__(self, store: GraphStore) -> None:
        """A server starts on the graph."""
        self.store = store
        self.clock = Clock()
        self.registry: Registry = load_registry()
        self.ingest = Ingest(store, self.registry, self.clock)
        self.ageing = Ageing(store, self.registry, self.clock)
        self.ageing.run()

    def send(self, sent: Report) -> IngestResult:
        """Send a report and expect it to be taken."""
        result = self.ingest.accept(decode(encode(sent), self.registry), "test")
        assert isinstance(result, IngestResult)
        return result

    def pass_time(self, days: float) -> None:
        """Let a server run for so long; the runs of which nothing follows are left out."""
        self.clock.forward(days=days)
        self.store.write(lambda tx: tx.run(RAN, now=self.clock.now))

    def run_for(self, days: float) -> None:
        """Let a server run for so long, the last run at the end."""
        self.pass_time(days)
        self.ageing.run()

    def be_away(self, days: float) -> None:
        """No server runs for so long; then one starts."""
        self.clock.forward(days=days)
        self.ageing.run()

    def uids(self, ci_class: str) -> list[str]:
        """The CIs of a class."""
        return [row["uid"] for row in self.store.read(lambda tx: tx.run(STATUSES, ci_class=ci_class))]

    def events(self, ci_class: str) -> list[tuple[str, str]]:
        """Kind and reason of what happened to the CIs of a class."""
        rows = self.store.read(lambda tx: tx.run(EVENTS, ci_class=ci_class))
        return [(row["kind"], row["reason"]) for row in rows]


def scan(machine: Machine, at: int, outcome: Outcome = "complete") -> Report:
    """The report of a scan of a machine; with another outcome than complete nothing was collected."""
    made = replace(report(machine, at), source=f"ssh:{machine.name}")
    for section in made.sections if outcome != "complete" else ():
        section.outcome = outcome
        section.cis.clear()
        section.relationships.clear()
    return made
