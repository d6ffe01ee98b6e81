"""Where the configuration of each program lies: on the machine, or below the root of the container that it runs in."""

from collections.abc import Collection, Iterable, Iterator

from discovery_agent.host.configuration import WHOLE, ConfigurationFiles
from discovery_agent.host.host_names import hosts_of
from discovery_agent.host.mounts import may_hang, mounts_of
from discovery_agent.host.placement import placement_of
from discovery_agent.host.programs import Program
from discovery_agent.host.system import System, read_text

_MOST_CONTAINERS = 250
_MOST_HOSTS_BYTES = 1 << 16


class ProgramFiles:
    """The files of the programs of a machine. All containers share what may be read, so that none takes it all."""

    def __init__(self, system: System, far: Collection[str], programs: Iterable[Program]) -> None:
        """`far` are mount points of the machine below which nothing may be touched; `programs` those that are read."""
        self._system = system
        self.of_machine = ConfigurationFiles(system, far)
        contained = {container for program in programs if (container := container_of(program))}
        self._read = frozenset(sorted(contained)[:_MOST_CONTAINERS])
        self._limits = WHOLE.shared_by(len(self._read))
        self._of_containers: dict[str, ConfigurationFiles | None] = {}
        self._hosts: dict[str, dict[str, list[str]]] = {}

    def of(self, program: Program) -> ConfigurationFiles | None:
        """Those of a program; None where they are not to be seen."""
        container = container_of(program)
        if not container:
            return self.of_machine
        if container not in self._of_containers:
            self._of_containers[container] = self._below(program) if container in self._read else None
        return self._of_containers[container]

    def hosts_of(self, program: Program) -> dict[str, list[str]]:
        """The addresses of names by the hosts(5) of a program's container; none of a program of the machine itself."""
        container = container_of(program)
        if container in self._hosts or not container:
            return self._hosts.get(container, {})
        files = self.of(program)
        self._hosts[container] = hosts_of((files.text("/etc/hosts") or "")[:_MOST_HOSTS_BYTES]) if files else {}
        return self._hosts[container]

    @property
    def problems(self) -> Iterator[str]:
        """What could not be read, and why."""
        yield from (f"{path}: {reason}" for path, reason in self.of_machine.problems.items())
        for container, files in self._of_containers.items():
            if files is not None:
                yield from (f"{path} in {container[:12]}: {reason}" for path, reason in files.problems.items())

    @property
    def is_denied(self) -> bool:
        """Whether something may not be read."""
        return any(files is not None and files.is_denied for files in (self.of_machine, *self._of_containers.values()))

    def _below(self, program: Program) -> ConfigurationFiles | None:
        pid = program.main["pid"]
        place = self._system.place_of(pid)
        if place is None:
            return None
        try:
            mounts = mounts_of(read_text(self._system, f"/proc/{pid}/mountinfo") or "")
        except PermissionError:
            return None
        far = [mount["mount_point"] for mount in mounts if may_hang(mount)]
        return ConfigurationFiles(place, far, self._limits)


def container_of(program: Program) -> str:
    """The name of the container that a program runs in, as its cgroup tells it; "" for the machine itself."""
    place = placement_of(program.main["cgroup"])
    return place.name if place.kind == "container" else ""
