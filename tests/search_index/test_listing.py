from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.search_index.answers import Facet, Filters
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.listing import UnknownColumnError, facets, list_cis
from cmdb_server.search_index.reading import ReadCIs
from tests.search_index.estate import BERGEN, HOUR, NOW, OSLO, ci, contents_of, interface, server, site

EVERYTHING = (0, 500)


def names(contents: Contents, filters: Filters | None = None, sort: str = "name") -> list[str]:
    """The names of a list."""
    return [item.name for item in list_cis(contents, filters or Filters(), sort, EVERYTHING).items]


def facet(contents: Contents, name: str, filters: Filters | None = None) -> Facet:
    """One facet by its name."""
    return next(found for found in facets(contents, filters or Filters()) if found.name == name)


def counts(found: Facet) -> dict[str, int]:
    """The counts of a facet by value."""
    return {value.value: value.count for value in found.values}


def test_a_class_filter_finds_the_classes_that_inherit_from_it() -> None:
    contents = contents_of(server(1), ci("ci_vm", "virtual_machine", "vm1"), interface(1))

    found = names(contents, Filters(ci_class=("computer",)))

    assert found == ["app1", "vm1"]


def test_merged_cis_are_never_shown_and_retired_ones_only_when_asked_for() -> None:
    contents = contents_of(server(1), server(2, status="retired"), server(3, status="merged"))

    assert names(contents) == ["app1"]
    assert names(contents, Filters(status=("retired",))) == ["app2"]
    assert names(contents, Filters(status=("merged",))) == []


def test_values_of_one_filter_are_alternatives_and_filters_narrow_each_other() -> None:
    contents = contents_of(server(1), server(2, os_name="Ubuntu"), server(3, os_name="Fedora"), interface(1))
    systems = {"os_name": ("Ubuntu", "Fedora")}

    assert names(contents, Filters(attributes=systems)) == ["app2", "app3"]
    assert names(contents, Filters(attributes=systems, source=("agent:a3",))) == ["app3"]


def test_the_site_of_a_part_is_the_site_of_its_device() -> None:
    located = {"ci_server1": "ci_rack", "ci_rack": "ci_room", "ci_room": OSLO}
    contents = contents_of(site(OSLO, "Oslo"), server(1), interface(1), server(2), located=located)

    assert names(contents, Filters(site=("Oslo",))) == ["app1", "eth0", "Oslo"]
    assert {item.name: item.site for item in list_cis(contents, Filters(), "name", EVERYTHING).items}["app2"] is None


def test_everything_in_a_rack_moves_with_it() -> None:
    rack = ci("ci_rack", "rack", "A01", root_uid=OSLO)
    located = {"ci_server1": "ci_rack", "ci_rack": OSLO}
    contents = contents_of(site(OSLO, "Oslo"), site(BERGEN, "Bergen"), rack, server(1), interface(1), located=located)

    moved = contents.replace(ReadCIs([rack], {"ci_rack": BERGEN}))
    contents.replace(ReadCIs([server(1), interface(1)], {"ci_server1": "ci_rack"}))

    assert {"ci_server1", "ci_nic1"} <= moved
    assert names(contents, Filters(site=("Bergen",), ci_class=("device", "part"))) == ["app1", "eth0"]


def test_counts_of_a_facet_ignore_its_own_selection() -> None:
    contents = contents_of(server(1), server(2, os_name="Ubuntu"), server(3, os_name="Ubuntu"), interface(1))
    filters = Filters(attributes={"os_name": ("Ubuntu",)}, source=("agent:a2",))

    system = facet(contents, "attr.os_name", filters)
    source = facet(contents, "source", Filters(attributes={"os_name": ("Ubuntu",)}))

    assert counts(system) == {"Ubuntu": 1}
    assert [value.value for value in system.values if value.selected] == ["Ubuntu"]
    assert counts(facet(contents, "attr.os_name", Filters(attributes={"os_name": ("Ubuntu",)}))) == {
        "Ubuntu": 2,
        "Debian GNU/Linux": 1,
    }
    assert counts(source) == {"agent": 2}


def test_the_status_facet_counts_retired_cis_so_that_they_can_be_asked_for() -> None:
    contents = contents_of(server(1), server(2, status="retired"), server(3, status="stale"))

    assert counts(facet(contents, "status")) == {"active": 1, "retired": 1, "stale": 1}


def test_a_selected_value_that_nothing_has_stays_visible() -> None:
    contents = contents_of(server(1))

    found = facet(contents, "site", Filters(site=("Atlantis",)))

    assert [(value.value, value.count, value.selected) for value in found.values] == [("Atlantis", 0, True)]


def test_numbers_sort_as_numbers_and_missing_values_come_last_either_way() -> None:
    disks = [ci(f"ci_d{size}", "disk", f"d{size}", size_bytes=size) for size in (9, 1000, 20)]
    contents = contents_of(*disks, server(1))

    assert names(contents, sort="size_bytes") == ["d9", "d20", "d1000", "app1"]
    assert names(contents, sort="-size_bytes") == ["d1000", "d20", "d9", "app1"]


def test_a_fact_is_as_fresh_as_the_last_contact_of_its_source() -> None:
    contents = contents_of(server(1, last_seen_at=NOW - HOUR), server(2, last_seen_at=NOW - 2 * HOUR))
    contents.contacts = {"agent:a2": NOW}

    page = list_cis(contents, Filters(), "-last_seen_at", EVERYTHING)

    assert [item.name for item in page.items] == ["app2", "app1"]
    assert page.items[0].last_seen_at == "2026-01-01T12:00:00Z"


def test_a_sort_that_is_no_column_is_refused_with_the_columns_there_are() -> None:
    with pytest.raises(UnknownColumnError, match="last_seen_at") as caught:
        names(contents_of(server(1)), sort="-colour")

    assert (caught.value.status, caught.value.errors[0].value) == (422, "-colour")


def test_a_filter_by_text_finds_every_word_anywhere_in_what_is_searchable() -> None:
    contents = contents_of(server(1), server(2, fqdn="db2.example.net"), interface(1))

    assert names(contents, Filters(q="example db")) == ["app2"]
    assert names(contents, Filters(q="10.0.0.1")) == ["app1"]
    assert names(contents, Filters(q="nothing")) == []


def test_a_changed_ci_is_found_by_what_it_is_now_only() -> None:
    contents = contents_of(server(1), server(2))

    contents.replace(ReadCIs([server(1, os_name="Ubuntu", serial_number="NEW1")], {}))
    contents.replace(ReadCIs([server(2, status="merged")], {}))

    assert names(contents, Filters(q="SN001")) == []
    assert names(contents, Filters(q="new1")) == ["app1"]
    assert counts(facet(contents, "attr.os_name")) == {"Ubuntu": 1}
    assert names(contents) == ["app1"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.none() | st.integers(0, 3)), max_size=30), st.booleans())
def test_pages_together_are_the_whole_list_in_order(
    disks: list[tuple[str, int | None]],
    is_descending: bool,  # noqa: FBT001 - hypothesis passes by position
) -> None:
    stored: list[dict[str, Any]] = [
        ci(f"ci_{number}", "disk", name, size_bytes=size) for number, (name, size) in enumerate(disks)
    ]
    contents = contents_of(*stored)
    sort = "-size_bytes" if is_descending else "size_bytes"

    pages = [list_cis(contents, Filters(), sort, (offset, 4)).items for offset in range(0, 32, 4)]

    paged = [item.uid for page in pages for item in page]
    sizes = [next(entry["size_bytes"] for entry in stored if entry["uid"] == uid) for uid in paged]
    known = [size for size in sizes if size is not None]
    assert sorted(paged) == sorted(entry["uid"] for entry in stored)
    assert sizes == known + [None] * (len(sizes) - len(known))
    assert known == sorted(known, reverse=is_descending)
