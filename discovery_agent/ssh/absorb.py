"""A recording becomes readings: each part of the script takes what it printed."""

import re

from discovery_agent.ssh.part import absorb_files, absorb_lines, absorb_links, absorb_present, text_lines
from discovery_agent.ssh.readings import Readings
from discovery_agent.ssh.recording import NOT_RUN, TIMED_OUT, Recording
from discovery_agent.ssh.script import END, FILES, IP, LINES, LINKS, MARKS, parts

WRONG_PASSWORD = "sudo does not accept the password"  # noqa: S105 - what is said of one
_DENIED = ": Permission denied"
_SUDO = re.compile(rb"^(?:sudo|doas): ([^\n]{1,200})", re.MULTILINE)
_WRONG = re.compile(rb"^Sorry, try again|incorrect password", re.MULTILINE)
_PROCESS_FILE = re.compile(r"^\d{1,9}/")


def _absorb_ip(output: bytes, readings: Readings) -> None:
    """What all questions to ip(8) were answered, one after the other: each part knows what is its own."""
    for part in parts():
        if part.ip:
            part.absorb(output, readings)


_SHARED = {FILES: absorb_files, LINES: absorb_lines, LINKS: absorb_links, MARKS: absorb_present, IP: _absorb_ip}


def readings_of(recording: Recording) -> Readings:
    """The readings in a recording. What did not end, or ended before its time, is told in `lost`."""
    readings = Readings(denied=_denied(recording.complaints))
    takers = {part.name: part.absorb for part in parts()} | _SHARED
    whole = {part.name for part in parts() if part.is_all_or_nothing}
    ended: set[str] = set()
    for frame in recording.frames():
        if frame.name in takers:
            takers[frame.name](frame.output, readings)
        if frame.status in TIMED_OUT:
            readings.lost.append(f"the commands for {frame.name} did not end in their time")
        elif frame.status in NOT_RUN or (frame.status and frame.name in whole):
            readings.lost.append(f"the commands for {frame.name} failed (exit code {frame.status})")
        if frame.status is not None:
            ended.add(frame.name)
    readings.is_complete = END in ended
    readings.privilege_refused = None if readings.is_privileged else _refusal(recording.complaints)
    return readings


def _denied(complaints: bytes) -> frozenset[str]:
    """The paths that commands complained of, each in its own way: in quotes, else the first word that is a path."""
    found: set[str] = set()
    for line in text_lines(complaints):
        before, denied, _ = line.rpartition(_DENIED)
        if denied:
            quoted = before.removesuffix("'").rpartition("'")[2] if before.endswith("'") else ""
            path = quoted or next((word.rstrip(":") for word in before.split() if "/" in word), "")
            found.add(f"/proc/{path}" if _PROCESS_FILE.match(path) else path)
    return frozenset(found)


def _refusal(complaints: bytes) -> str | None:
    """What sudo said; None where it said nothing."""
    if _WRONG.search(complaints):
        return WRONG_PASSWORD
    told = _SUDO.search(complaints)
    return told[1].decode("utf-8", "replace").strip() if told else None
