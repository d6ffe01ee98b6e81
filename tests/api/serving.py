"""A real server on the run's graph, and clients that ask it."""

import logging
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple

import httpx
from fastapi import FastAPI

from cmdb_server.app import API, create_app
from cmdb_server.auth.audit import Actor
from cmdb_server.auth.identity import ADMIN, READ
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.log import EventFormatter
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.roles import Role
from cmdb_server.services import Services
from cmdb_server.settings import Settings
from cmdb_server.web_server import WebServer, listen, url_of
from cmdb_server.wiring import wire
from graph_schema import load_registry

_TIMEOUT_SECONDS = 60.0
# Read once: each client would read all authorities of the system, a fifth of the time of many a test.
_TRUSTED = ssl.create_default_context()


class LogLines(logging.Handler):
    """The lines of the server's log."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(EventFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(self.format(record))

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Serving:
    """A server that answers. `token` is an API token with every permission."""

    services: Services
    url: str
    token: str
    log: LogLines = field(repr=False)

    @contextmanager
    def client(self, authorization: str | None = None) -> Generator[httpx.Client]:
        """A client of the API; without `authorization` with the administrator's token, with "" without any."""
        shown = f"Bearer {self.token}" if authorization is None else authorization
        headers = {"Authorization": shown} if shown else {}
        with httpx.Client(
            base_url=self.url + API, headers=headers, timeout=_TIMEOUT_SECONDS, verify=_TRUSTED
        ) as client:
            yield client

    def token_for(self, scope: str) -> str:
        """The Authorization header of a new API token."""
        _, value = self.services.tokens.create(scope, scope, 0, Actor("test"))
        return f"Bearer {value}"

    def token_with(self, *grants: Grant, permissions: tuple[str, ...] = (READ,)) -> str:
        """The Authorization header of a new API token whose one role has these grants."""
        name = f"role-{token_hex(4)}"
        self.services.roles_and_teams.save_role(Role(name, "", permissions, grants), Actor("test"))
        return self.token_as(name)

    def token_as(self, role: str) -> str:
        """The Authorization header of a new API token that may do what a role may."""
        _, value = self.services.tokens.create(role, ADMIN, 0, Actor("test"), roles=(role,))
        return f"Bearer {value}"


@contextmanager
def serving(store: GraphStore, data_dir: Path, **given: Any) -> Generator[Serving]:  # noqa: ANN401 - values of settings
    """A server on a graph whose schema is in place, until the block ends."""
    settings = Settings(data_dir=data_dir, port=0, **given)
    services = wire(settings, load_registry(), store)
    token = services.tokens.create("test", ADMIN, 0, Actor("test"))[1]
    with _answering(services, settings) as url, _logged() as log:
        yield Serving(services, url, token, log)


class _Answering(NamedTuple):
    """A web server that runs, and the application whose services it asks."""

    app: FastAPI
    url: str


# By whom they trust to say where a request comes from.
_idle: dict[tuple[bool, str], list[_Answering]] = {}


@contextmanager
def _answering(services: Services, settings: Settings) -> Generator[str]:
    """Where these services answer. The web server runs on for later tests: its end takes .2 s, its routes are built."""
    idle = _idle.setdefault((settings.is_behind_proxy, settings.trusted_proxies), [])
    used = idle.pop() if idle else _started(services, settings)
    used.app.state.services = services
    try:
        yield used.url
    finally:
        idle.append(used)


def _started(services: Services, settings: Settings) -> _Answering:
    bound = listen(settings)
    app = create_app(services)
    WebServer(app, settings, bound).start()
    return _Answering(app, url_of(settings, bound))


@contextmanager
def _logged() -> Generator[LogLines]:
    log, root, ours = LogLines(), logging.getLogger(), logging.getLogger("cmdb_server")
    level = ours.level
    root.addHandler(log)
    ours.setLevel(logging.INFO)
    try:
        yield log
    finally:
        ours.setLevel(level)
        root.removeHandler(log)
