"""The collector beside the server: it scans the networks that this machine sees, like any other collector."""

import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from cmdb_server.auth.agents import COLLECTOR
from cmdb_server.child_processes import die_with_parent
from cmdb_server.cli.screen import errors
from cmdb_server.running import RunningServer
from cmdb_server.settings import child_environment

_TOKEN_MICROSECONDS = 15 * 60 * 1_000_000
_FIRST_SECONDS, _LONGEST_SECONDS = 5.0, 600.0
_END_SECONDS = 10.0
_STATE, _IDENTITY, _LOG = "agent", "collector/identity.json", "collector.log"


class LocalCollector:
    """Runs while the block does; one that ends by itself is started again, each time later."""

    def __init__(self, server: RunningServer, data_dir: Path) -> None:
        self._server = server
        self._state = (data_dir / _STATE).resolve()
        self._log = data_dir / _LOG
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = _FIRST_SECONDS
        self._starts_at = 0.0

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it; what it has begun goes on with the next start."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def look(self) -> None:
        """Start it again where it has ended; called every now and then."""
        if self._process is not None and self._process.poll() is not None:
            code, self._process = self._process.returncode, None
            errors.print(f"The collector ended with code {code}; {self._log} says why.", style="yellow", markup=False)
            self._starts_at = time.monotonic() + self._pause
            self._pause = min(_LONGEST_SECONDS, 2 * self._pause)
        if self._process is None and time.monotonic() >= self._starts_at:
            self._start()

    def _start(self) -> None:
        is_known = (self._state / _IDENTITY).exists()
        environment = {} if is_known else {"DISCOVERY_AGENT_ENROLMENT_TOKEN": self._token()}
        options = ["--server", self._server.url, "--state", str(self._state), "--name", "beside the server"]
        settings = self._server.services.settings
        if settings.has_tls:
            options += ["--ca-file", str(settings.tls_certificate.resolve())]
        if settings.traps:
            options += ["--traps", settings.traps]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own collector
                [sys.executable, "-m", "discovery_agent", "collector", *options],
                env=child_environment(**environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - one prctl call, no Python locks
            )

    def _token(self) -> str:
        expires_at = self._server.services.clock() + _TOKEN_MICROSECONDS
        return self._server.services.agents.create_token(
            "the collector beside the server", "default", expires_at, 1, kind=COLLECTOR
        )[1]
