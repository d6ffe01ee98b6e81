"""What becomes of a signal by what its sender says; what labels and mappings name."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from cmdb_server.signals import alertmanager
from cmdb_server.signals.deciding import FLAPPING_FROM, RETURNS_WITHIN, TIME_OUT, after, is_flapping, over
from cmdb_server.signals.health import health_of
from cmdb_server.signals.mapping import SignalMapping, check, offers_of
from cmdb_server.signals.matching import Answering, Known, OnMachine, match
from cmdb_server.signals.offers import BadSignalsError, Offer, Sender, bounded, severity_of
from cmdb_server.signals.signal import CRITICAL, INFO, WARNING, Signal, signal_of, stored_form
from cmdb_server.signals.subjects import Subject, place_of, subject_of_labels
from cmdb_server.signals.traps import Notification
from cmdb_server.signals.traps import offers_of as offers_of_traps

WHO = Sender("signals:prometheus", "default")
FIRING = Offer("f1", "DatabaseDown", is_firing=True, severity=CRITICAL, subject=Subject(host="db1"))
OVER = replace(FIRING, is_firing=False)
MINUTE = 60 * 1_000_000
START = 1_000_000 * MINUTE


def told(*steps: tuple[int, Offer], known: Signal | None = None) -> Signal | None:
    """What becomes of a signal by offers at minutes after START."""
    for minute, offer in steps:
        known = after(known, offer, WHO, START + minute * MINUTE)
    return known


def opened(*steps: tuple[int, Offer]) -> Signal:
    found = told(*steps)
    assert found is not None
    return found


def test_what_is_told_twice_is_one_signal_that_counts() -> None:
    signal = opened((0, FIRING), (1, replace(FIRING, severity=WARNING)), (2, FIRING))

    assert (signal.count, signal.severity, signal.is_open) == (3, CRITICAL, True)
    assert (signal.started_at, signal.last_at) == (START, START + 2 * MINUTE)


def test_the_end_of_what_nobody_knows_is_nothing() -> None:
    assert told((0, OVER)) is None


def test_what_returns_soon_is_the_same_signal_and_what_returns_late_another() -> None:
    first = opened((0, FIRING), (1, OVER))

    soon, late = told((9, FIRING), known=first), told((12, FIRING), known=first)

    assert soon is not None
    assert late is not None
    assert (soon.uid, soon.flaps, soon.is_open, soon.started_at) == (first.uid, 1, True, START)
    assert (late.uid == first.uid, late.flaps) == (False, 0)


def test_what_flaps_ends_only_after_it_was_quiet() -> None:
    flapping = opened(*((minute, OVER if minute % 2 else FIRING) for minute in range(2 * FLAPPING_FROM + 1)))

    ending = told((8, OVER), known=flapping)

    assert ending is not None
    assert is_flapping(ending)
    assert ending.is_open
    assert over(ending, START + 17 * MINUTE).is_open
    assert over(ending, START + 18 * MINUTE).resolved_at == START + 18 * MINUTE
    again = told((9, FIRING), known=ending)
    assert again is not None
    assert (again.quiet_at, again.flaps) == (0, FLAPPING_FROM + 1)


def test_what_nobody_repeats_ends_by_time() -> None:
    signal = opened((0, FIRING))

    assert over(signal, START + TIME_OUT - 1) == signal
    assert (over(signal, START + TIME_OUT).is_open, over(signal, START + TIME_OUT).resolved_by) == (False, "time-out")


def test_what_is_told_late_of_what_is_over_does_not_open_it_again() -> None:
    firing = replace(FIRING, started_at=START)

    signal = opened((1, firing), (2, replace(OVER, ended_at=START + MINUTE)), (3, firing))

    assert (signal.is_open, signal.resolved_at) == (False, START + MINUTE)


@given(
    st.lists(st.tuples(st.integers(0, 15), st.booleans(), st.integers(0, 30)), max_size=40),
)
def test_a_signal_is_a_range_whose_flaps_are_counted_and_that_always_ends(
    steps: list[tuple[int, bool, int]],
) -> None:
    now, known, seen = START, None, dict[str, Signal]()
    for minutes, is_firing, started in steps:
        now += minutes * MINUTE
        known = over(known, now) if known and known.is_open else known
        known = after(known, replace(FIRING, is_firing=is_firing, started_at=START + started * MINUTE), WHO, now)
        if known:
            assert known.started_at <= known.last_at <= now
            assert known.started_at <= known.resolved_at
            seen[known.uid] = known

    assert signal_of({"uid": "sg_1", **stored_form(known)}) == replace(known, uid="sg_1") if known else True
    assert all(not signal.is_open for signal in seen.values() if signal != known)
    assert not known or not over(over(known, now + 2 * RETURNS_WITHIN), now + 2 * TIME_OUT).is_open


@pytest.mark.parametrize(
    ("labels", "subject"),
    [
        ({"instance": "db1:9100", "job": "node"}, Subject(host="db1", port=9100, is_measured=True)),
        ({"instance": "10.0.0.2:9187", "node": "db1"}, Subject(host="db1")),
        ({"instance": "[2001:db8::1]:80"}, Subject(address="2001:db8::1", port=80, is_measured=True)),
        ({"instance": "https://shop.example/health"}, Subject(host="shop.example", port=443)),
        (
            {"host": "DB1.Example.net.", "name": "postgresql.service"},
            Subject(host="db1.example.net", program="postgresql"),
        ),
        ({"service": "Shop"}, Subject(service="Shop")),
        ({"ci_uid": "ci_1", "host": "x"}, Subject(uid="ci_1", host="x")),
        ({"instance": "http://[bad", "severity": "page"}, Subject()),
        ({"instance": "a:b:c:99999"}, Subject()),
    ],
    ids=str,
)
def test_labels_name_what_exporters_mean_by_them(labels: dict[str, str], subject: Subject) -> None:
    assert subject_of_labels(labels) == subject


@given(st.text())
def test_whatever_stands_in_a_label_is_a_place_or_none(text: str) -> None:
    place = place_of(text)

    assert 0 <= place.port < 65_536
    assert not (place.host and place.address)


KNOWN = Known(
    current={"ci_old": "ci_new", "ci_db": "ci_db"},
    bound={"host db-old": "ci_db"},
    hosts={"db": ["ci_db"], "twin": ["ci_b", "ci_a"]},
    addresses={"10.0.0.1": ["ci_db"]},
    named={("", "shop"): ["ci_shop"], ("cluster", "shop"): ["ci_1", "ci_2"]},
    on_machine={"ci_db": [OnMachine("ci_pg", frozenset(("postgres",)))]},
    answering={
        ("ci_db", 5432): Answering("ci_pg", "postgres"),
        ("ci_db", 9187): Answering("ci_x", "postgres_exporter"),
    },
)


@pytest.mark.parametrize(
    ("subject", "uid"),
    [
        (Subject(uid="ci_old"), "ci_new"),
        (Subject(host="db"), "ci_db"),
        (Subject(host="db-old", program="POSTGRES"), "ci_pg"),
        (Subject(address="10.0.0.1", port=5432), "ci_pg"),
        (Subject(host="db", port=9187, is_measured=True), "ci_db"),
        (Subject(host="db", port=9187), "ci_x"),
        (Subject(host="db", program="unknown"), "ci_db"),
        (Subject(service="shop"), "ci_shop"),
    ],
    ids=str,
)
def test_a_subject_means_one_ci(subject: Subject, uid: str) -> None:
    assert match(subject, KNOWN).uid == uid


@pytest.mark.parametrize(
    ("subject", "reason", "candidates"),
    [
        (Subject(host="twin"), "2 CIs have the host name twin", ("ci_a", "ci_b")),
        (Subject(service="shop", ci_class="cluster"), "2 CIs have the name shop", ("ci_1", "ci_2")),
        (Subject(host="nobody"), "no machine has the host name nobody", ()),
        (Subject(uid="ci_gone"), "no CI in use has the uid ci_gone", ()),
        (Subject(), "names neither", ()),
    ],
    ids=str,
)
def test_what_is_ambiguous_or_unknown_is_no_ci_and_says_why(
    subject: Subject, reason: str, candidates: tuple[str, ...]
) -> None:
    found = match(subject, KNOWN)

    assert (found.uid, found.candidates) == ("", candidates)
    assert reason in found.reason


def alert(status: str = "firing", **more: str) -> dict[str, Any]:
    labels = {"alertname": "DiskFull", "severity": "critical", "instance": "db1:9100"}
    return {"status": status, "labels": labels, "annotations": {"summary": "full"}, **more}


def webhook(*alerts: dict[str, Any], version: str = "4") -> bytes:
    return json.dumps({"version": version, "status": "firing", "groupLabels": {}, "alerts": alerts}).encode()


def test_a_webhook_of_alertmanager_holds_offers() -> None:
    times = {"startsAt": "2026-11-01T10:00:00.123456789Z", "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "ab"}
    found = alertmanager.offers_in(webhook(alert(**times), alert("resolved", startsAt="2026-11-01T10:00:00Z")))

    first, second = found.offers
    assert (first.fingerprint, first.name, first.severity, first.summary) == ("ab", "DiskFull", CRITICAL, "full")
    assert (first.subject.host, first.ended_at, first.started_at % 1_000_000) == ("db1", 0, 123456)
    assert (second.is_firing, len(second.fingerprint), found.refused) == (False, 32, [])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", "body"),
        (b"\xff", "body"),
        (b"[" * 100_000, "body"),
        (webhook(version="3"), "version"),
        (webhook(*[alert()] * 10_001), "alerts"),
    ],
    ids=("no object", "no text", "deep", "version", "many"),
)
def test_what_is_no_webhook_is_refused_with_its_field(body: bytes, field: str) -> None:
    with pytest.raises(BadSignalsError) as error:
        alertmanager.offers_in(body)

    assert error.value.errors[0].field == field
    assert error.value.errors[0].remedy


def test_an_alert_that_cannot_be_read_is_refused_alone() -> None:
    found = alertmanager.offers_in(webhook(alert(), alert("odd"), {"status": "firing"}, alert(startsAt="soon")))

    assert (len(found.offers), [entry.field for entry in found.refused]) == (
        1,
        ["alerts.1.status", "alerts.2.labels.alertname", "alerts.3.startsAt"],
    )


GRAFANA = SignalMapping(
    "checks",
    items="events[]",
    fields={"name": "title", "status": "state", "severity": "level", "host": "target.host", "labels": "tags",
            "started_at": "since", "fingerprint": "join('-', [title, target.host])"},
    severities={"KO": "critical"},
    over=("Gone",),
)  # fmt: skip


def test_a_mapping_reads_any_json() -> None:
    events = [
        {"title": "Disk", "state": "open", "level": "ko", "target": {"host": "db1:5432"}, "tags": {"a": 1}, "since": 9},
        {"title": "Disk", "state": "GONE", "target": {"host": "db1"}},
        {"title": None},
        7,
    ]

    found = offers_of(GRAFANA, json.dumps({"events": events}).encode())

    first, second = found.offers
    assert (first.severity, first.subject, first.labels) == (CRITICAL, Subject(host="db1", port=5432), {"a": "1"})
    assert (first.started_at, first.fingerprint, second.fingerprint) == (9_000_000, "Disk-db1:5432", "Disk-db1")
    assert (first.is_firing, second.is_firing, second.severity) == (True, False, WARNING)
    assert [entry.field for entry in found.refused] == ["items.2.name", "items.3.name"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"items": "a["}, "items"),
        ({"items": ""}, "items"),
        ({"fields": {"name": "x" * 501}}, "fields.name"),
        ({"fields": {"host": "a"}}, "fields.name"),
        ({"fields": {"name": "a", "colour": "b"}}, "fields.colour"),
        ({"severities": {"bad": "terrible"}}, "severities.bad"),
    ],
    ids=str,
)
def test_a_mapping_that_cannot_be_used_is_refused_with_its_field(change: dict[str, Any], field: str) -> None:
    mapping = structs.replace(SignalMapping("m", "@", {"name": "a"}), **change)

    with pytest.raises(BadSignalsError) as error:
        check(mapping)

    assert error.value.errors[0].field == field


def test_a_body_without_the_list_that_a_mapping_expects_is_refused() -> None:
    with pytest.raises(BadSignalsError) as error:
        offers_of(GRAFANA, b'{"other": []}')

    assert (error.value.errors[0].field, error.value.errors[0].value) == ("items", "events[]")


def test_an_offer_takes_no_more_room_than_the_limits_say() -> None:
    large = bounded(
        Offer(
            "f" * 9_999,
            "n" * 9_999,
            is_firing=True,
            summary="\ud800" * 9_999,
            labels={f"{i}": "x" * 999 for i in range(99)},
        )
    )

    assert (len(large.fingerprint), len(large.name), len(large.summary), len(large.labels)) == (500, 200, 1_000, 40)
    assert max(map(len, large.labels.values())) == 500
    assert large.summary.isascii()


def test_severities_are_words_that_systems_use() -> None:
    assert [severity_of(word) for word in ("Critical", "page", "error", "notice", "whatever", "")] == [
        *(CRITICAL, CRITICAL, WARNING, INFO, WARNING, WARNING)
    ]


def test_health_is_the_worst_of_what_is_open_and_notices_do_no_harm() -> None:
    def signal(uid: str, severity: int, minute: int = 0) -> Signal:
        return replace(opened((minute, FIRING)), ci_uid=uid, severity=severity)

    found = health_of(
        [signal("a", WARNING, 3), signal("a", CRITICAL, 5), signal("b", WARNING), signal("c", INFO), signal("", 3)]
    )

    assert {uid: (entry.health, entry.critical, entry.warning) for uid, entry in found.items()} == {
        "a": ("critical", 1, 1),
        "b": ("warning", 0, 1),
    }
    assert found["a"].since == START + 3 * MINUTE


def test_the_trap_of_an_interface_that_is_up_ends_what_the_one_that_it_is_down_began() -> None:
    down, up, other = (
        Notification("ci_if", kind, "eth1", "", {}) for kind in ("linkDown", "linkUp", "ciscoConfigManEvent")
    )

    first, second = offers_of_traps([down, up, other], START)

    assert (first.fingerprint == second.fingerprint, first.is_firing, second.is_firing) == (True, True, False)
