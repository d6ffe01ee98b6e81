"""The laws of history, on the real engine: what was so at a time stays so, whatever comes later."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.export.canonical import export_canonical
from cmdb_server.export.ndjson import export
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.engine import wipe
from tests.ingest.estates import puzzling_reports, reports
from tests.law import law

LAW = law(10)
# What is counted or seen again without a change has no event.
UNTOLD = frozenset(("last_seen_at", "sightings", "days", "first_seen_on"))


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


def plain(store: GraphStore, registry: Registry, at: int | None = None) -> list[dict[str, Any]]:
    """The lines of the export with uids and times, without what has no history."""
    lines = [json.loads(line) for line in export(store, registry, at)]
    for line in lines:
        line["attributes"] = {name: value for name, value in line["attributes"].items() if name not in UNTOLD}
    return lines


def walk(store: GraphStore, registry: Registry, sent: Sequence[Report]) -> None:
    """Take reports in one by one, export after each, then ask for each of these instants again."""
    wipe(store)
    ingest = Ingest(store, registry)
    taken: dict[int, tuple[list[bytes], list[dict[str, Any]]]] = {}
    for report in sent:
        ingest.accept(decode(encode(report), registry), "test")
        at = instants.latest(store)
        taken[at] = (list(export_canonical(store, registry)), plain(store, registry))

    for at, (canonical, lines) in taken.items():
        assert list(export_canonical(store, registry, at)) == canonical
        assert plain(store, registry, at) == lines


@LAW
@given(sent=st.lists(reports(), min_size=2, max_size=6))
def test_as_of_a_time_is_the_export_that_was_taken_then(
    store: GraphStore, registry: Registry, sent: list[Report]
) -> None:
    walk(store, registry, sent)


@LAW
@given(sent=st.lists(puzzling_reports(), min_size=2, max_size=6))
def test_who_was_who_at_a_time_stays_so(store: GraphStore, registry: Registry, sent: list[Report]) -> None:
    walk(store, registry, sent)
