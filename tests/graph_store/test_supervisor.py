"""The engine as a child process: ours alone, back after a crash, gone when we are, never a step without a copy."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from cmdb_server.graph_store.data_directory import DataDirectory
from cmdb_server.graph_store.engine import DataDirectoryError, EngineMissingError, EngineSettings, EngineStartError
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import Connection, GraphStore, open_store
from cmdb_server.graph_store.supervisor import Supervisor, load_engine
from tests.waiting import wait_until

CREATE = Query("test.create", "MERGE (c:CI {uid: $uid})")
UIDS = Query("test.uids", "MATCH (c:CI) WHERE c.uid > '' RETURN c.uid AS uid ORDER BY uid")
PARENT = """
import sys, time
from pathlib import Path
from cmdb_server.graph_store.engine import EngineSettings
from cmdb_server.graph_store.supervisor import Supervisor

supervisor = Supervisor(EngineSettings(Path(sys.argv[1]), sys.argv[2], neo4j_home=Path(sys.argv[3])))
supervisor.start()
print(supervisor.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def own_settings(engine_settings: EngineSettings, tmp_path: Path) -> EngineSettings:
    """The run's engine on a directory of the test's own."""
    return replace(engine_settings, data_dir=tmp_path)


@contextmanager
def running(settings: EngineSettings) -> Generator[tuple[Supervisor, GraphStore]]:
    """An engine and a store on it, stopped at the end."""
    supervisor = Supervisor(settings)
    store = open_store(supervisor.start())
    try:
        yield supervisor, store
    finally:
        store.close()
        supervisor.stop()


def is_running(pid: int) -> bool:
    """Whether a process runs; one that only waits to be noticed does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def uids(store: GraphStore) -> list[str]:
    """The uids of all CIs."""
    return [row["uid"] for row in store.read(lambda tx: tx.run(UIDS))]


def not_installed(_name: str) -> None:
    """What is found of a package that is not there."""


def write(store: GraphStore, uid: str) -> None:
    """Commit a CI."""
    store.write(lambda tx: tx.run(CREATE, uid=uid))


def test_an_engine_listens_on_the_loopback_interface_only_and_hides_its_password(
    engine_connection: Connection, engine_settings: EngineSettings
) -> None:
    folder = engine_settings.data_dir / engine_settings.engine
    state = json.loads((folder / "engine.json").read_text(encoding="utf-8"))
    process = psutil.Process(state["pid"])

    listening = [entry.laddr.ip for entry in process.net_connections() if entry.status == psutil.CONN_LISTEN]

    assert state["uri"] == engine_connection.uri
    assert listening
    assert {address.removeprefix("::ffff:") for address in listening} <= {"127.0.0.1", "::1"}
    assert engine_connection.password not in " ".join(process.cmdline())
    assert engine_connection.password not in repr(engine_connection)
    assert stat.S_IMODE((folder / "bolt.password").stat().st_mode) == 0o600


def test_a_directory_in_use_is_refused_and_its_engine_goes_on(
    engine_connection: Connection, engine_settings: EngineSettings, store: GraphStore
) -> None:
    assert engine_connection.uri

    with pytest.raises(DataDirectoryError, match="belongs to a running server"):
        Supervisor(engine_settings).start()

    assert store.is_alive()


def test_a_killed_engine_returns_with_what_was_committed_and_stops_cleanly(own_settings: EngineSettings) -> None:
    folder = own_settings.data_dir / own_settings.engine
    with running(own_settings) as (supervisor, store):
        for number in range(20):
            write(store, f"before{number:02}")
        killed = supervisor.pid
        assert killed is not None

        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: supervisor.state == "restarting")
        wait_until(lambda: supervisor.state == "running")
        write(store, "since")

        assert uids(store) == [*(f"before{number:02}" for number in range(20)), "since"]
        restarted = supervisor.pid
        assert json.loads((folder / "engine.json").read_text(encoding="utf-8"))["pid"] == restarted
        assert (folder / "engine.log.1").exists()
    assert restarted is not None
    assert not is_running(restarted)
    assert supervisor.state == "stopped"
    assert not (folder / "engine.json").exists()


def test_an_engine_dies_with_its_owner_and_gives_the_directory_free(own_settings: EngineSettings) -> None:
    arguments = [str(own_settings.data_dir), own_settings.engine, str(own_settings.neo4j_home)]
    owner = subprocess.Popen(
        [sys.executable, "-c", PARENT, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with owner:
        assert owner.stdout is not None
        engine = int(owner.stdout.readline())
        assert is_running(engine)

        owner.kill()

    wait_until(lambda: not is_running(engine))
    directory = DataDirectory(own_settings.data_dir / own_settings.engine)
    directory.claim()
    directory.release()


def test_another_version_opens_the_data_only_after_a_copy_was_made(own_settings: EngineSettings) -> None:
    folder = own_settings.data_dir / own_settings.engine
    data = folder / load_engine(own_settings.engine).data_folder
    with running(own_settings) as (_, store):
        write(store, "kept")
    (folder / "engine.version").write_text(f"{own_settings.engine} 0.0.1", encoding="utf-8")

    with pytest.raises(EngineStartError, match="the graph engine did not start"):
        Supervisor(replace(own_settings, heap_megabytes=1)).start()
    after_failure = sorted(file.name for file in folder.iterdir() if file.name.startswith(data.name))

    with running(own_settings) as (_, store):
        assert uids(store) == ["kept"]
    assert after_failure == [data.name]
    assert data.with_name(f"{data.name}.before-change").is_dir()
    assert (folder / "engine.version").read_text(encoding="utf-8") != f"{own_settings.engine} 0.0.1"


def test_an_engine_that_is_not_there_is_named_with_the_remedy(
    own_settings: EngineSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cmdb_server.graph_store.engines.arcadedb.find_spec", not_installed)

    with pytest.raises(EngineMissingError, match=r"cmdb up --engine neo4j.*CMDB_GRAPH_URI"):
        Supervisor(replace(own_settings, engine="arcadedb")).start()
    with pytest.raises(EngineMissingError, match="run `make neo4j`"):
        Supervisor(replace(own_settings, engine="neo4j", neo4j_home=own_settings.data_dir)).start()
    with pytest.raises(EngineMissingError, match="choose one of arcadedb, neo4j"):
        Supervisor(replace(own_settings, engine="oracle"))

    assert list(own_settings.data_dir.iterdir()) == []
