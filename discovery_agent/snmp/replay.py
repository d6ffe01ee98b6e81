"""Recordings become summaries or reports, several at a time; one that cannot be read is an answer with its problem."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from discovery_agent.errors import DiscoveryError
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.report import Origin, report_of
from discovery_agent.snmp.snmprec import read_recording
from discovery_agent.snmp.summary import summary_of
from graph_schema.report import encode

_BATCH = 8
_MAX_SOURCE = 256
_FEW = 2


def summary_line(path: Path) -> str:
    """The device summary of a recording as a line of JSON."""
    return json.dumps(summary_of(str(path), facts_of(path)), ensure_ascii=False)


def facts_of(path: Path) -> Facts:
    """What a recording says; a recording that cannot be read says why."""
    try:
        recording = read_recording(path)
    except DiscoveryError as error:
        return Facts(problems=[str(error)])
    facts = interpret(recording.walk)
    facts.problems.extend(recording.problems)
    return facts


def replay(paths: Sequence[Path], made: Callable[[Path], str], processes: int | None = None) -> Iterator[str]:
    """What `made` makes of each recording, in their order, on all processors."""
    workers = min(processes or os.cpu_count() or 1, len(paths))
    if len(paths) <= _FEW or workers <= 1:
        yield from map(made, paths)
        return
    clean = get_context("forkserver")  # a copy of a process with threads may wait for ever for what one of them held
    with ProcessPoolExecutor(workers, mp_context=clean) as pool:
        yield from pool.map(made, paths, chunksize=max(1, min(_BATCH, len(paths) // (2 * workers))))


def report_line(path: Path) -> str:
    """The report of a recording as a line of JSON, as it was when the recording was last changed."""
    try:
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        changed_at = datetime.fromtimestamp(0, UTC)
    origin = Origin(f"snmp:replay/{path.stem}"[:_MAX_SOURCE], "default", changed_at)
    return encode(report_of(facts_of(path), origin)).decode()
