"""From when to when an incident lasts."""

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.itsm.record import Record
from cmdb_server.record_insight.affected_time import span_of
from cmdb_server.timestamps import microseconds, rfc3339

NOON = microseconds("2026-03-29T12:00:00Z")
times = st.integers(min_value=0, max_value=100).map(lambda hours: NOON + hours * 3_600_000_000)


def incident(values: dict[str, str], closed_at: int = 0) -> Record:
    """An incident that was opened at noon."""
    return Record("rec_1", "INC1", "incident", "new", values, (), "rita", NOON, NOON, closed_at)


def test_an_incident_lasts_until_it_is_restored_else_closed_else_still() -> None:
    began = {"started_at": "2026-03-29T00:00:00Z"}
    restored = {**began, "restored_at": "2026-03-29T06:00:00Z"}
    hour = 3_600_000_000

    assert span_of(incident(restored, NOON), NOON) == (NOON - 12 * hour, NOON - 6 * hour, True)
    assert span_of(incident(began, NOON + hour), NOON + 9 * hour) == (NOON - 12 * hour, NOON + hour, True)
    assert span_of(incident({}), NOON + hour) == (NOON, NOON + hour, False)


@given(began=times, restored=times, now=times)
def test_no_incident_ends_before_it_began(began: int, restored: int, now: int) -> None:
    values = {"started_at": rfc3339(began), "restored_at": rfc3339(restored)}

    since, until, is_over = span_of(incident(values), now)

    assert (since, is_over) == (began, True)
    assert until >= since
