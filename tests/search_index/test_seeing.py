"""Who may not see all: lists, facets, search and CSV tell nothing that is hidden, and everything else."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.filter_language.query import parse
from cmdb_server.permissions.grants import EVERYTHING, Grant, Grants
from cmdb_server.permissions.sight import REDACTED, sight_of
from cmdb_server.search_index.answers import Filters
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.dashboard import dashboard
from cmdb_server.search_index.listing import count_shown, facets, list_cis, ordered_ids
from cmdb_server.search_index.reading import ReadCIs
from cmdb_server.search_index.searching import search
from cmdb_server.search_index.seeing import seen_by
from cmdb_server.search_index.table_rows import columns_of, rows_of
from tests.search_index.estate import BERGEN, NOW, OSLO, REGISTRY, ci, contents_of, interface, server, site

ALL = (0, 500)
GENERAL_ONLY: Grants = (Grant(read=("general",)),)


def two_sites() -> Contents:
    """A server and its interface in Oslo, one of each in Bergen, and a service that stands nowhere."""
    located = {"ci_server1": OSLO, "ci_server2": BERGEN}
    service = ci("ci_shop", "business_service", "shop", users=40)
    places = (site(OSLO, "Oslo"), site(BERGEN, "Bergen"))
    return contents_of(*places, server(1), server(2), interface(1), interface(2), service, located=located)


def names(contents: Contents, sort: str = "name", **filters: Any) -> list[str]:  # noqa: ANN401 - values of Filters
    """The names of a list."""
    return [item.name for item in list_cis(contents, Filters(**filters), sort, ALL).items]


def test_a_site_shows_what_stands_there_with_its_parts() -> None:
    seen = seen_by(two_sites(), sight_of(REGISTRY, (Grant(sites=("Oslo",)),)))

    assert names(seen) == ["app1", "eth0", "Oslo"]
    assert names(seen, site=("Bergen",)) == []
    assert [value.value for facet in facets(seen, Filters()) if facet.name == "site" for value in facet.values] == [
        "Oslo"
    ]
    assert [hit.name for hit in search(seen, "app2", 20)] == ["app1"]


def test_what_may_be_seen_follows_each_change_at_once() -> None:
    contents, sight = two_sites(), sight_of(REGISTRY, (Grant("server", sites=("Oslo",)),))
    before = names(seen_by(contents, sight))

    contents.replace(ReadCIs([server(1), server(2)], {"ci_server1": BERGEN, "ci_server2": OSLO}))

    assert (before, names(seen_by(contents, sight))) == (["app1"], ["app2"])
    assert names(seen_by(contents.copied(), sight)) == ["app2"]


def test_a_class_is_granted_with_the_classes_that_inherit_from_it() -> None:
    seen = seen_by(two_sites(), sight_of(REGISTRY, (Grant("computer"), Grant("service"))))

    assert names(seen) == ["app1", "app2", "shop"]


def test_grants_add_up() -> None:
    grants = (Grant("computer", read=("general",)), Grant("computer", ("Oslo",), read=("identity",)))
    seen = seen_by(two_sites(), sight_of(REGISTRY, grants))

    rows = {item.name: item for item in list_cis(seen, Filters(), "name", ALL).items}

    assert rows["app1"].attributes["serial_number"] == "SN001"
    assert "serial_number" not in rows["app2"].attributes
    assert "serial_number" in rows["app2"].hidden
    assert "serial_number" not in rows["app1"].hidden


def test_a_hidden_attribute_is_shown_as_hidden_and_neither_found_nor_ordered_by() -> None:
    contents = contents_of(server(1, serial_number="ZZ1"), server(2, serial_number="AA2"))
    seen = seen_by(contents, sight_of(REGISTRY, GENERAL_ONLY))

    assert {"serial_number", "ip_addresses"} <= set(list_cis(seen, Filters(), "name", ALL).items[0].hidden)
    assert search(seen, "ZZ1", 20) == ()
    assert names(seen, q="ZZ1") == []
    assert names(seen, q="10.0.0.1") == []
    assert names(seen, "serial_number") == ["app1", "app2"]
    assert names(contents, "serial_number") == ["app2", "app1"]


def test_what_is_named_by_its_address_loses_its_name_with_it() -> None:
    address = ci("ci_a", "ip_address", "10.0.0.9", address="10.0.0.9")
    seen = seen_by(contents_of(address, server(1)), sight_of(REGISTRY, GENERAL_ONLY))

    assert names(seen) == ["app1", REDACTED]
    assert search(seen, "10.0.0.9", 20) == ()


def test_a_root_that_is_not_seen_is_named_nowhere() -> None:
    seen = seen_by(two_sites(), sight_of(REGISTRY, (Grant("part"),)))

    rows = list_cis(seen, Filters(), "name", ALL).items

    assert [(row.name, row.root.name, row.root.ci_class) for row in rows if row.root] == [
        ("eth0", REDACTED, "server"),
        ("eth0", REDACTED, "server"),
    ]


def test_csv_says_which_cells_are_hidden() -> None:
    seen = seen_by(contents_of(server(1)), sight_of(REGISTRY, GENERAL_ONLY))
    ids = ordered_ids(seen, Filters(), "name")
    columns = columns_of(seen, ids)

    cells = dict(zip(columns, rows_of(columns, seen.listed(ids))[0][8:], strict=True))

    assert (cells["serial_number"], cells["os_name"]) == ("(hidden)", "Debian GNU/Linux")


def test_a_scan_is_not_told_by_its_address_where_addresses_may_not_be_read() -> None:
    contents = contents_of(server(1, sources=["agent:a1", "snmp:default/10.0.0.1"]))

    told = [
        [source.key for source in seen.listed(ordered_ids(seen, Filters(), "name"))[0].sources]
        for seen in (contents, seen_by(contents, sight_of(REGISTRY, GENERAL_ONLY)))
    ]

    assert told == [["agent:a1", "snmp:default/10.0.0.1"], ["agent:a1", "snmp:(hidden)"]]


def test_how_many_there_are_is_told_by_class_and_status_only() -> None:
    contents = two_sites()

    assert count_shown(contents, Filters(ci_class=("server",))) == 2
    assert count_shown(contents, Filters(ci_class=("server",), q="app1")) is None
    assert count_shown(contents, Filters(attributes={"os_name": ("Ubuntu",)})) is None


def test_who_sees_all_is_answered_the_same() -> None:
    contents = two_sites()

    assert answers(seen_by(contents, sight_of(REGISTRY, EVERYTHING))) == answers(contents)


TEXTS = st.sampled_from(["app1", "app2", "db-main", "SN001", "SN002", "10.0.0.1", "10.0.0.2", "Debian", "zeta"])
HIDDEN_VALUES = st.fixed_dictionaries(
    {"serial_number": TEXTS, "ip_addresses": st.lists(TEXTS, max_size=2), "fqdn": TEXTS, "system_uuid": TEXTS}
)


@given(st.tuples(HIDDEN_VALUES, TEXTS, HIDDEN_VALUES), st.tuples(HIDDEN_VALUES, TEXTS, HIDDEN_VALUES), TEXTS)
def test_no_answer_depends_on_what_is_hidden(
    one: tuple[dict[str, Any], str, dict[str, Any]], other: tuple[dict[str, Any], str, dict[str, Any]], q: str
) -> None:
    seen = [seen_by(estate(*values), sight_of(REGISTRY, OSLO_IN_GENERAL)) for values in (one, other)]

    assert answers(seen[0], q) == answers(seen[1], q)


OSLO_IN_GENERAL: Grants = (Grant("server", ("Oslo",), read=("general",)),)


def estate(in_oslo: dict[str, Any], elsewhere_name: str, elsewhere: dict[str, Any]) -> Contents:
    """A server in Oslo with these hidden values, and one in Bergen of which everything is hidden."""
    located = {"ci_server1": OSLO, "ci_server2": BERGEN}
    servers = server(1, **in_oslo), {**server(2, **elsewhere), "name": elsewhere_name}
    return contents_of(site(OSLO, "Oslo"), site(BERGEN, "Bergen"), *servers, server(3), located=located)


def asked(value: str) -> list[str]:
    """Questions of the filter language about a value that may be hidden."""
    about = ("serial_number = {0}", "not serial_number starts with {0}", "fqdn >= {0}", "ip_addresses missing")
    return [text.format(f'"{value}"') for text in (*about, "{0}", "name in ({0}, shop)", "not site exists")]


def answers(contents: Contents, q: str = "app") -> bytes:
    """Everything that somebody is answered."""
    columns = ["name", "serial_number", "ip_addresses", "-serial_number", "created_at"]
    ids = ordered_ids(contents, Filters(), "name")
    found = [
        [list_cis(contents, Filters(), column, ALL) for column in columns],
        [list_cis(contents, Filters(q=text), "name", ALL) for text in (q, q[:2])],
        [list_cis(contents, Filters(query=parse(text, REGISTRY)), "name", ALL) for text in asked(q)],
        facets(contents, Filters()),
        [search(contents, text, 20) for text in (q, q[:3])],
        rows_of(columns_of(contents, ids), contents.listed(ids)),
        dashboard(contents, NOW, 0),
    ]
    return msgspec.json.encode(found)
