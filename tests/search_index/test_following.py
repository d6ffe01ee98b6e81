"""An index that follows the graph shows what one shows that is built from it."""

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.ingest.validation import decode
from cmdb_server.search_index import reading
from cmdb_server.search_index.answers import Filters
from cmdb_server.search_index.index import SearchIndex
from graph_schema import load_registry
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.site import Site
from graph_schema.relationships import LOCATED_IN
from graph_schema.report import Report, Root, Section, encode

REGISTRY = load_registry()
SERVERS = 8


def standing(name: str, site: str) -> Report:
    """A program's word that a server stands on a site."""
    section = Section("places")
    ref = section.add(Server(name=name, serial_number=name, manufacturer="Dell Inc."), ref=name)
    section.relate(ref, LOCATED_IN, section.add(Site(name=site), ref=site))
    return Report(name, f"api:{name}", "2026-01-01T00:00:00Z", Root(ref, "server"), (section,))


def test_a_site_is_known_however_its_cis_fall_into_windows(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WINDOW", 1)
    followed = SearchIndex(store, REGISTRY, now_in_microseconds)
    followed.build()
    ingest = Ingest(store, REGISTRY)
    for number in range(SERVERS):
        ingest.accept(decode(encode(standing(f"s{number}", "Oslo")), REGISTRY), "test")
    built = SearchIndex(store, REGISTRY, now_in_microseconds)
    built.build()
    servers = Filters(ci_class=("server",))

    shown = followed.list_cis(servers, "name", 0, 100).items

    assert [row.site for row in shown] == ["Oslo"] * SERVERS
    assert shown == built.list_cis(servers, "name", 0, 100).items
