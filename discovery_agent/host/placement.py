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
_OF_PERSONS = "/user.slice/"
_PERSON = later(r"/user\.slice/(?:[^/]+/)*?user[-@](\d+)\.(?:slice|service)(?:/|$)")


class Placement(NamedTuple):
    """`name` is that of the unit, container or guest; "" for others.

    What a person started for himself stands below his number, `1000/NAME`: the name is one that he chose.
    """

    kind: Kind
    name: str = ""


_MOST_REMEMBERED, _LONGEST_REMEMBERED = 4096, 2048
_ID_DIGITS = 64
NOWHERE = Placement("none")
SESSION = Placement("session")


def placement_of(cgroup: str) -> Placement:
    """The placement that the text of /proc/PID/cgroup tells (cgroups(7)), either version. Long ones are not kept."""
    return _remembered(cgroup) if len(cgroup) <= _LONGEST_REMEMBERED else _placed(cgroup)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _remembered(cgroup: str) -> Placement:
    return _placed(cgroup)


def _placed(cgroup: str) -> Placement:
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
    if _OF_PERSONS in path:
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
        found = container_named_in(line)
        if found is not None:
            person = person_of(line)
            name = f"{person}/{found.name}" if person else found.name
            return Placement("guest" if found.is_guest else "container", name)
    return None


class Named(NamedTuple):
    """A container or guest that a path of a cgroup names; `begins` is where its own folder does."""

    name: str
    begins: int
    is_guest: bool = False


def container_named_in(path: str) -> Named | None:
    """The first container or guest that a path names, whoever gave the name."""
    found = _CONTAINER.search(path)
    if found:
        which = 1 if found[1] else 2
        return Named(found[which], path.rfind("/", 0, found.start(which)) + 1)
    system = _SYSTEM_CONTAINER.search(path)
    if system is None:
        return None
    name = _ESCAPED().sub(lambda match: chr(int(match[1], 16)), system[1])
    guest = _GUEST().fullmatch(name)
    begins = path.rfind("/", 0, system.start(1)) + 1
    return Named(guest[1], begins, is_guest=True) if guest else Named(name, begins)


def is_id(name: str) -> bool:
    """Whether a container is called by the id that an engine gave it."""
    return len(name.rpartition("/")[2]) == _ID_DIGITS


def person_of(path: str) -> str:
    """The number of the person in whose slice a cgroup lies, "" where it lies in none."""
    if _OF_PERSONS not in path:
        return ""
    found = _PERSON().search(path)
    return found[1] if found else "?"
