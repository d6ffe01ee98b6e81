"""How far away an expiry is, and what is told of it when."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.certificates.expiry import (
    DAYS_TOLD,
    NEVER_TOLD,
    days_left,
    in_words,
    microseconds_of,
    stage_of,
    state_of,
)
from cmdb_server.certificates.listing import Page, listed
from cmdb_server.certificates.telling import tell
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from graph_schema import load_registry
from graph_schema.values import time_text
from tests.impact_analysis.estate import Link, Put, write

EVENTS = Query(
    "test.expiries", "MATCH (e:Event {kind: 'expires'}) RETURN e.ci_uid AS uid, e.reason AS reason, e.recorded_at AS at"
)
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def stored(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


@given(st.integers(-400, 400), st.integers(0, 86_399))
def test_of_each_stage_is_told_once_as_an_expiry_comes_nearer(days: int, seconds: int) -> None:
    left = days_left(stored(NOW + timedelta(days=days, seconds=seconds)), stored(NOW))

    assert left == days
    assert stage_of(left) <= stage_of(left + 1)
    assert (stage_of(left) == NEVER_TOLD) == (state_of(left) == "later")
    assert (state_of(left) == "expired") == (left < 0) == in_words(left, "2027-01-01").startswith("expired")
    assert {stage_of(day) for day in range(-9, 40)} == {*DAYS_TOLD, NEVER_TOLD}


@given(st.datetimes(datetime(1950, 1, 1), datetime(2120, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds are naive
def test_a_time_that_was_reported_is_the_time_that_is_counted_by(moment: datetime) -> None:
    text = time_text(moment.isoformat())

    assert text is not None
    assert microseconds_of(text) == stored(moment.replace(microsecond=0))


def test_the_day_of_an_expiry_takes_services_down_and_is_told_of_them_once_for_each_stage(store: GraphStore) -> None:
    ends = {"web": timedelta(days=13, hours=5), "old": timedelta(days=300), "unread": None, "gone": timedelta(days=2)}
    certificates = [
        Put(name, "certificate", {"not_after": f"{NOW + after:%Y-%m-%dT%H:%M:%SZ}", "issuer": "CA"} if after else {})
        for name, after in ends.items()
    ]
    certificates[3] = Put("gone", "certificate", {**certificates[3].properties, "status": "retired"})
    programs = [Put("nginx", "software_instance"), Put("shop", "business_service"), Put("wiki", "business_service")]
    links = [
        Link("nginx", "SECURED_BY", "web", {"strength": "hard"}),
        Link("shop", "DEPENDS_ON", "nginx", {"strength": "hard"}),
        Link("wiki", "DEPENDS_ON", "nginx", {"strength": "soft"}),
    ]
    write(store, [*certificates, *programs], links)
    snapshot = ImpactAnalysis(store, load_registry()).snapshot()

    found = listed(store, snapshot, stored(NOW), Page()).items
    told = [tell(store, snapshot, stored(NOW + timedelta(days=day))) for day in (0, 0, 1, 7, 14)]

    assert [(entry.name, entry.days_left, entry.state) for entry in found] == [
        ("web", 13, "soon"),
        ("old", 300, "later"),
    ]
    assert [(service.name, service.state) for service in found[0].services] == [("shop", "down"), ("wiki", "degraded")]
    assert [place.name for place in found[0].shown_at] == ["nginx"]
    assert [entry.name for entry in listed(store, snapshot, stored(NOW), Page("shop")).items] == ["web"]
    second = listed(store, snapshot, stored(NOW), Page(offset=1, limit=1))
    assert ([entry.uid for entry in second.items], second.total) == ([found[1].uid], len(found))
    assert told == [1, 0, 0, 1, 1]
    events = sorted(store.read(lambda tx: tx.run(EVENTS)), key=lambda event: (event["at"], event["uid"]))
    reasons = [(event["uid"], event["reason"]) for event in events]
    assert reasons[:3] == [
        ("shop", "a certificate that it needs expires in 13 days, on 2027-01-14; then it is down"),
        ("web", "expires in 13 days, on 2027-01-14; then 2 services cannot work as usual"),
        ("wiki", "a certificate that it needs expires in 13 days, on 2027-01-14; then it is degraded"),
    ]
    assert reasons[-2] == ("web", "expired on 2027-01-14; so 2 services cannot work as usual")
