"""Is the server up? Answers everybody."""

from pydantic import BaseModel

from cmdb_server.api.about import EngineHealth, engine_health
from cmdb_server.api.dependencies import ServicesDep
from cmdb_server.api.routes import resource
from cmdb_server.version import VERSION

router = resource("server")
OPEN_TO_ALL = frozenset(("health",))


class Health(BaseModel):
    """`status` is ok or failing."""

    status: str
    engine: EngineHealth
    version: str


@router.get("/health", name="health")
def health(services: ServicesDep) -> Health:
    """Whether the server and its engine answer."""
    engine = engine_health(services)
    return Health(status="ok" if engine.state == "running" else "failing", engine=engine, version=VERSION)
