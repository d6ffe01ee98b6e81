"""A store on an engine of its own, whose data go with it: for benches."""

import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from cmdb_server.graph_store.engine import EngineSettings
from cmdb_server.graph_store.migrate import ensure_schema
from cmdb_server.graph_store.store import Connection, GraphStore
from cmdb_server.graph_store.supervisor import Supervisor
from graph_schema import load_registry

S = TypeVar("S", bound=GraphStore)


@contextmanager
def throwaway_store(kind: Callable[[Connection], S], engine: str, neo4j_home: Path | None) -> Generator[tuple[S, Path]]:
    """A store of a kind with the schema in place, and the folder of its data, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as name:
        folder = Path(name)
        supervisor = Supervisor(EngineSettings(folder, engine=engine, neo4j_home=neo4j_home))
        store = kind(supervisor.start())
        try:
            ensure_schema(store, load_registry())
            yield store, folder
        finally:
            store.close()
            supervisor.stop()
