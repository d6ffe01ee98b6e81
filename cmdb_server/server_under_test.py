"""A server of its own with its engine, as a bench asks it over HTTP, and what both of them spend."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import zstandard

from cmdb_server.server_files import ServerFiles
from cmdb_server.settings import child_environment

_START_SECONDS = 120
_WINDOW_SECONDS = 1.0
_QUIET_SHARE = 0.02
_MOST_WINDOWS = 60
_IDLE_SECONDS = 5.0


class Spent(NamedTuple):
    """CPU seconds of server and engine, and when or in how many seconds."""

    server: float
    engine: float
    seconds: float


class ServerUnderTest:
    """The server and its engine, and one connection to it. Each thread that asks takes a connection of its own."""

    def __init__(self, url: str, token: str, server: psutil.Process) -> None:
        """`token` is the operator's."""
        self._url, self._token = url, token
        self._connection = HTTPConnection(url.removeprefix("http://"))
        self.server = server
        self.engine = next(child for child in server.children() if "java" in child.name())
        self._idle = Spent(0.0, 0.0, 0.0)

    def another(self) -> "ServerUnderTest":
        """The same server over another connection."""
        return ServerUnderTest(self._url, self._token, self.server)

    @property
    def operator(self) -> str:
        """The Authorization header of somebody who may do everything."""
        return f"Bearer {self._token}"

    def rest(self) -> None:
        """Find out what both use while nobody asks or reports."""
        self.settle()
        before = self.spent()
        time.sleep(_IDLE_SECONDS)
        self._idle = self.since(before)

    def settle(self) -> None:
        """Wait until the server has done what follows from reports: that is part of what they cost."""
        for _ in range(_MOST_WINDOWS):
            before = _cpu(self.server)
            time.sleep(_WINDOW_SECONDS)
            if _cpu(self.server) - before <= _QUIET_SHARE * _WINDOW_SECONDS:
                return

    def spent(self) -> Spent:
        """What both have used until now."""
        self._connection.close()  # the server ends it while nobody speaks; the next request opens another
        return Spent(_cpu(self.server), _cpu(self.engine), time.monotonic())

    def since(self, before: Spent) -> Spent:
        """What both have used since then, without what they use while nobody reports."""
        now = Spent(_cpu(self.server), _cpu(self.engine), time.monotonic())
        seconds = now.seconds - before.seconds
        share = seconds / self._idle.seconds if self._idle.seconds else 0.0
        server, engine = (
            after - then - share * idle for after, then, idle in zip(now[:2], before[:2], self._idle[:2], strict=True)
        )
        return Spent(server, engine, seconds)

    def enrol(self, name: str) -> tuple[str, str]:
        """Agent id and the value of its Authorization header."""
        token = self.post("/enrolment-tokens", {"name": name})["value"]
        made = self.post("/agents", {"enrolment_token": token, "name": name})
        return made["agent_id"], f"Agent {made['agent_id']}:{made['secret']}"

    def report(self, body: bytes, authorization: str) -> None:
        """Deliver a packed report; it must be acknowledged."""
        headers = {
            "Authorization": authorization,
            "Content-Type": "application/json",
            "Content-Encoding": "zstd",
        }
        self._call("POST", "/reports", body, headers)

    def post(self, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        """What the API answers to the operator."""
        headers = {"Authorization": self.operator, "Content-Type": "application/json"}
        return self._call("POST", path, json.dumps(body).encode(), headers)

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """What the API answers to the operator."""
        return self._call("GET", path, b"", {"Authorization": self.operator})

    def _call(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
        self._connection.request(method, f"/api/v1{path}", body or None, headers)
        response = self._connection.getresponse()
        text = response.read()
        if response.status >= 300:  # noqa: PLR2004 - the first status that is no success
            raise RuntimeError(f"{path} answered {response.status}: {text[:300].decode(errors='replace')}")
        return json.loads(text)


@contextmanager
def started(engine: str, neo4j_home: Path | None) -> Generator[ServerUnderTest]:
    """A server on an empty data directory, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as name:
        folder = Path(name)
        command = [sys.executable, "-m", "cmdb_server.cli", "up", "--data", name, "--port", "0"]
        added = {"PLUMBLINE_NEO4J_HOME": str(neo4j_home)} if neo4j_home else {}
        process = subprocess.Popen(  # noqa: S603 - our own server
            [*command, "--no-inventory", "--engine", engine],
            env=child_environment(**added),
            stdout=subprocess.DEVNULL,
        )
        try:
            yield _answering(folder, process)
        finally:
            process.terminate()
            process.wait(60)


def packed(body: bytes) -> bytes:
    """A report as agents send it."""
    return zstandard.ZstdCompressor(level=3).compress(body)


def _answering(folder: Path, process: "subprocess.Popen[bytes]") -> ServerUnderTest:
    files, deadline = ServerFiles(folder), time.monotonic() + _START_SECONDS
    while (running := files.running_at()) is None:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server did not start (exit code {process.poll()})")
        time.sleep(0.1)
    return ServerUnderTest(running.url, files.operator_token(), psutil.Process(process.pid))


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system
