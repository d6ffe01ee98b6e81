"""The contract of a part of the script: `command` prints on the target, `absorb` takes what was printed."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from discovery_agent.ssh.readings import Readings

LINUX = ("Linux",)
_LISTED_LINK = re.compile(r"^l.*? (\S+) -> (.*)$")


class Part(NamedTuple):
    """One thing that the script asks.

    `command` is POSIX shell in which `t COMMAND` runs a command with its time-out; it writes nothing but its output.
    `absorb` never fails, whatever was printed. `systems` are names of uname(1), all where there are none.
    """

    name: str
    command: str
    absorb: Callable[[bytes, Readings], None]
    systems: tuple[str, ...] = LINUX


def text_lines(output: bytes) -> list[str]:
    """The lines of an output as text."""
    return output.decode("utf-8", "replace").split("\n")


def file_lines(output: bytes) -> dict[str, list[bytes]]:
    """The lines of each file in the output of `grep -H`: no path that is asked for so holds a colon."""
    found: dict[str, list[bytes]] = {}
    for line in output.split(b"\n"):
        path, colon, text = line.partition(b":")
        if colon:
            found.setdefault(path.decode("utf-8", "replace"), []).append(text)
    return found


def absorb_files(output: bytes, readings: Readings) -> None:
    """Files by their whole paths, from the output of `grep -H`."""
    for path, lines in file_lines(output).items():
        readings.files[path] = b"\n".join(lines)


def absorb_present(output: bytes, readings: Readings) -> None:
    """Paths of which only that they are there is told, one a line."""
    readings.present.update(line for line in text_lines(output) if line.startswith("/"))


def show_links(paths: str) -> str:
    """The command that prints links with their goals: of GNU find, else in the words of ls."""
    return f"if $G; then t find {paths} -maxdepth 0 -type l -print0 -printf %l -print0; else t ls -ld {paths}; fi"


def links_in(output: bytes) -> Iterator[tuple[str, str]]:
    """Links and their goals ("" for one that could not be read), whichever command of `show_links` told them.

    GNU find tells path, goal and path again, so that whatever is in a goal ends where the path repeats.
    """
    if b"\0" not in output:
        for line in text_lines(output):
            listed = _LISTED_LINK.match(line)
            if listed:
                yield listed[1], listed[2]
        return
    fields = output.decode("utf-8", "replace").split("\0")
    for path, goal in zip(fields[::2], fields[1::2], strict=False):
        if goal.endswith(path):
            yield path, goal.removesuffix(path)


def absorb_links(output: bytes, readings: Readings) -> None:
    """Symbolic links by their whole paths."""
    readings.links.update(links_in(output))
