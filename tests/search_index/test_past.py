"""Lists as of a time are the lists of then."""

from dataclasses import replace

import pytest

from cmdb_server.filter_language.query import parse
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.search_index.answers import CIPage, Facet, Filters
from cmdb_server.search_index.index import SearchIndex
from graph_schema import Registry, load_registry
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.site import Site
from graph_schema.relationships import LOCATED_IN
from graph_schema.report import Report, Root, Section, encode
from tests.ingest.machines import Machine, report

APP = Machine("app1", serial_number="S1")
DB = Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,))


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture
def index(store: GraphStore, registry: Registry) -> SearchIndex:
    """An index of an empty graph that hears of every change."""
    made = SearchIndex(store, registry, lambda: 0)
    made.build()
    return made


def send(store: GraphStore, registry: Registry, *reports: Report) -> int:
    """Take reports in; the time of the last change."""
    ingest = Ingest(store, registry)
    for sent in reports:
        ingest.accept(decode(encode(sent), registry), "test")
    return instants.latest(store)


def standing(name: str, site: str, at: int) -> Report:
    """A program's word that a server stands on a site."""
    section = Section("places")
    ref = section.add(Server(name=name, serial_number=name, manufacturer="Dell Inc."), ref=name)
    section.relate(ref, LOCATED_IN, section.add(Site(name=site), ref=site))
    return Report(f"{name}-{at}", "api:places", f"2026-01-01T00:{at:02}:00Z", Root(ref, "server"), (section,))


def shown(index: SearchIndex, filters: Filters) -> tuple[CIPage, tuple[Facet, ...]]:
    """A list and its facets, without when things were seen last, which has no history."""
    page = index.list_cis(filters, "name", 0, 500)
    return replace(page, items=tuple(replace(row, last_seen_at=None) for row in page.items)), index.facets(filters)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters("db1"),
        Filters(ci_class=("server",)),
        Filters(site=("Oslo",)),
        Filters(query=parse("located_in (site and name = Oslo)", load_registry())),
    ],
    ids=["all", "text", "class", "site", "query"],
)
def test_a_list_of_a_time_is_the_list_of_then(
    store: GraphStore, registry: Registry, index: SearchIndex, filters: Filters
) -> None:
    at = send(store, registry, report(APP), standing("web1", "Oslo", 1))
    then = shown(index, filters)
    send(store, registry, report(DB), standing("web1", "Bergen", 2))
    send(store, registry, report(replace(APP, name="app2", interfaces=()), 3))

    assert shown(index.as_of(at), filters) == then
    assert shown(index, filters) != then


def test_looking_back_does_not_change_now(store: GraphStore, registry: Registry, index: SearchIndex) -> None:
    at = send(store, registry, report(APP))
    send(store, registry, report(DB), report(replace(APP, serial_number=None, interfaces=("eth1",)), 2))
    now = shown(index, Filters())

    shown(index.as_of(at), Filters())

    assert shown(index, Filters()) == now
