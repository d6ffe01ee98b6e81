"""Processes: what everybody may read of them, and the names of their users."""

import re

from discovery_agent.host.files import decode
from discovery_agent.host.secrets import mask_secrets
from discovery_agent.scan.fact_kinds import ACTIVITY
from discovery_agent.ssh.part import EACH_LINE, Part, file_lines, text_lines
from discovery_agent.ssh.readings import Readings

_STAT = re.compile(r"^(\d{1,9})/stat$")
_NAMED = re.compile(r"^([^:]+):[^:]*:(\d{1,10})(?::|$)")
# The effective users of all processes, out of what the script has read of them already.
_USERS = f"""u=; {EACH_LINE}
 case $l in *status:Uid:*)
  l=${{l#*Uid:\t*\t}}; l=${{l%%\t*}}
  case " $u " in *" $l "*) ;; *) u="$u $l";; esac
 esac
done; set +f; unset IFS
if command -v getent >/dev/null; then t getent passwd $u; else t cat /etc/passwd; fi"""


def absorb(output: bytes, readings: Readings) -> None:
    """The files of each process below /proc."""
    for path, lines in file_lines(output).items():
        readings.files[f"/proc/{path}"] = lines[0] if len(lines) == 1 else b"\n".join(lines)
        if found := _STAT.match(path):
            readings.processes.add(int(found[1]))


def absorb_users(output: bytes, readings: Readings) -> None:
    """The names of users."""
    for line in text_lines(output):
        named = _NAMED.match(line)
        if named:
            readings.users.setdefault(int(named[2]), named[1])


def with_masked_arguments(output: bytes) -> bytes:
    """The files of processes, secrets in their command lines masked."""
    lines: list[bytes] = []
    for path, texts in file_lines(output).items():
        content = b"\n".join(texts)
        if path.endswith("/cmdline"):
            arguments = [decode(argument) for argument in content.rstrip(b"\0").split(b"\0")]
            content = "\0".join(mask_secrets(arguments)).encode() + b"\0"
        lines += [path.encode() + b":" + text for text in content.split(b"\n")]
    return b"\n".join(lines)


def without_persons(output: bytes) -> bytes:
    """Of users their name and number."""
    return b"\n".join(b":".join(line.split(b":")[:3]) for line in output.split(b"\n"))


# Threads of the kernel, most of all processes of many machines, have no memory of their own and are none of ours.
_FIRST = """A= V=
for p in $(s grep -lv '^0 0 0 0 ' [0-9]*/statm); do
 p=${p%/statm}; A="$A $p/stat $p/cgroup $p/cmdline" V="$V $p/status"
done 2>/dev/null
[ -n "$A" ] || { A='[0-9]*/stat [0-9]*/cgroup [0-9]*/cmdline' V='[0-9]*/status'; }"""
processes = Part(
    "processes",
    first=_FIRST,
    files=("net/udp", "net/udp6", "sys/net/ipv4/ip_local_port_range"),
    lines={"$V": "^Uid:"},
    command="t grep -aH ^ $A",
    absorb=absorb,
    masked=with_masked_arguments,
    facts=ACTIVITY.name,
)
users = Part("users", command=_USERS, absorb=absorb_users, masked=without_persons, facts=ACTIVITY.name)
