"""A real sshd on loopback, for the user that runs the tests, and keys that it accepts."""

import getpass
import os
import socket
import subprocess
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from discovery_agent.scan.job import Credential, Limits
from discovery_agent.scan.method import Target
from discovery_agent.scan.report_spool import FOLDER
from discovery_agent.secret import Secret
from tests.waiting import wait_until

SSHD = "/usr/sbin/sshd"
LIMITS = Limits(timeout_seconds=5.0)


@dataclass(frozen=True)
class Server:
    """Where it listens, and the folder of its keys and configuration."""

    port: int
    folder: Path

    @property
    def target(self) -> Target:
        return Target("127.0.0.1", self.port, "lab", self.folder / "state" / FOLDER)

    def credential(self, name: str = "user_key", passphrase: str = "", user: str = "") -> Credential:
        parts = {"private_key": Secret((self.folder / name).read_text(encoding="utf-8"))}
        if passphrase:
            parts["passphrase"] = Secret(passphrase)
        return Credential("key-1", "ssh_key", user or getpass.getuser(), parts)


def make_key(path: Path, kind: str = "ed25519", passphrase: str = "") -> None:
    path.unlink(missing_ok=True)
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", str(path)], check=True)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def running_sshd(folder: Path, *lines: str, port: int = 0, within: Sequence[str] = ()) -> Generator[Server]:
    """An sshd with these lines in its configuration; its host key is made unless one lies in the folder.

    `within` is a command that starts the command which follows it.
    """
    folder.mkdir(exist_ok=True)
    chosen = port or free_port()
    for name in ("host_key", "user_key"):
        if not (folder / name).exists():
            make_key(folder / name)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd of root insists on it
    settings = [
        *lines,
        f"Port {chosen}",
        "ListenAddress 127.0.0.1",
        f"HostKey {folder / 'host_key'}",
        f"AuthorizedKeysFile {folder / 'user_key.pub'}",
        f"PidFile {folder / 'pid'}",
        "StrictModes no",
        "UsePAM no",
        "PermitRootLogin yes",
    ]
    (folder / "config").write_text("\n".join(settings) + "\n", encoding="utf-8")
    command = [*within, SSHD, "-D", "-e", "-f", str(folder / "config")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as daemon:
        try:
            wait_until(lambda: daemon.poll() is not None or _answers(chosen))
            assert daemon.poll() is None, daemon.stderr.read() if daemon.stderr else ""
            yield Server(chosen, folder)
        finally:
            daemon.terminate()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True
