"""The contract of a part of the script: `command` prints on the target, `absorb` takes what was printed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from discovery_agent.ssh.readings import Readings

LINUX = ("Linux",)
EACH_LINE = """set -f; IFS='
'; for l in $L; do"""
_WITH_COLON = b"/run/udev/data/"
_LISTED_LINK = re.compile(r"^l.*? (\S+) -> (.*)$")


def _nothing(_output: bytes, _readings: Readings) -> None:
    """What most parts print themselves."""


class Part(NamedTuple):
    """One thing that the script asks: small files, and what a command of its own prints.

    What all parts want of one kind is read by one command, since starting one costs a machine more than reading:
    whole `files`; the `lines` of files (by path) that match an expression of grep -E; goals of symbolic `links`;
    whether `marks` are there; questions to `ip` (8), whose answers every part that asks absorbs. All but the last are
    patterns of the shell, relative ones below /proc, or variables that `first`, shell before all of that, sets.
    `command` is POSIX shell in which `t COMMAND` runs a command with its time-out; it writes nothing but its output.
    `absorb` takes that and never fails, whatever was printed. `systems` are names of uname(1), empty for all.
    With `is_all_or_nothing` a command that fails has not said everything, whatever it printed.
    `facts` is the kind of facts that it is read for; without one it is read by every scan.
    `masked` is the output of `command` as a recording may keep it: without secrets in command lines.
    """

    name: str
    first: str = ""
    files: tuple[str, ...] = ()
    lines: Mapping[str, str] = {}
    links: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    ip: tuple[str, ...] = ()
    command: str = ""
    absorb: Callable[[bytes, Readings], None] = _nothing
    systems: tuple[str, ...] = LINUX
    is_all_or_nothing: bool = False
    facts: str = ""
    masked: Callable[[bytes], bytes] = bytes


def text_lines(output: bytes) -> list[str]:
    """The lines of an output as text."""
    return output.decode("utf-8", "replace").split("\n")


def file_lines(output: bytes) -> dict[str, list[bytes]]:
    """The lines of each file in the output of `grep -H`. Of the paths that are asked for only udev's hold a colon."""
    found: dict[str, list[bytes]] = {}
    before, lines = b"", list[bytes]()
    has_udev = _WITH_COLON in output
    for line in output.split(b"\n"):
        path, colon, text = line.partition(b":")
        if not colon:
            continue
        if has_udev and path.startswith(_WITH_COLON):
            more, is_longer, rest = text.partition(b":")
            path, text = (path + colon + more, rest) if is_longer else (path, text)
        if path != before:
            before, lines = path, found.setdefault(path.decode("utf-8", "replace"), [])
        lines.append(text)
    return found


def absorb_files(output: bytes, readings: Readings) -> None:
    """Whole files, from the output of `grep -H`."""
    for path, lines in file_lines(output).items():
        readings.files[_whole(path)] = b"\n".join(lines)


def absorb_lines(output: bytes, readings: Readings) -> None:
    """Some lines of files, each after the end of another, as it is in the file."""
    for path, lines in file_lines(output).items():
        readings.files[_whole(path)] = b"\n" + b"\n".join(lines)


def absorb_present(output: bytes, readings: Readings) -> None:
    """Paths of which only that they are there is told, one a line."""
    readings.present.update(line for line in text_lines(output) if line.startswith("/"))


def show_links(patterns: Sequence[str]) -> str:
    """The command that prints links with their goals: of GNU find, else in the words of ls.

    GNU find fails only for what is not there, any other one for what it does not know: G says which it is.
    """
    return f"""F=
for p in {" ".join(map(repr, patterns))}; do
 for q in $p; do if [ -e "$q" ] || [ -h "$q" ]; then F="$F $p"; fi; break; done
done
if t find $F -maxdepth 0 -type l -print0 -printf %l -print0; then G=true; else t ls -ld $F; fi"""


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


def _whole(path: str) -> str:
    return path if path.startswith("/") else f"/proc/{path}"
