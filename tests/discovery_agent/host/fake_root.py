"""A folder that looks like the root of a machine: /proc, /sys, /etc and the databases below /var."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from discovery_agent.host.local_system import LocalSystem

KERNEL_THREAD = 0x00200000


def make(root: Path, files: Mapping[str, str | bytes], links: Mapping[str, str] | None = None) -> LocalSystem:
    """Write files (by their path below the root) and symbolic links; the answer is the system that collectors read."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    for name, goal in (links or {}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(goal)
    return LocalSystem(str(root))


@dataclass(frozen=True)
class FakeProcess:
    """A process as /proc shows it; sockets by their inodes."""

    pid: int
    name: str | bytes = "app"
    arguments: tuple[str | bytes, ...] = ("/opt/app/bin/app",)
    parent: int = 1
    state: str = "S"
    flags: int = 0
    terminal: int = 0
    started: int = 100
    uid: int = 0
    executable: str = "/opt/app/bin/app"
    directory: str = "/"
    cgroup: str = "0::/system.slice/app.service\n"
    sockets: tuple[int, ...] = field(default=())
    network: str = "net:[1]"

    def write(self, root: Path) -> None:
        """Write it below /proc."""
        folder = f"proc/{self.pid}"
        before = f"{self.pid} (".encode() + _bytes(self.name) + b") "
        rest = [self.state, self.parent, self.pid, self.pid, self.terminal, -1, self.flags, *[0] * 12, self.started, 0]
        files: dict[str, str | bytes] = {
            f"{folder}/stat": before + " ".join(map(str, rest)).encode() + b"\n",
            f"{folder}/cmdline": b"".join(_bytes(argument) + b"\0" for argument in self.arguments),
            f"{folder}/status": f"Name:\tx\nUid:\t{self.uid}\t{self.uid}\t{self.uid}\t{self.uid}\n",
            f"{folder}/cgroup": self.cgroup,
        }
        links = {f"{folder}/exe": self.executable, f"{folder}/cwd": self.directory}
        links |= {f"{folder}/fd/{3 + place}": f"socket:[{inode}]" for place, inode in enumerate(self.sockets)}
        make(root, files, {**links, f"{folder}/fd/0": "/dev/null", f"{folder}/ns/net": self.network})


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
