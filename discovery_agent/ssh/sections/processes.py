"""Processes: what everybody may read of them, and the names of their users."""

import re

from discovery_agent.ssh.part import Part, file_lines, text_lines
from discovery_agent.ssh.readings import Readings

_PATH = re.compile(r"^(\d{1,9})/(?:stat|cgroup|cmdline)$")
_USER = re.compile(rb"^(\d{1,9})/status:(Uid:\t[^\n]*)", re.MULTILINE)
_NAMED = re.compile(r"^([^:]+):[^:]*:(\d{1,10})$")
_USERS = """x=$(cd /proc && t grep -aH ^Uid: [0-9]*/status); printf '%s\\n' "$x"
x=$(printf '%s\\n' "$x" | cut -f3 | sort -u)
if command -v getent >/dev/null; then t getent passwd $x | cut -d: -f1-3; else t cut -d: -f1-3 /etc/passwd; fi"""


def absorb(output: bytes, readings: Readings) -> None:
    """The files of each process below /proc."""
    for path, lines in file_lines(output).items():
        known = _PATH.match(path)
        if known:
            readings.files[f"/proc/{path}"] = b"\n".join(lines)
            readings.processes.add(int(known[1]))


def absorb_users(output: bytes, readings: Readings) -> None:
    """Whose each process is, then the names of the users."""
    for number, text in _USER.findall(output):
        readings.files[f"/proc/{number.decode('ascii')}/status"] = b"\n" + text
    for line in text_lines(output):
        named = _NAMED.match(line)
        if named:
            readings.users.setdefault(int(named[2]), named[1])


processes = Part("processes", "(cd /proc && t grep -aH ^ [0-9]*/stat [0-9]*/cgroup [0-9]*/cmdline)", absorb)
users = Part("users", _USERS, absorb_users)
