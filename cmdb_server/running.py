"""A running server: started step by step, stopped in the reverse order whatever happens."""

import logging
import os
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cmdb_server import log
from cmdb_server.app import create_app
from cmdb_server.auth.audit import Actor
from cmdb_server.class_packs.loading import packs_in, registry_with
from cmdb_server.disk_room import explained
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.engine import DataDirectoryError, EngineSettings
from cmdb_server.graph_store.migrate import ensure_schema
from cmdb_server.graph_store.store import Connection, EngineUnavailableError, open_store, probe
from cmdb_server.graph_store.supervisor import Supervisor
from cmdb_server.scheduler.scheduler import Scheduler
from cmdb_server.server_files import OPERATOR, ServerFiles
from cmdb_server.services import Services
from cmdb_server.settings import SettingError, Settings
from cmdb_server.web_server import WebServer, listen, url_of
from cmdb_server.wiring import wire

Say = Callable[[str], None]
_GRAPH_SCHEMES = ("bolt", "neo4j")
_log = logging.getLogger(__name__)


class PasswordFileError(CmdbError):
    """The password of a Neo4j that somebody else runs cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        """Names the file."""
        message = f"CMDB_GRAPH_PASSWORD_FILE={str(path)!r} cannot be read ({reason}); put the password into that file"
        super().__init__(message, 500, "bad_setting")


@dataclass(frozen=True)
class RunningServer:
    """A server that answers. `first_password` is the first administrator's; `failure` says why it cannot go on."""

    services: Services
    url: str
    first_password: str | None
    failure: Callable[[], str]


@contextmanager
def running_server(settings: Settings, say: Say) -> Generator[RunningServer]:
    """Start a server; `say` hears each step. Raises CmdbError naming what is wrong and the remedy."""
    try:
        with _running_server(settings, say) as server:
            yield server
    except CmdbError as error:
        raise explained(error, settings) from error


@contextmanager
def _running_server(settings: Settings, say: Say) -> Generator[RunningServer]:
    with ExitStack() as stack:
        bound = listen(settings)
        stack.callback(bound.close)
        files = ServerFiles(settings.data_dir)
        files.claim()
        stack.callback(files.release)
        _log_to(files.log_file, stack)
        say("graph engine")
        connection, state = _connect(settings, stack)
        store = open_store(connection)
        stack.callback(store.close)
        say("constraints, indexes and search")
        registry = registry_with(packs_in(settings.class_packs_dir))
        ensure_schema(store, registry)
        services = wire(settings, registry, store, state)
        _take_up_packs(services)
        first_password = services.accounts.ensure_administrator()
        tokens = services.tokens

        def keep_operator() -> None:
            # Whoever revokes the operator's token does not lock the command line out: it gets another one.
            files.ensure_operator_token(
                lambda value: tokens.identity(value) is not None,
                lambda: tokens.create(OPERATOR, "admin", 0, Actor(OPERATOR))[1],
            )

        keep_operator()
        tokens.after_revoking(keep_operator)
        web = WebServer(create_app(services), settings, bound)
        web.start()
        stack.callback(web.stop)
        scheduler = Scheduler(services)
        scheduler.start()
        stack.callback(scheduler.stop)
        url = url_of(settings, bound)
        files.publish(url, str(settings.tls_certificate.resolve()) if settings.has_tls else "")
        _log.info("server_started", extra={"url": url, "pid": os.getpid(), "engine": connection.engine})
        yield RunningServer(services, url, first_password, lambda: _failure(state(), web, files))
        _log.info("server_stopping")


def _take_up_packs(services: Services) -> None:
    if changed := services.duplicates.redeclare(services.class_packs.files):
        _log.info("identified_anew", extra={"cis": changed})


def _connect(settings: Settings, stack: ExitStack) -> tuple[Connection, Callable[[], str]]:
    """The graph: one that somebody else runs, or an engine of our own that ends with us."""
    if settings.graph_uri:
        connection = _external(settings)
        return connection, lambda: "running"
    engine = EngineSettings(
        settings.data_dir, settings.engine, settings.engine_heap_megabytes, neo4j_home=settings.neo4j_home
    )
    supervisor = Supervisor(engine)
    connection = supervisor.start()
    stack.callback(supervisor.stop)
    return connection, lambda: supervisor.state


def _external(settings: Settings) -> Connection:
    if urlsplit(settings.graph_uri).scheme.partition("+")[0] not in _GRAPH_SCHEMES:
        raise SettingError("CMDB_GRAPH_URI", settings.graph_uri, "give bolt://HOST:7687 or neo4j://HOST:7687")
    if settings.graph_password_file == Path():
        raise SettingError("CMDB_GRAPH_PASSWORD_FILE", "", "name the file that holds the password of that Neo4j")
    try:
        password = settings.graph_password_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise PasswordFileError(settings.graph_password_file, error.strerror or str(error)) from error
    connection = Connection(
        settings.graph_uri,
        settings.graph_user,
        password,
        settings.graph_database,
        "neo4j",
        "external",
        labels_classes=True,
    )
    if reason := probe(connection):
        raise EngineUnavailableError(f"{settings.graph_uri}: {reason}")
    return connection


def _log_to(file: Path, stack: ExitStack) -> None:
    try:
        handler = log.LogFile(file)
    except OSError as error:
        raise DataDirectoryError(f"cannot write {file} ({error.strerror}); free space or fix its rights") from error
    log.configure(handler)
    stack.callback(handler.close)


def _failure(engine_state: str, web: WebServer, files: ServerFiles) -> str:
    if engine_state == "failed":
        return f"the graph engine ended again and again; see `cmdb doctor` and {files.log_file}"
    return "" if web.is_running else f"the web server ended; see {files.log_file}"
