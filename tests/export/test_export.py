"""The export: one object a line, CIs first, current facts only; the canonical one is the facts and nothing else."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cmdb_server.export import ndjson
from cmdb_server.export.canonical import export_canonical
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.engine import wipe
from tests.ingest.machines import START, Machine, report

APP = Machine("app1", "10.0.0.1", connects=(("10.0.0.2", 5432),), packages=(("curl", "8.1"),))
DB = Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,))
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\Z")


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


def store_reports(store: GraphStore, registry: Registry, reports: Sequence[Report]) -> None:
    """Take reports in."""
    ingest = Ingest(store, registry)
    for sent in reports:
        ingest.accept(decode(encode(sent), registry), "test")


def exported(store: GraphStore, registry: Registry) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The CIs and the relationships of the export."""
    lines = [json.loads(line) for line in ndjson.export(store, registry)]
    kinds = [line["kind"] for line in lines]
    assert kinds == sorted(kinds)
    return [line for line in lines if line["kind"] == "ci"], [line for line in lines if line["kind"] == "relationship"]


def canonical(store: GraphStore, registry: Registry) -> list[bytes]:
    """The lines of the canonical export."""
    return list(export_canonical(store, registry))


def test_a_ci_says_what_it_is_and_how_it_is_known(store: GraphStore, registry: Registry) -> None:
    store_reports(store, registry, [report(APP)])

    cis, _ = exported(store, registry)

    server = next(ci for ci in cis if ci["ci_class"] == "server")
    assert set(server) == {"kind", "uid", "ci_class", "name", "attributes", "identifiers", "status"}
    assert (server["name"], server["status"]) == ("app1", "active")
    assert "name" not in server["attributes"]
    assert server["attributes"]["fqdn"] == "app1.example.net"
    assert "default:fqdn:app1.example.net" in server["identifiers"]


def test_a_relationship_leads_between_exported_cis_and_tells_when_it_was_seen(
    store: GraphStore, registry: Registry
) -> None:
    store_reports(store, registry, [report(APP), report(DB)])

    cis, relationships = exported(store, registry)

    names = {ci["uid"]: ci["name"] for ci in cis}
    found = {(names[entry["source"]], entry["type"], names[entry["target"]]) for entry in relationships}
    assert {("app", "DEPENDS_ON", "postgres"), ("app", "RUNS_ON", "app1")} < found
    for entry in relationships:
        assert all(TIME.match(entry["attributes"][name]) for name in ("first_seen_at", "last_seen_at", "valid_from"))
        assert "valid_to" not in entry["attributes"]
        assert entry["attributes"]["sources"]


def test_what_has_ended_or_was_replaced_is_no_current_fact(store: GraphStore, registry: Registry) -> None:
    store_reports(store, registry, [report(replace(APP, interfaces=("eth0", "eth1")))])
    store_reports(store, registry, [report(DB), report(APP, at=2)])

    cis, relationships = exported(store, registry)

    statuses = {ci["name"]: ci["status"] for ci in cis}
    assert statuses["eth1"] == "retired"
    assert "10.0.0.2" in statuses
    assert not any(ci["ci_class"] == "remote_peer" for ci in cis)
    retired = {ci["uid"] for ci in cis if ci["status"] == "retired"}
    assert not any(entry["source"] in retired for entry in relationships)


def test_the_canonical_export_knows_neither_times_nor_uids_nor_agents(store: GraphStore, registry: Registry) -> None:
    reports = [report(APP), report(DB)]
    store_reports(store, registry, reports)
    first = canonical(store, registry)
    first_cis, _ = exported(store, registry)

    wipe(store)
    later = [replace(sent, observed_at=(START + timedelta(days=1)).isoformat()) for sent in reports]
    store_reports(store, registry, [replace(sent, source=f"{sent.source}-again") for sent in reversed(later)])

    assert canonical(store, registry) == first
    assert first == sorted(first, key=lambda line: (b'"kind":"relationship"' in line, line))
    assert {ci["uid"] for ci in exported(store, registry)[0]} != {ci["uid"] for ci in first_cis}


@pytest.mark.parametrize(
    "other",
    [
        replace(APP, kernel="6.12"),
        replace(APP, connects=()),
        replace(APP, packages=(("curl", "8.2"),)),
        replace(APP, interfaces=("eth0", "eth1")),
        replace(APP, address="10.0.0.9"),
    ],
)
def test_the_canonical_export_shows_every_other_difference(
    store: GraphStore, registry: Registry, other: Machine
) -> None:
    store_reports(store, registry, [report(APP)])
    before = canonical(store, registry)

    wipe(store)
    store_reports(store, registry, [report(other)])

    assert canonical(store, registry) != before


def test_an_empty_graph_is_an_empty_export(store: GraphStore, registry: Registry) -> None:
    assert exported(store, registry) == ([], [])
    assert canonical(store, registry) == []
