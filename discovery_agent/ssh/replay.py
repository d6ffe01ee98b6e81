"""Recordings over SSH become reports or device summaries, offline; one that cannot be read says why."""

import json
from pathlib import Path
from typing import Any

from discovery_agent.errors import DiscoveryError
from discovery_agent.ssh.recording import MACHINE, Recording, read_recording
from discovery_agent.ssh.report import Scanned, report_of
from discovery_agent.ssh.summary import summary_of
from graph_schema.report import encode

_MAX_SOURCE = 256


def report_line(path: Path) -> str:
    """The report of a recording as a line of JSON. Raises DiscoveryError."""
    return encode(_scanned(read_recording(path), path).report).decode()


def summary_line(path: Path) -> str:
    """The device summary of a recording as a line of JSON."""
    try:
        recording = read_recording(path)
        summary: dict[str, Any] = summary_of(str(path), _scanned(recording, path))
        if recording.origin != MACHINE:
            summary["problems"].append(f"no machine printed it, but {recording.origin}")
    except DiscoveryError as error:
        summary = {"source": str(path), "problems": [str(error)]}
    return json.dumps(summary, ensure_ascii=False)


def _scanned(recording: Recording, path: Path) -> Scanned:
    return report_of(recording, f"ssh:replay/{path.stem}"[:_MAX_SOURCE], "default")
