"""Whether a cgroup that is named like a container's is one.

Who may write to the folder of a cgroup names the cgroups below it as he likes: a person in his own slice, a service
that runs as a user in the one that it is delegated. What root's engines named is a container; what a person named is
one of his own, where it has a view of the filesystem apart from the machine's; all else is what it is in.
"""

from discovery_agent.host.placement import container_named_in, person_of
from discovery_agent.host.system import System

_FOLDERS = {"": "/sys/fs/cgroup", "name=systemd": "/sys/fs/cgroup/systemd"}
_UNMAPPED = 65_534  # overflowuid of user_namespaces(7): who that is cannot be seen from here


class Evidence:
    """What a system says of the owners of its cgroups, each asked for once."""

    def __init__(self, system: System) -> None:
        """Nothing is asked yet."""
        self._system = system
        self._own_view: str | None = None
        self._owners: dict[str, int | None] = {}

    def believed(self, cgroup: str, pid: int) -> str:
        """The text of /proc/PID/cgroup of a process, cut short where somebody named it after a container."""
        if container_named_in(cgroup) is None:
            return cgroup
        return "\n".join(self._believed(line, pid) for line in cgroup.split("\n"))

    def _believed(self, line: str, pid: int) -> str:
        named = container_named_in(line)
        if named is None:
            return line
        within = line[: named.begins].rstrip("/")
        owner = self._owner(within)
        if owner == 0 or (owner is None and not person_of(line)):
            return line
        return line if person_of(line) and self._is_apart(pid) else within

    def _owner(self, within: str) -> int | None:
        """Whose the folder is that a cgroup was named in; None where that cannot be seen."""
        if within not in self._owners:
            controllers, _, path = within.partition(":")[2].partition(":")
            folder = _FOLDERS.get(controllers, f"/sys/fs/cgroup/{controllers}")
            owner = self._system.owner_of(f"{folder}{path}")
            self._owners[within] = None if owner == _UNMAPPED else owner
        return self._owners[within]

    def _is_apart(self, pid: int) -> bool:
        """Whether a process sees other mounts than this one."""
        try:
            if self._own_view is None:
                self._own_view = self._system.read_link("/proc/self/ns/mnt") or ""
            there = self._system.read_link(f"/proc/{pid}/ns/mnt")
        except PermissionError:
            return False
        return bool(there) and there != self._own_view
