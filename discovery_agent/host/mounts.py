"""What is mounted, and which of it is a place that holds bytes."""

import re
from typing import NotRequired, TypedDict

from discovery_agent.host.mounted_servers import ServerReading, servers_of
from discovery_agent.host.secrets import mask_logins
from discovery_agent.host.system import System, read_text

_NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs", "fuse.glusterfs", "fuse.sshfs", "lustre", "gpfs")
)
_POOLED = frozenset(("btrfs", "zfs", "bcachefs", "virtiofs", "9p"))
_IMAGES = frozenset(("squashfs", "iso9660", "erofs", "udf"))
_MAY_HANG = ("autofs", "fuse", "9p", "virtiofs", "davfs", "beegfs", "afs")
_ESCAPE = re.compile(r"\\([0-7]{3})")


class Mount(TypedDict):
    """One mount. `is_kept`: it is a filesystem of its own, not a view of another or of the kernel.

    `servers` are those of a network mount; old recordings lack them.
    """

    mount_point: str
    filesystem_type: str
    device: str
    number: str
    is_read_only: bool
    is_network: bool
    is_kept: bool
    servers: NotRequired[list[ServerReading]]


def read_mounts(system: System) -> list[Mount]:
    """All mounts, in the order they were made; of several at one place the last one counts."""
    text = read_text(system, "/proc/self/mountinfo") or ""
    return mounts_of(text)


def mounts_of(text: str) -> list[Mount]:
    """The mounts of a mountinfo text (proc_pid_mountinfo(5))."""
    found: dict[str, Mount] = {}
    numbers: dict[str, str] = {}
    for line in text.splitlines():
        before, separator, after = line.partition(" - ")
        head, tail = before.split(" "), after.split(" ")
        if not separator or len(head) < 6 or len(tail) < 2:  # noqa: PLR2004 - the fields that are always there
            continue
        mount = _mount(head, tail)
        if mount["is_kept"] and numbers.setdefault(mount["number"], mount["mount_point"]) != mount["mount_point"]:
            mount["is_kept"] = False
        found.pop(mount["mount_point"], None)
        found[mount["mount_point"]] = mount
    return list(found.values())


def mount_of(path: str, mounts: dict[str, bool]) -> str:
    """The mount point that a path lies on."""
    candidate = path.rstrip("/") or "/"
    while candidate not in mounts and candidate not in ("", "/"):
        candidate = candidate.rpartition("/")[0]
    return candidate or "/"


def may_hang(mount: Mount) -> bool:
    """Whether looking below a mount waits for somebody: a server that may be away, or a program of the machine."""
    return mount["is_network"] or mount["filesystem_type"].startswith(_MAY_HANG)


def _mount(head: list[str], tail: list[str]) -> Mount:
    kind, device, place = tail[0], _unescape(tail[1]), _unescape(head[4])
    is_network = kind in _NETWORK
    holds_bytes = is_network or kind in _POOLED or (device.startswith("/dev/") and kind not in _IMAGES)
    is_whole = head[3] == "/" or is_network or kind in _POOLED
    mount: Mount = {
        "mount_point": place,
        "filesystem_type": kind,
        "device": mask_logins(device) if is_network else device,
        "number": head[2] if kind not in _POOLED else f"{head[2]}{head[3]}",
        "is_read_only": "ro" in head[5].split(","),
        "is_network": is_network,
        "is_kept": place == "/" or (holds_bytes and is_whole),
    }
    if is_network:
        mount["servers"] = servers_of(kind, device, tail[-1])
    return mount


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 8)), text)
