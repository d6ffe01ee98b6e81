"""The graph engine: installed, and what its log complains about."""

from collections import Counter
from collections.abc import Iterator

from cmdb_server.doctor.check import Check, Finding
from cmdb_server.graph_store.engine import EngineMissingError, EngineSettings
from cmdb_server.graph_store.supervisor import load_engine
from cmdb_server.settings import Settings

_COMPLAINTS = {
    "No space left": "the disk was full: free some space and start the server again",
    "OutOfMemory": "it ran out of memory: raise CMDB_ENGINE_HEAP_MB",
    "heap RAM is critically low": "its memory is nearly used up: raise CMDB_ENGINE_HEAP_MB",
    "Started recovery": "it recovered after an unclean stop; nothing to do if this does not come back",
    "SEVER": "read the lines in its log",
}
# The server asks for the database of a fresh data directory until the engine has made it.
_EXPECTED = "does not exist (concealed from the client"
_READ_BYTES = 1 << 20


def run(settings: Settings) -> Iterator[Finding]:
    """Whether it is installed; complaints in its newest log."""
    if settings.graph_uri:
        yield Finding("ok", f"the graph is at {settings.graph_uri}; no engine of our own is started")
        return
    engine = load_engine(settings.engine)
    try:
        installation = engine.locate(EngineSettings(settings.data_dir, engine.name, neo4j_home=settings.neo4j_home))
    except EngineMissingError as error:
        yield Finding("failure", f"the engine {engine.name} is not there", str(error))
        return
    yield Finding("ok", f"{engine.name} {engine.version(installation)} in {installation}")
    yield from _complaints(settings)


def _complaints(settings: Settings) -> Iterator[Finding]:
    log = settings.data_dir / settings.engine / "engine.log"
    if not log.exists():
        return
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - _READ_BYTES))
        lines = stream.read().decode(errors="replace").splitlines()
    counts = Counter(word for line in lines if _EXPECTED not in line for word in _COMPLAINTS if word in line)
    for word, number in counts.items():
        yield Finding("warning", f"{log} says {word!r} in {number} lines", _COMPLAINTS[word])
    if not counts:
        yield Finding("ok", f"{log} holds no complaint")


check = Check("graph engine", run)
