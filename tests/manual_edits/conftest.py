"""An estate that people edit, on the run's engine."""

from typing import Any

import pytest

from cmdb_server.ci_detail.detail import CIDetails
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from graph_schema import load_registry
from graph_schema.report import Report, encode

BY_NAME = Query("test.by_name", "MATCH (c:CI {name: $name}) WHERE c.status <> 'merged' RETURN c.uid AS uid")
ANN = Signature("ann", "seen in the rack")


class Desk:
    """Reports, edits and what the graph says after them."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.registry = load_registry()
        self.ingest = Ingest(store, self.registry)
        self.edits = ManualEdits(store, self.registry, self.ingest)

    def send(self, *reports: Report) -> None:
        """Store reports."""
        for sent in reports:
            self.ingest.accept(decode(encode(sent), self.registry), "test")

    def uid(self, name: str) -> str:
        """The one CI of a name."""
        (row,) = self.store.read(lambda tx: tx.run(BY_NAME, name=name))
        return str(row["uid"])

    def attributes(self, uid: str) -> dict[str, Any]:
        """What the CI is shown with, its status among it."""
        ci = CIDetails(self.store, self.registry).ci(uid)
        assert ci is not None
        return {"status": ci.status, **{entry.name: entry.value for entry in ci.attributes}}

    def revision(self, uid: str) -> int:
        """The revision of a CI."""
        ci = CIDetails(self.store, self.registry).ci(uid)
        assert ci is not None
        return ci.revision

    def facts(self, uid: str, kind: str) -> dict[str, Any]:
        """The attributes of the one relationship of a type that leaves the CI."""
        page = CIDetails(self.store, self.registry).relationships(uid, "out", [kind], (0, 10))
        assert page is not None
        (found,) = page.items
        return dict(found.attributes)


@pytest.fixture
def desk(store: GraphStore) -> Desk:
    """An empty estate."""
    return Desk(store)
