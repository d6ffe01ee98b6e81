from cmdb_server.search_index.dashboard import dashboard
from tests.search_index.estate import HOUR, NOW, contents_of, interface, server


def test_the_figures_count_what_their_links_list() -> None:
    contents = contents_of(server(1), server(2, status="stale"), server(3, status="retired"), interface(1))

    shown = {figure.key: figure.value for figure in dashboard(contents, NOW, parked=4).figures}

    assert (shown["cis"], shown["stale"], shown["parked"]) == (3, 1, 4)


def test_seen_in_a_day_follows_the_contact_of_the_source() -> None:
    contents = contents_of(server(1), server(2), server(3, last_seen_at=NOW - HOUR))
    contents.contacts = {"agent:a1": NOW - HOUR, "agent:a2": NOW - 25 * HOUR}

    shown = {figure.key: figure for figure in dashboard(contents, NOW, parked=0).figures}

    assert shown["seen_24h"].value == 2
    assert shown["seen_24h"].detail == "66 % of what sources report"


def test_the_trend_counts_from_creation() -> None:
    contents = contents_of(server(1, created_at=NOW - 36 * HOUR), server(2, created_at=NOW - HOUR))

    trend = dashboard(contents, NOW, parked=0).trend

    assert trend.cis[-3:] == (0, 1, 2)
    assert trend.at[-1] == "2026-01-01T12:00:00Z"


def test_an_empty_graph_has_figures_too() -> None:
    shown = dashboard(contents_of(), NOW, parked=0)

    assert {figure.value for figure in shown.figures} == {0}
    assert shown.needs_you == ()


def test_what_waits_for_a_person_is_named() -> None:
    contents = contents_of(server(1, status="stale"))
    contents.contacts = {"agent:a1": NOW - 30 * HOUR}

    needs = {need.kind: need.count for need in dashboard(contents, NOW, parked=2).needs_you}

    assert needs == {"parked": 2, "stale": 1, "silent": 1}
