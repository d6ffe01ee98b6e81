"""What the tests of imports share."""

import pytest

from cmdb_server.data_sources.sources import Sources
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.imports.imports import Imports
from cmdb_server.imports.working import Server
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.search_index.index import SearchIndex
from graph_schema import Registry, load_registry
from tests.imports.importing import Importer


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture
def ingest(store: GraphStore, registry: Registry) -> Ingest:
    """The way in, on an empty graph."""
    return Ingest(store, registry)


@pytest.fixture
def importer(store: GraphStore, registry: Registry, ingest: Ingest) -> Importer:
    """Somebody who imports, on an empty graph."""
    clock = now_in_microseconds
    index = SearchIndex(store, registry, clock)
    index.build()
    server = Server(store, registry, ingest, Sources(store, registry, clock), index.places)
    return Importer(server, lambda: Imports(server, clock))
