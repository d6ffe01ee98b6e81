"""Which sockets of a reading are endpoints, and whose they are."""

from functools import lru_cache
from typing import NamedTuple

from discovery_agent.host.activity import Activity
from discovery_agent.host.programs import AT_ONCE, Program, Same, programs_by_pid, programs_of
from discovery_agent.host.system import Socket

_ANY_ADDRESS = "0.0.0.0"  # noqa: S104 - as an endpoint is told, nothing is bound


class Listener(NamedTuple):
    """An address and port where something listens."""

    address: str
    port: int
    protocol: str


def listeners_of(activity: Activity) -> dict[Listener, list[Socket]]:
    """The endpoints with their sockets, sorted. An unconnected UDP socket on an ephemeral port is a client's.

    A port that leads to a container is one, also where the kernel passes it on so that nobody listens.
    """
    low, high = activity["ephemeral_ports"]
    found: dict[Listener, list[Socket]] = {}
    for entry in activity["sockets"]:
        is_client = entry["protocol"] == "udp" and low <= entry["port"] <= high
        if entry["remote_address"] is None and not is_client and entry["port"]:
            listener = Listener(entry["address"], entry["port"], entry["protocol"])
            found.setdefault(listener, []).append(entry)
    there = {(listener.port, listener.protocol) for listener in found}
    for reading in activity.get("contained", {}).values():
        for port in reading["published"]:
            if (port["port"], port["protocol"]) not in there:
                found[Listener(port["address"] or _ANY_ADDRESS, port["port"], port["protocol"])] = []
    return dict(sorted(found.items()))


class Owners:
    """The programs that hold the sockets of a reading."""

    def __init__(self, activity: Activity, programs: list[Program]) -> None:
        """Where a socket was inherited, the process that started first made it.

        A socket that no process can be seen holding is of its user's program, where the user runs nothing else. Root's
        may be the kernel's.
        """
        of_pid = programs_by_pid(programs)
        self._of_inode: dict[int, Program | None] = {}
        for process in sorted(activity["processes"], key=lambda entry: (entry["started"], entry["pid"])):
            for inode in process["sockets"]:
                if self._of_inode.get(inode) is None:
                    self._of_inode[inode] = of_pid.get(process["pid"])
        of_user: dict[int, set[str]] = {}
        by_key = {program.key: program for program in programs}
        for process in activity["processes"]:
            user, program = process.get("user_number"), of_pid.get(process["pid"])
            if user:
                of_user.setdefault(user, set()).add(program.key if program else "")
        self._of_user = {user: by_key.get(next(iter(keys))) for user, keys in of_user.items() if len(keys) == 1}

    def program_of(self, sockets: list[Socket]) -> Program | None:
        """The program behind sockets, None when nothing tells or it is no program."""
        return next((found for entry in sockets if (found := self._owner(entry)) is not None), None)

    def _owner(self, entry: Socket) -> Program | None:
        if entry["inode"] in self._of_inode:
            return self._of_inode[entry["inode"]]
        return self._of_user.get(entry["user"])


def owners_of(activity: Activity) -> Owners:
    """The owners of the sockets of a reading. Several collectors ask for those of the same one."""
    return _owners_of(Same(activity))


@lru_cache(maxsize=AT_ONCE)
def _owners_of(same: Same) -> Owners:
    return Owners(same.activity, programs_of(same.activity))
