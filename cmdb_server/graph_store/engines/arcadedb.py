"""ArcadeDB from the wheel `arcadedb-embedded`, which brings its own Java runtime: the default, nothing to install.

Started as a server process of its own; the wheel's Python bridge is never imported (it would load a JVM into ours).
"""

import platform
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from cmdb_server.graph_store.engine import Engine, EngineMissingError, EngineSettings, Launch

_PACKAGE = "arcadedb_embedded"
_MAIN = "com.arcadedb.server.ArcadeDBServer"


def locate(_settings: EngineSettings) -> Path:
    """The folder of the wheel. Raises EngineMissingError where there is none for this platform."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        here = f"{sys.platform} {platform.machine()}"
        message = (
            f"the embedded graph engine is not installed for this platform ({here}); install `plumbline[server]` on "
            "Linux (glibc 2.34 or newer), macOS arm64 or Windows x86_64, run `cmdb up --engine neo4j` after "
            "`make neo4j`, or set CMDB_GRAPH_URI to a Neo4j 5.26 or newer"
        )
        raise EngineMissingError(message)
    return Path(next(iter(spec.submodule_search_locations)))


def installed_version(_installation: Path) -> str:
    """The version of the wheel."""
    return version("arcadedb-embedded")


def prepare(_launch: Launch) -> None:
    """Nothing to write: everything is on the command line, the password in a file of its own."""


def command(launch: Launch) -> list[str]:
    """The command line; both listeners are bound to the loopback interface."""
    options = {
        "arcadedb.server.mode": "production",
        "arcadedb.server.rootPath": launch.home,
        "arcadedb.server.databaseDirectory": launch.home / "databases",
        "arcadedb.server.rootPasswordPath": launch.password_file,
        "arcadedb.server.defaultDatabases": "cmdb[root]",
        "arcadedb.server.httpIncomingHost": "127.0.0.1",
        "arcadedb.server.httpIncomingPort": launch.http_port,
        "arcadedb.server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "arcadedb.bolt.host": "127.0.0.1",
        "arcadedb.bolt.port": launch.bolt_port,
        "arcadedb.txWalFlush": 2,
        "arcadedb.command.timeout": launch.command_timeout_milliseconds,
    }
    java = launch.installation / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    return [
        str(java),
        f"-Xmx{launch.heap_megabytes}m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+UseSerialGC",
        "-Djava.awt.headless=true",
        *(f"-D{name}={value}" for name, value in options.items()),
        "-cp",
        str(launch.installation / "jars" / "*"),
        _MAIN,
    ]


engine = Engine(
    name="arcadedb",
    user="root",
    database="cmdb",
    single_writer=True,
    default_heap_megabytes=600,
    data_folder="databases",
    locate=locate,
    version=installed_version,
    prepare=prepare,
    command=command,
)
