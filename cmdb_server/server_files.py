"""What a running server leaves in its data directory for programs of its owner: where it answers, and a token."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from cmdb_server.graph_store.data_directory import DataDirectory

FOLDER = "server"
_STATE, _TOKEN = "server.json", "operator.token"
OPERATOR = "operator"


@dataclass(frozen=True)
class RunningAt:
    """Where a server answers, its process id, and the certificate to trust ("" without TLS of its own)."""

    url: str
    pid: int
    certificate: str = ""


class ServerFiles:
    """The server's own folder in the data directory; owned by one server at a time."""

    def __init__(self, data_dir: Path) -> None:
        """Nothing is touched yet."""
        self._directory = DataDirectory(data_dir / FOLDER)

    @property
    def log_file(self) -> Path:
        """The server's log."""
        return self._directory.path / "server.log"

    def claim(self) -> None:
        """Make this process the owner. Raises DataDirectoryError."""
        self._directory.claim()

    def release(self) -> None:
        """Give the folder up."""
        (self._directory.path / _STATE).unlink(missing_ok=True)
        self._directory.release()

    def publish(self, url: str, certificate: str) -> None:
        """Say where this server answers, and with which certificate (a path, "" without one)."""
        state = RunningAt(url, os.getpid(), certificate)
        self._directory.write_private(self._directory.path / _STATE, json.dumps(asdict(state)))

    def running_at(self) -> RunningAt | None:
        """Where the server of this data directory answers, None when none is running."""
        try:
            return RunningAt(**json.loads((self._directory.path / _STATE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def operator_token(self) -> str:
        """The API token for the command line of this machine, "" where it cannot be read."""
        try:
            return (self._directory.path / _TOKEN).read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def ensure_operator_token(self, is_good: Callable[[str], bool], make: Callable[[], str]) -> None:
        """Keep a new token here unless the one that lies here is still good."""
        known = self.operator_token()
        if not (known and is_good(known)):
            self._directory.write_private(self._directory.path / _TOKEN, make())
