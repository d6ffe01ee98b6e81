"""A host that keeps a server running, and ends it in every way."""

import contextlib
import os
import signal

from cmdb_server.graph_store.data_directory import free_port
from tests.cli.programs import Installation, Server


class Host:
    """Keeps a server running on a port, as an init system does, and kills what it is told to kill."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._port = free_port()
        self.server = self._start()

    def kill_engine(self) -> None:
        """The engine is gone from one moment to the next; the server starts it again."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.server.engine_pid, signal.SIGKILL)

    def kill_server(self) -> None:
        """The server is gone; its engine notices and stops."""
        self.server.kill()
        self.server = self._start()

    def kill_both(self) -> None:
        """Both are gone at once."""
        engine = self.server.engine_pid
        self.server.process.kill()
        with contextlib.suppress(ProcessLookupError):
            os.kill(engine, signal.SIGKILL)
        self.server.kill()
        self.server = self._start()

    def _start(self) -> Server:
        return self._installation.start("--port", str(self._port))
