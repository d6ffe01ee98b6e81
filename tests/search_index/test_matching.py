"""Questions of the filter language over an index alone: times, sources, changes, order, and what may not be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.filter_language.fields import fields_of
from cmdb_server.filter_language.query import parse
from cmdb_server.permissions.grants import Grant, Grants
from cmdb_server.permissions.sight import sight_of
from cmdb_server.search_index.answers import Filters
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.listing import list_cis
from cmdb_server.search_index.matching import matching, values
from cmdb_server.search_index.reading import ReadCIs
from cmdb_server.search_index.seeing import seen_by
from tests.search_index.estate import HOUR, NOW, REGISTRY, ci, contents_of, interface, server

ALL = (0, 500)
GENERAL_ONLY: Grants = (Grant(read=("general",)),)


def asked(contents: Contents, question: str) -> list[str]:
    """The uids of the CIs that a question is about."""
    return contents.tables.uids(matching(contents, parse(question, REGISTRY)))


def related(contents: Contents, *ends: tuple[str, str]) -> None:
    """Make parts of these."""
    contents.links.follow("PART_OF")
    contents.links.fill("PART_OF", contents.members(ends))


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("last_seen_at older than 2 days", [1]),
        ("last_seen_at newer than 2 days", [2, 3]),
        ("last_seen_at missing", [4]),
        ("last_seen_at exists", [1, 2, 3]),
        ("last_seen_at > 2026-01-01T11:59:59Z", [3]),
        ("last_seen_at <= 2026-01-01T11:00:00Z", [1, 2]),
        ("created_at older than 1 day", [1, 2, 3, 4]),
        ("updated_at missing", [1, 2, 3, 4]),
        ("source = agent", [1, 2, 3]),
        ('source = "agent:a2"', [2]),
        ('source in ("agent:a1", snmp)', [1, 4]),
        ("source != agent", [4]),
        ("source contains :a", [1, 2, 3]),
    ],
)
def test_a_question_about_freshness_and_sources(question: str, numbers: list[int]) -> None:
    contents = contents_of(
        server(1, last_seen_at=NOW - 72 * HOUR),
        server(2, last_seen_at=NOW - HOUR),
        server(3, last_seen_at=NOW - 72 * HOUR),
        server(4, sources=["snmp:core"]),
    )
    contents.now, contents.contacts = NOW, {"agent:a3": NOW}

    assert asked(contents, question) == [f"ci_server{number}" for number in numbers]


def test_retired_cis_are_found_by_a_question_about_their_status_only() -> None:
    contents = contents_of(server(1), server(2, status="retired"), server(3, status="merged"))

    assert asked(contents, "server") == ["ci_server1"]
    assert asked(contents, "server and status in (active, retired)") == ["ci_server1", "ci_server2"]


def test_changed_relationships_are_followed_as_they_are_now() -> None:
    contents = contents_of(server(1), server(2), interface(1))
    related(contents, ("ci_nic1", "ci_server1"))
    assert asked(contents, "part_of (name = app1)") == ["ci_nic1"]

    contents.replace(ReadCIs([interface(1)], {}, {"PART_OF": [("ci_nic1", "ci_server2")]}))

    assert asked(contents, "part_of (name = app1)") == []
    assert asked(contents, "incoming part_of exists") == ["ci_server2"]
    contents.replace(ReadCIs([interface(1)], {}, {}))
    assert asked(contents, "part_of exists") == []


def test_a_relationship_to_a_ci_that_comes_later_is_not_lost() -> None:
    contents = contents_of(interface(1))
    related(contents, ("ci_nic1", "ci_server1"))
    assert asked(contents, "part_of exists") == []

    contents.replace(ReadCIs([server(1)], {}))

    assert asked(contents, "part_of (server)") == ["ci_nic1"]


@given(st.lists(st.sampled_from([None, "A", "b", "C"]), min_size=60, max_size=80), st.booleans(), st.integers(1, 9))
def test_a_few_cis_stand_in_the_order_of_all(
    models: list[str | None],
    is_descending: bool,  # noqa: FBT001 - hypothesis passes by position
    kept: int,
) -> None:
    contents = contents_of(
        *(ci(f"ci_{n:02}", "disk", f"d{n % 7}", model=model, criticality=n // 8) for n, model in enumerate(models))
    )
    sort = "-name" if is_descending else "name"

    everything = [item.uid for item in list_cis(contents, Filters(), sort, ALL).items]
    few = Filters(query=parse(f"criticality = {kept}", REGISTRY))
    found = [item.uid for item in list_cis(contents, few, sort, ALL).items]

    assert found == [uid for uid in everything if int(uid[3:]) // 8 == kept]


def test_a_question_tells_nothing_of_a_hidden_attribute() -> None:
    contents = contents_of(server(1, serial_number="ZZ1"), server(2, serial_number="AA2"))
    seen = seen_by(contents, sight_of(REGISTRY, GENERAL_ONLY))

    for question in ("serial_number = ZZ1", "serial_number contains z", "serial_number > B", "serial_number exists"):
        assert asked(contents, question)
        assert asked(seen, question) == []
    assert values(seen, fields_of(REGISTRY)["serial_number"], "z", 20) == []
    assert values(contents, fields_of(REGISTRY)["serial_number"], "z", 20) == ["zz1"]
    assert asked(seen, "os_name starts with debian") == ["ci_server1", "ci_server2"]


def test_a_question_follows_no_relationship_to_what_may_not_be_seen() -> None:
    contents = contents_of(server(1), interface(1))
    related(contents, ("ci_nic1", "ci_server1"))
    seen = seen_by(contents, sight_of(REGISTRY, (Grant("part"),)))

    assert asked(contents, "part_of exists") == ["ci_nic1"]
    assert asked(seen, "part_of exists") == []
    assert asked(seen, 'uid = "ci_server1"') == []
