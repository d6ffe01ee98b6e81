"""Where a process belongs: to a service unit, a container, a guest of libvirt, a login session, or to nothing."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from discovery_agent.host.later import later

Kind: TypeAlias = Literal["unit", "container", "guest", "session", "none"]

_CONTAINER = re.compile(
    r"(?:docker|libpod|cri-containerd|crio|containerd|nerdctl|kubepods|ecs)[^/]*[-/:]([0-9a-f]{64})|/([0-9a-f]{64})(?:\.scope)?$"
)
_SYSTEM_CONTAINER = re.compile(
    r"/(?:lxc(?:\.payload)?[./]|machine\.slice/(?:machine-|systemd-nspawn@))([^/]+?)(?:\.scope|\.service)?(?:/|$)"
)
_GUEST = later(r"qemu-\d+-(.+)")
_ESCAPED = later(r"\\x([0-9a-f]{2})")  # of systemd-escape(1)
_SERVICE = re.compile(r"/([^/]+\.service)(?:/|$)")
_USER_SERVICE = re.compile(r"/user@(\d+)\.service/(?:app\.slice/)?(?:[^/]+\.slice/)*([^/]+\.service)(?:/|$)")


class Placement(NamedTuple):
    """`name` is that of the unit, container or guest; "" for others."""

    kind: Kind
    name: str = ""


_MOST_REMEMBERED = 4096
NOWHERE = Placement("none")
SESSION = Placement("session")


@lru_cache(maxsize=_MOST_REMEMBERED)
def placement_of(cgroup: str) -> Placement:
    """The placement that the text of /proc/PID/cgroup tells (cgroups(7)), either version."""
    for line in cgroup.splitlines():
        controllers, _, path = line.partition(":")[2].partition(":")
        if controllers in ("", "name=systemd"):
            found = _placement_of_path(path)
            if found != NOWHERE:
                return found
    return _container_of(cgroup) or NOWHERE


def _placement_of_path(path: str) -> Placement:
    container = _container_of(path)
    if container:
        return container
    if "/user.slice/" in path:
        return _placement_in_session(path)
    service = _SERVICE.search(path)
    return Placement("unit", service[1]) if service else NOWHERE


def _placement_in_session(path: str) -> Placement:
    """A person's session; of the services in it, only those that are applications."""
    service = _USER_SERVICE.search(path)
    if service and "/session.slice/" not in path and "/background.slice/" not in path:
        return Placement("unit", f"{service[1]}/{service[2]}")
    return SESSION


def _container_of(text: str) -> Placement | None:
    for line in text.splitlines():
        found = _CONTAINER.search(line)
        if found:
            return Placement("container", (found[1] or found[2])[:64])
        system = _SYSTEM_CONTAINER.search(line)
        if system:
            name = _ESCAPED().sub(lambda match: chr(int(match[1], 16)), system[1])
            guest = _GUEST().fullmatch(name)
            return Placement("guest", guest[1]) if guest else Placement("container", name)
    return None
