"""What several resources say of the server itself."""

from pydantic import BaseModel

from cmdb_server.services import Services
from cmdb_server.version import VERSION


class EngineHealth(BaseModel):
    """The graph engine and whether it answers."""

    name: str
    version: str
    state: str


class ServerAbout(BaseModel):
    """The server as pages show it."""

    version: str
    environment: str
    engine: EngineHealth


def engine_health(services: Services) -> EngineHealth:
    """The engine's state now: running, restarting, failed or unreachable."""
    connection = services.store.connection
    state = services.engine_state()
    if state == "running" and not services.store.is_alive():
        state = "unreachable"
    return EngineHealth(name=connection.engine, version=connection.version, state=state)


def server_about(services: Services) -> ServerAbout:
    """Version, environment and engine."""
    return ServerAbout(version=VERSION, environment=services.settings.environment, engine=engine_health(services))
