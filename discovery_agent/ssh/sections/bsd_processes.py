"""Processes of BSD: what ps(1) says of each is put where Linux has it in /proc. When they started is not told."""

import re

from discovery_agent.host.secrets import mask_secrets
from discovery_agent.scan.fact_kinds import ACTIVITY
from discovery_agent.ssh.bsd import BSD
from discovery_agent.ssh.part import Part, text_lines
from discovery_agent.ssh.readings import Readings

_PROCESS = re.compile(r"^\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,10})\s+(\S+)\s+(\S+)\s+(.+)$")
_NAME = re.compile(r"^\s*(\d{1,9})\s+(\S.*?)\s*$")
_PATH = re.compile(r"^\s*(\d{1,9})\s.*\s(/\S+)\s*$")
_OF_KERNEL = re.compile(r"^(?:\[.*\]|<defunct>|.* <defunct>)$")
_NO_TERMINAL = frozenset(("-", "?", "??"))


def absorb(output: bytes, readings: Readings) -> None:
    """Three lists with a line `--` between them: processes, their names, their executables."""
    processes, names, paths = _in_order(text_lines(output))
    called = {int(found[1]): found[2] for line in names if (found := _NAME.match(line))}
    for line in processes:
        found = _PROCESS.match(line)
        if found and not _OF_KERNEL.match(found[6]):
            _add(found, called.get(int(found[1])), readings)
    for line in paths:
        if found := _PATH.match(line):
            readings.links[f"/proc/{found[1]}/exe"] = found[2]


def with_masked_arguments(output: bytes) -> bytes:
    """The lists as they were printed, secrets in command lines masked."""
    return "\n".join(map(_masked, text_lines(output))).encode()


def _masked(line: str) -> str:
    found = _PROCESS.match(line)
    return line[: found.start(6)] + " ".join(mask_secrets(found[6].split())) if found else line


def _in_order(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    parts: list[list[str]] = [[]]
    for line in lines:
        if line == "--":
            parts.append([])
        else:
            parts[-1].append(line)
    first, second, third = [*parts, [], []][:3]
    return first, second, third


def _add(found: re.Match[str], name: str | None, readings: Readings) -> None:
    pid, parent, user, arguments = int(found[1]), int(found[2]), int(found[3]), found[6].split()
    shown = name or arguments[0].rpartition("/")[2]
    terminal = 0 if found[5] in _NO_TERMINAL else 1
    fields = ["S", parent, pid, pid, terminal, -1, 0, *[0] * 12, pid, 0]
    folder = f"/proc/{pid}"
    readings.processes.add(pid)
    readings.users.setdefault(user, found[4])
    readings.files[f"{folder}/stat"] = f"{pid} ({shown}) {' '.join(map(str, fields))}".encode()
    readings.files[f"{folder}/cmdline"] = "\0".join(arguments).encode()
    readings.files[f"{folder}/status"] = f"\nUid:\t{user}\t{user}\t{user}\t{user}".encode()


part = Part(
    "bsd_processes",
    command="t ps -axww -o pid= -o ppid= -o uid= -o user= -o tty= -o command=; echo --; t ps -axc -o pid= -o command=;"
    " echo --; ! command -v procstat >/dev/null || t procstat -ab",
    absorb=absorb,
    facts=ACTIVITY.name,
    systems=BSD,
    masked=with_masked_arguments,
)
