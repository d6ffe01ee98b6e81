"""Which signals have the same cause, and which incident they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.signal_incidents.grouping import MOST_CAUSES, Suspect, belonging, grouped, joining, likeliest
from cmdb_server.signals.signal import CRITICAL, WARNING, Signal

# A cluster that holds two machines, each with what runs on it; most of the cluster's other guests keep silent.
DB, APP = frozenset(("db", "shop", "till")), frozenset(("app", "wiki"))
GUESTS = frozenset(f"guest{number}" for number in range(20))
REACHED = {"db": DB, "app": APP, "cluster": DB | APP | GUESTS | {"cluster"}, "shop": frozenset(("shop",))}
NEEDS = {"db": ("db", "cluster"), "shop": ("shop", "db", "cluster"), "till": ("till", "db", "cluster"),
         "app": ("app", "cluster"), "wiki": ("wiki", "app", "cluster")}  # fmt: skip


def suspect(ci: str) -> Suspect:
    """A CI as what may have failed."""
    reached = REACHED.get(ci, frozenset((ci,)))
    return Suspect(ci, reached, reached)


def suspects_of(signal: Signal) -> list[Suspect]:
    """What may be behind a signal."""
    return [suspect(ci) for ci in NEEDS.get(signal.ci_uid, (signal.ci_uid,))]


def signal(ci: str, at: int, severity: int = CRITICAL, incident: str = "") -> Signal:
    """A signal of a CI."""
    return Signal(
        uid=f"{ci}-{at}", key=f"{ci}-{at}", source="signals:test", network_scope="default", fingerprint=f"{ci}{at}",
        name="Down", severity=severity, summary="", started_at=at, last_at=at, expires_at=at + 1, ci_uid=ci,
        incident=incident,
    )  # fmt: skip


def causes(signals: Sequence[Signal]) -> Mapping[str, list[str]]:
    """The CIs that tell of something, by their cause."""
    return {
        group.cause.suspect.ci: sorted({one.ci_uid for one in group.signals}) for group in grouped(signals, suspects_of)
    }


def test_two_machines_of_a_cluster_fail_each_for_itself_while_its_other_guests_work() -> None:
    told = [signal(ci, at) for at, ci in enumerate(("shop", "wiki", "db", "till", "app"))]

    assert causes(told) == {"db": ["db", "shop", "till"], "app": ["app", "wiki"]}


def test_a_cluster_fails_where_nearly_everything_on_it_tells_of_something() -> None:
    told = [signal(ci, at) for at, ci in enumerate(sorted(DB | APP | GUESTS - {"guest1"}), start=1)]

    assert causes([signal("shop", 0), *told]) == {"cluster": sorted(DB | APP | GUESTS - {"guest1"})}


def test_what_is_watched_seldom_keeps_silent_for_that_reason() -> None:
    few = [signal(ci, at) for at, ci in enumerate(("shop", "wiki", *sorted(GUESTS)[:6]))]

    assert list(causes(few)) == ["cluster"]


def test_warnings_join_what_explains_them_and_open_nothing() -> None:
    told = [signal("shop", 1, WARNING), signal("db", 2), signal("wiki", 3, WARNING)]

    assert causes(told) == {"db": ["db", "shop"]}


@given(st.permutations([signal(ci, at) for at, ci in enumerate(("shop", "wiki", "db", "till", "app", "lonely"))]))
def test_the_order_in_which_signals_are_read_does_not_matter(told: list[Signal]) -> None:
    assert causes(told) == {"db": ["db", "shop", "till"], "app": ["app", "wiki"], "lonely": ["lonely"]}


@given(st.lists(st.sampled_from([*sorted(NEEDS), "lonely", "guest1"]), min_size=1, max_size=12))
def test_every_critical_signal_is_in_exactly_one_group(cis: list[str]) -> None:
    told = [signal(ci, at) for at, ci in enumerate(cis)]

    parts = [one.uid for group in grouped(told, suspects_of) for one in group.signals]

    assert sorted(parts) == sorted(one.uid for one in told)


def test_what_an_incident_is_about_takes_down_joins_it_and_the_rest_does_not() -> None:
    told = [signal("shop", 1), signal("till", 2, incident="INC9"), signal("app", 3), signal("wiki", 4, WARNING)]

    joined = joining(told, {"INC1": suspect("db"), "INC2": suspect("shop")})

    assert {number: [one.ci_uid for one in some] for number, some in joined.items()} == {"INC1": ["shop"]}


def test_what_is_explained_already_speaks_for_no_other_cause() -> None:
    """That db's guests tell of something makes the cluster no likelier to be behind what app shows."""
    attached = [signal(ci, at, incident="INC1") for at, ci in enumerate(sorted(DB | GUESTS))]
    told = [*attached, signal("wiki", 50), signal("app", 51)]

    [found] = grouped(told, suspects_of, DB | GUESTS)

    assert (found.cause.suspect.ci, {one.ci_uid for one in found.signals}) == ("app", {"app", "wiki"})


def test_of_very_many_causes_the_ones_left_have_their_turn_next() -> None:
    told = [signal(f"lonely{number:02}", number) for number in range(MOST_CAUSES + 5)]
    first = {group.cause.suspect.ci for group in grouped(told, suspects_of)}
    later = [replace(one, incident="INC1" if one.ci_uid in first else "") for one in told]

    second = {group.cause.suspect.ci for group in grouped(later, suspects_of)}

    assert (len(first), len(second), first & second) == (MOST_CAUSES, 5, set())


def test_of_equal_suspects_the_first_is_the_likeliest() -> None:
    twins = [Suspect(name, frozenset(("a", "b")), frozenset(("a", "b"))) for name in ("one", "other")]

    assert likeliest(twins, {"a"}, ()).suspect.ci == "one"


def test_a_group_belongs_to_the_incident_of_most_of_its_signals_and_the_others_tell_of_the_same() -> None:
    told = [signal("db", 1, incident="INC2"), signal("shop", 2, incident="INC1"), signal("till", 3, incident="INC2")]
    told.append(signal("db", 4))

    [found] = belonging(grouped(told, suspects_of), {"INC1": ["shop"], "INC2": ["till"], "INC3": ["app"]}, ())

    assert (found.incident, found.others) == ("INC2", ["INC1"])


def test_an_incident_that_people_have_to_do_with_goes_on() -> None:
    told = [signal("till", 1, incident="INC2"), signal("shop", 2), signal("db", 3)]

    [found] = belonging(grouped(told, suspects_of), {"INC1": ["db"], "INC2": ["till"]}, {"INC1"})

    assert (found.incident, found.others) == ("INC1", ["INC2"])


def test_a_group_belongs_to_an_incident_about_its_cause_and_to_none_that_is_over() -> None:
    told = [signal("shop", 1, incident="INC7"), signal("db", 2)]

    [about] = belonging(grouped(told, suspects_of), {"INC4": ["db"]}, ())
    [new] = belonging(grouped(told, suspects_of), {"INC5": ["app"]}, ())

    assert (about.incident, new.incident) == ("INC4", "")
