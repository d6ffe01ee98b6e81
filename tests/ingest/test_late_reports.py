"""A report that comes late tells of the past, whatever came meanwhile."""

import itertools

import pytest

from cmdb_server.graph_store.store import GraphStore
from graph_schema import load_registry
from tests.ingest.estates import Estate
from tests.ingest.graph import statuses
from tests.ingest.machines import Machine, report

FEW, MORE = Machine(programs=("app",)), Machine(programs=("app", "cron"))
SENT = (report(FEW, 1, report_id="first"), report(FEW, 2, report_id="same"), report(MORE, 1, report_id="late"))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_what_an_unchanged_report_did_not_tell_is_not_there_whatever_comes_late(
    store: GraphStore, order: tuple[int, ...]
) -> None:
    Estate(store, load_registry()).after([SENT[turn] for turn in order])

    assert statuses(store, "software_instance") == {"app": "active", "cron": "retired"}
