"""Sends the estate's reports through ingest, with progress."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import Registry
from graph_schema.report import Report, encode

SENDER = "demo"


@dataclass(frozen=True)
class Loaded:
    """How many reports were stored, were already there, or had parts refused."""

    stored: int
    unchanged: int
    partial: int


def load(reports: Sequence[Report], ingest: Ingest, registry: Registry, progress: Callable[[int, int], None]) -> Loaded:
    """Store the reports; `progress` hears (done, all) after each. Loading the same estate again changes nothing."""
    counts = {"stored": 0, "unchanged": 0, "partial": 0}
    for done, report in enumerate(reports, start=1):
        result = ingest.accept(decode(encode(report), registry), SENDER)
        if isinstance(result, IngestResult):
            counts[result.status] += 1
        progress(done, len(reports))
    return Loaded(**counts)
