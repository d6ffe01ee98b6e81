"""Neo4j Community from the jars that `make neo4j` resolves (Java 17 or newer): for larger estates on one machine."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from cmdb_server.graph_store.engine import Engine, EngineMissingError, EngineSettings, Launch

_ENTRY_POINT = "META-INF/services/org.neo4j.server.startup.EntryPoint"
_OPENED = ("java.io", "java.nio", "java.util.concurrent", "sun.nio.ch")
_OLDEST_JAVA = 17
_VECTOR_JAVA = 21


def locate(settings: EngineSettings) -> Path:
    """The folder of the jars. Raises EngineMissingError where it is empty or Java is missing or too old."""
    home = settings.neo4j_home or Path()
    if not any((home / "lib").glob("neo4j-server-*.jar")):
        raise EngineMissingError(f"no Neo4j jars in {home / 'lib'}; run `make neo4j` (it needs Maven and Java 17)")
    if _java_version() < _OLDEST_JAVA:
        raise EngineMissingError("Neo4j needs Java 17 or newer on the path; install openjdk-17-jre-headless")
    return home


def installed_version(installation: Path) -> str:
    """The version in the name of the main jar."""
    return _main_jar(installation).stem.removeprefix("neo4j-")


def prepare(launch: Launch) -> None:
    """Write the configuration: loopback only, no HTTP, no usage reports."""
    configuration = launch.home / "conf"
    configuration.mkdir(parents=True, exist_ok=True)
    settings = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{launch.bolt_port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.usage_report.enabled": "false",
        "server.memory.heap.initial_size": f"{launch.heap_megabytes // 2}m",
        "server.memory.heap.max_size": f"{launch.heap_megabytes}m",
        "server.memory.pagecache.size": f"{launch.heap_megabytes // 2}m",
        "db.transaction.timeout": f"{launch.command_timeout_milliseconds}ms",
        "server.directories.data": str(launch.home / "data"),
        "server.directories.logs": str(launch.home / "logs"),
        "server.jvm.additional": "-XX:+ExitOnOutOfMemoryError",
        # A plan is not made anew for each order of magnitude of each parameter, nor every ten seconds while the graph
        # grows or shrinks much: planning was more than half of the processor time of reports.
        "internal.cypher.use_parameter_size": "false",
        "dbms.cypher.min_replan_interval": "60s",
        # The databases are closed by then; Neo4j would wait ten seconds more for clients that might still ask.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
        "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
    }
    lines = [f"{name}={value}" for name, value in settings.items()]
    (configuration / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")


def command(launch: Launch) -> list[str]:
    """The command line of the server's entry point."""
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
    vector = ["--add-modules=jdk.incubator.vector"] if _java_version() >= _VECTOR_JAVA else []
    return [
        shutil.which("java") or "java",
        f"-Xmx{launch.heap_megabytes}m",
        "-XX:+ExitOnOutOfMemoryError",
        *opened,
        *vector,
        "-Dio.netty.tryReflectionSetAccessible=true",
        "-cp",
        str(launch.installation / "lib" / "*"),
        _entry_point(launch.installation),
        f"--home-dir={launch.home}",
        f"--config-dir={launch.home / 'conf'}",
    ]


def _main_jar(installation: Path) -> Path:
    """`neo4j-VERSION.jar`, beside jars whose names go on after `neo4j-`."""
    jars = [jar for jar in (installation / "lib").glob("neo4j-*.jar") if re.fullmatch(r"neo4j-[0-9][0-9.]*", jar.stem)]
    if not jars:
        raise EngineMissingError(f"{installation / 'lib'} has no neo4j-VERSION.jar; run `make neo4j` again")
    return jars[0]


def _entry_point(installation: Path) -> str:
    with zipfile.ZipFile(_main_jar(installation)) as jar:
        return jar.read(_ENTRY_POINT).decode().strip()


def _java_version() -> int:
    java = shutil.which("java")
    if java is None:
        return 0
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603 - the java on the path, no input
    found = re.search(r'version "(\d+)', told.stderr)
    return int(found.group(1)) if found else 0


engine = Engine(
    name="neo4j",
    user="neo4j",
    database="neo4j",
    single_writer=False,
    default_heap_megabytes=1024,
    data_folder="data",
    locate=locate,
    version=installed_version,
    prepare=prepare,
    command=command,
    labels_classes=True,
    initial_password="neo4j",  # noqa: S106 - what every new Neo4j starts with; replaced at once
)
