"""`cmdb` as a real program, and a server that it runs."""

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import psutil

from cmdb_server.app import API
from graph_schema.report import Report, encode
from tests.cli.forking import Forks
from tests.ingest.machines import Machine, digits, report
from tests.waiting import wait_until

_START_SECONDS = 240
_forks = Forks()
atexit.register(_forks.stop)


@dataclass(frozen=True)
class Done:
    """A program that has ended."""

    code: int
    output: str
    complaints: str


@dataclass(frozen=True)
class Engine:
    """The engine of this run and where Neo4j's jars lie."""

    name: str
    neo4j_home: str

    def environment(self, added: Mapping[str, str]) -> dict[str, str]:
        """What a program is told of its surroundings: nothing that the tests' own shell says of a server."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CMDB_", "PLUMBLINE_"))}
        return {**kept, "PLUMBLINE_NEO4J_HOME": self.neo4j_home, "CMDB_ENGINE": self.name, "COLUMNS": "200", **added}


@dataclass(frozen=True)
class Installation:
    """A data directory and the programs on it."""

    engine: Engine
    data: Path

    def run(self, *words: str, data: bool = True, **environment: str) -> Done:
        """Run `cmdb` with these words until it ends."""
        options = ("--data", str(self.data)) if data else ()
        code, output, complaints = _forks.run(
            [*words, *options], self.engine.environment(environment), self.data.parent
        )
        return Done(code, output, complaints)

    def json(self, *words: str) -> Any:  # noqa: ANN401 - JSON
        """What `cmdb` prints with --json."""
        done = self.run(*words, "--json")
        assert done.code == 0, done.complaints
        return json.loads(done.output)

    def start(self, *words: str, **environment: str) -> "Server":
        """Start `cmdb up` on a free port and wait until it answers."""
        log = self.data.parent / f"{self.data.name}.up.log"
        with log.open("ab") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", "cmdb_server.cli", "up", "--data", str(self.data), "--port", "0", *_UP, *words],
                env=self.engine.environment(environment),
                cwd=self.data.parent,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        server = Server(self, process, log)
        try:
            wait_until(lambda: process.poll() is not None or server.is_announced(), _START_SECONDS)
            assert process.poll() is None, log.read_text(encoding="utf-8")
        except BaseException:
            server.kill()
            raise
        return server

    @contextmanager
    def running(self, *words: str, **environment: str) -> Generator["Server"]:
        """A server that is stopped at the end of the block."""
        server = self.start(*words, **environment)
        try:
            yield server
        finally:
            server.stop()


_UP = ("--no-inventory", "--no-collector")


@dataclass(frozen=True)
class Server:
    """A running `cmdb up`."""

    installation: Installation
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def url(self) -> str:
        """Where it answers."""
        return str(self._state("server/server.json")["url"])

    @property
    def token(self) -> str:
        """The operator's API token."""
        return (self.installation.data / "server" / "operator.token").read_text(encoding="utf-8")

    @property
    def engine_pid(self) -> int:
        """The process of its engine."""
        return int(self._state(f"{self.installation.engine.name}/engine.json")["pid"])

    def has_engine(self) -> bool:
        """Whether its engine runs."""
        try:
            return is_running(self.engine_pid)
        except (OSError, ValueError):
            return False

    @property
    def told(self) -> str:
        """What it has written to the screen."""
        return self.log.read_text(encoding="utf-8")

    def is_announced(self) -> bool:
        """Whether this process, and none before it, has said where it answers."""
        try:
            return self._state("server/server.json")["pid"] == self.process.pid
        except (OSError, ValueError):
            return False

    @contextmanager
    def client(self, authorization: str = "") -> Generator[httpx.Client]:
        """A client of its API, by default with the operator's token."""
        headers = {"Authorization": authorization or f"Bearer {self.token}"}
        with httpx.Client(base_url=self.url + API, headers=headers, timeout=120) as client:
            yield client

    def store(self, *machines: Machine) -> list[str]:
        """Report machines as a program does; the uids of their roots."""
        with self.client() as client:
            reports = [report(machine, source=digits(repr(machine))) for machine in machines]
            answers = [client.post("/reports", content=encode(as_program(sent))) for sent in reports]
        assert [answer.status_code for answer in answers] == [200] * len(answers), [entry.text for entry in answers]
        return [answer.json()["root_uid"] for answer in answers]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop and wait; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(120)

    def kill(self) -> None:
        """End it without asking."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()

    def _state(self, name: str) -> dict[str, Any]:
        return json.loads((self.installation.data / name).read_text(encoding="utf-8"))


def as_program(sent: Report) -> Report:
    """The same report as a program with an API token sends it."""
    return replace(sent, source=f"api:{sent.source.partition(':')[2]}")


def is_running(pid: int) -> bool:
    """Whether a process runs; one that only waits to be noticed does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def program(cmdb: Installation, name: str, machine: str) -> str:
    """The uid of a program; the machine that runs the tests may have one of that name too."""
    (found,) = cmdb.json("find", "--query", f'name = "{name}" and runs_on (name = "{machine}")')
    return found["uid"]


def programs_on(data: Path, words: str = "") -> Sequence[psutil.Process]:
    """Every process whose command line names a data directory and has these words."""
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            line = process.cmdline()
            if any(str(data) in word for word in line) and words in " ".join(line):
                found.append(process)
    return found
