"""Mounted filesystems of BSD: what mount(8) says is put where Linux has it, sizes are df(1)'s."""

import re

from discovery_agent.ssh.bsd import BSD
from discovery_agent.ssh.part import Part, text_lines
from discovery_agent.ssh.readings import Readings

_MOUNT = re.compile(r"^(.+) on (/.*?) (?:type (\S+) )?\(([^()]*)\)$")
_SIZE = re.compile(r"^\S.*?\s(\d{1,18})\s+\d+\s+-?\d+\s+-?\d+%\s+(/.*)$")
_KIBIBYTE = 1024


def absorb(output: bytes, readings: Readings) -> None:
    """The lines of `mount`, then of `df -k`."""
    lines: list[str] = []
    for line in text_lines(output):
        if found := _MOUNT.match(line):
            options = [option.strip() for option in found[4].split(",")]
            kind = found[3] or options[0]
            mode = "ro" if "read-only" in options else "rw"
            number = len(lines) + 1
            lines.append(f"{number} 0 0:{number} / {_escaped(found[2])} {mode} - {kind} {_escaped(found[1])} {mode}")
        elif found := _SIZE.match(line):
            readings.sizes[found[2]] = int(found[1]) * _KIBIBYTE
    readings.files["/proc/self/mountinfo"] = "\n".join(lines).encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\134").replace(" ", "\\040")


part = Part("bsd_filesystems", command="t mount; t df -k -l", absorb=absorb, systems=BSD)
