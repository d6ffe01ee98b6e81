"""What only root may see of processes and firmware, in one command that sudo can be told word for word.

Executables, working directories, network namespaces and sockets of processes; the firmware's serial numbers and its
table; names, images and published ports of containers; what is heard of neighbours (LLDP).
"""

import re

from discovery_agent.ssh.docker_words import WORDS, settings_of
from discovery_agent.ssh.lldp import heard_in
from discovery_agent.ssh.part import Part, absorb_files, links_in
from discovery_agent.ssh.privilege import PATH, with_privilege
from discovery_agent.ssh.readings import Readings

_FIRMWARE = "/sys/class/dmi/id/product_serial /sys/class/dmi/id/product_uuid /sys/firmware/dmi/tables/DMI"
_DOCKER = "/var/lib/docker/containers/*/config.v2.json"
_PODMAN = "/var/lib/containers/storage/*-containers/containers.json"
_ASKED = " ".join(f"-e {word}" for word in WORDS)
_FILES = f"grep -aH ^ {_FIRMWARE} {_PODMAN}; test ! -d /var/lib/docker || grep -aHo {_ASKED} {_DOCKER}"
LLDP_SOCKET = "/run/lldpd.socket"
_HEARD = f"test ! -S {LLDP_SOCKET} || lldpcli -f json0 show neighbors details; exit 0"
COMMAND = (
    f"{PATH}; cd /proc; while read k r u v; do case $k in Uid:) echo $u; break;; esac; done <self/status;"
    " find [0-9]*/exe [0-9]*/cwd [0-9]*/ns/net [0-9]*/fd -maxdepth 1 -type l"
    f" \\( -lname socket* -o ! -path \\*/fd/\\* \\) -print0 -printf %l -print0; echo; {_FILES}; {_HEARD}"
)
_WITHOUT_GNU_FIND = (
    f"{PATH}; echo $(id -u) ls; cd /proc; ls -ld [0-9]*/exe [0-9]*/cwd [0-9]*/ns/net; ls -ld [0-9]*/fd/*;"
    f" echo; {_FILES}; {_HEARD}"
)
_SCRIPT = with_privilege(f"if $G; then c='{COMMAND}'; else c='{_WITHOUT_GNU_FIND}'; fi")
_FOLLOWED = re.compile(r"^\d{1,9}/(?:exe|cwd|ns/net)$")
_SOCKET = re.compile(r"^socket:\[(\d{1,18})\]$")
_HELD = re.compile(r"^(\d{1,9})/fd/\d+$")


def absorb(output: bytes, readings: Readings) -> None:
    """Who asked, the links of processes, an empty line, files (a path before each line), who is heard as JSON."""
    first, _, rest = output.partition(b"\n")
    readings.is_privileged = first.split()[:1] == [b"0"]
    has_gnu_find = not first.endswith(b" ls")
    before, _, files = rest.partition(b"\0\n" if has_gnu_find else b"\n\n")
    for path, goal in links_in(before):
        if not goal:  # of threads of the kernel, most of all processes
            continue
        socket = _SOCKET.match(goal)
        held = _HELD.match(path) if socket else None
        if held and socket:
            readings.sockets.setdefault(int(held[1]), set()).add(int(socket[1]))
        elif _FOLLOWED.match(path):
            readings.links[f"/proc/{path}"] = goal
    files, brace, heard = (b"\n" + files).partition(b"\n{")
    absorb_files(files, readings)
    readings.heard = heard_in(brace + heard)
    for path in [path for path in readings.files if path.endswith("/config.v2.json")]:
        readings.files[path] = settings_of(readings.files[path])


part = Part("privileged", marks=(LLDP_SOCKET,), command=_SCRIPT, absorb=absorb)
