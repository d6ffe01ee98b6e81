"""Laws of record types: no unreachable state, no way around a guard, and what is refused changes nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.itsm import records as record_types
from cmdb_server.itsm.changes.voting import voted
from cmdb_server.itsm.declare import Field, Part, RecordType, State, Transition
from cmdb_server.itsm.priority import HitService, found_impact, priority_of
from cmdb_server.itsm.record import Ballot, Fact, Need, Record, Vote, record_of, stored
from cmdb_server.itsm.rows import text_of
from cmdb_server.itsm.workflow import (
    NotYourPartError,
    NoWayError,
    RecordRefusedError,
    SettledError,
    Worker,
    changed,
    differences,
    moved,
    opening,
    ways,
)
from graph_schema.loading import load_all

KINDS = load_all(record_types, RecordType)
WORKER = Worker("wanda", may_work=True)
STRANGER = Worker("stranger")
PEOPLE = (WORKER, STRANGER, Worker("rita"), Worker("max", may_manage=True))
kinds = st.sampled_from(KINDS)
NEED = Need("board", "the board", 1)
OPEN_BALLOT = Ballot(1, "plan", (Fact("risk", 1, "medium"),), (NEED,))
APPROVED_BALLOT = voted(OPEN_BALLOT, Vote("ben", 2, is_yes=True, needs=("board",)))
REFUSED_BALLOT = voted(OPEN_BALLOT, Vote("ben", 2, is_yes=False, needs=("board",), reason="no"))


def record(kind: RecordType, **values: str) -> Record:
    """A new record that rita asked for."""
    return Record("rec_1", "X1", kind.name, kind.states[0].name, {"requester": "rita", **values}, (), "rita", 1, 1)


def texts_of(field: Field) -> tuple[str, ...]:
    """Values that a field takes, as they are kept; X1 is the number of the record of these tests."""
    times = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00.5Z")
    by_kind = {"time": times, "planned": times, "record": ("X2", "X1"), "number": ("15", "0")}
    by_kind |= {"date": ("2026-02-28", "2026-03-01"), "money": ("10.50", "0")}
    if field.kind == "rows":
        row = {column.name: texts_of(column)[0] for column in field.columns}
        return (text_of([row]), text_of([row, row]))
    return tuple(choice.value for choice in field.choices) or by_kind.get(field.kind, ("told",))


@st.composite
def records(draw: st.DrawFn, kind: RecordType) -> Record:
    """A record in any state, with or without CIs and votes."""
    ballots = st.sampled_from((None, OPEN_BALLOT, APPROVED_BALLOT, REFUSED_BALLOT))
    affects = draw(st.sampled_from(((), ("ci_1",))))
    state = draw(st.sampled_from(kind.states)).name
    return replace(record(kind, title="t", urgency="3"), state=state, affects=affects, ballot=draw(ballots))


def texts_for(kind: RecordType) -> st.SearchStrategy[dict[str, str]]:
    """Values for some fields."""
    return st.fixed_dictionaries({}, optional={field.name: st.sampled_from(texts_of(field)) for field in kind.fields})


def test_every_type_begins_open_and_ends() -> None:
    for kind in KINDS:
        assert kind.states[0].is_open
        assert any(not state.is_open for state in kind.states)
        assert len({field.name for field in kind.fields}) == len(kind.fields)


@given(st.data())
def test_whatever_people_try_a_record_moves_only_along_declared_ways_with_what_they_need(data: st.DataObject) -> None:
    kind = data.draw(kinds)
    now = data.draw(records(kind))
    for _ in range(8):
        who = data.draw(st.sampled_from(PEOPLE))
        name = data.draw(st.sampled_from([*(move.name for move in kind.transitions), "nowhere"]))
        reason = data.draw(st.sampled_from(("", " ", "because")))
        given_values = data.draw(texts_for(kind))
        before = now
        try:
            now = changed(kind, now, given_values, who)
            now = moved(kind, now, name, reason, who)
        except (NoWayError, NotYourPartError, RecordRefusedError, SettledError):
            now = before
            continue
        move = kind.transition(name)
        assert move is not None
        assert before.state in move.sources
        assert now.state == move.target
        assert who.parts(before).intersection(move.parts)
        assert all(now.value(need) for need in move.needs)
        assert reason.strip() or not move.needs_reason
        assert all(guard.check(now) is None for guard in move.guards)
        if kind.state_of[before.state].is_settled:
            planned = [field.name for field in kind.fields if field.is_planned]
            assert [now.value(name) for name in planned] == [before.value(name) for name in planned]
        for field in kind.fields:
            assert now.number != now.value(field.name)
            assert (
                not field.not_before
                or now.value(field.name) >= now.value(field.not_before)
                or not now.value(field.name)
            )


@given(st.data())
def test_nobody_sets_what_is_not_theirs_to_set(data: st.DataObject) -> None:
    kind, who = data.draw(kinds), data.draw(st.sampled_from(PEOPLE))
    before, given_values = record(kind, title="t", urgency="3"), data.draw(texts_for(kind))
    try:
        after = changed(kind, before, given_values, who)
    except (NotYourPartError, RecordRefusedError):
        return
    changes = differences(kind, before, after)
    for change in changes:
        assert who.parts(before).intersection(kind.field_of[change.field].parts)
        assert (before.value(change.field), after.value(change.field)) == (change.before, change.after)
    untouched = {*kind.field_of} - {change.field for change in changes}
    assert all(before.value(name) == after.value(name) for name in untouched)


@given(st.data())
def test_the_ways_that_are_offered_are_those_that_are_open(data: st.DataObject) -> None:
    kind, who = data.draw(kinds), data.draw(st.sampled_from(PEOPLE))
    now = replace(record(kind, title="t", urgency="3"), affects=("ci_1",), ballot=APPROVED_BALLOT)
    full = {field.name: texts_of(field)[0] for field in kind.fields}
    offered = {move.name for move in ways(kind, now, who)}
    for move in kind.transitions:
        try:
            moved(kind, replace(now, values={**full, "requester": "rita"}), move.name, "why", who)
        except (NoWayError, NotYourPartError):
            assert move.name not in offered
        else:
            assert move.name in offered


@given(st.data())
def test_a_record_comes_back_from_its_node_as_it_was(data: st.DataObject) -> None:
    kind = data.draw(kinds)
    kept = replace(data.draw(records(kind)), values=data.draw(texts_for(kind)))

    assert record_of(stored(kept, is_open=True)) == kept


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "two\nlines"}, "title"),
        ({"title": "t", "urgency": "urgent"}, "urgency"),
        ({"title": "t", "colour": "red"}, "colour"),
    ],
)
def test_what_a_field_does_not_take_is_refused_with_its_remedy(values: dict[str, str], field: str) -> None:
    with pytest.raises(RecordRefusedError) as refused:
        opening(next(kind for kind in KINDS if kind.name == "incident"), values, STRANGER)

    assert [error.field for error in refused.value.errors] == [field]
    assert refused.value.errors[0].remedy


def test_whoever_opens_a_record_says_nothing_that_is_for_those_who_work_on_it() -> None:
    kind = next(kind for kind in KINDS if kind.name == "incident")

    with pytest.raises(NotYourPartError):
        opening(kind, {"title": "t", "assignee": "wanda"}, STRANGER)
    assert opening(kind, {"title": " t "}, STRANGER) == {"title": "t", "urgency": "3", "requester": "stranger"}


@pytest.mark.parametrize(
    ("states", "transitions", "fields"),
    [
        (("a", "b"), (), ()),
        (("a",), (Transition("go", "Go", ("a",), "b"),), ()),
        (("a",), (Transition("go", "Go", ("a",), "a", needs=("nothing",)),), ()),
        (("a",), (), (Field("title", "Title", "line", "Again."),)),
        (("a",), (), (Field("more", "More", "line", "More.", needs=("nothing",)),)),
    ],
)
def test_a_type_that_contradicts_itself_is_not_declared(
    states: tuple[str, ...], transitions: tuple[Transition, ...], fields: tuple[Field, ...]
) -> None:
    with pytest.raises(ValueError, match="record type wrong"):
        RecordType("wrong", "W", "Ws", "WRG", tuple(State(name, name) for name in states), transitions, fields)


@given(st.sampled_from("123"), st.sampled_from("123"))
def test_priority_never_falls_when_impact_or_urgency_rises(impact: str, urgency: str) -> None:
    assert 1 <= priority_of(impact, urgency) <= 5
    assert priority_of("1", urgency) <= priority_of(impact, urgency)
    assert priority_of(impact, "1") <= priority_of(impact, urgency)
    assert priority_of("", urgency) == priority_of("3", urgency)


services = st.lists(
    st.builds(
        HitService, st.text("ab", max_size=2), st.sampled_from(("down", "degraded", "at_risk")),
        st.integers(0, 5_000), st.integers(0, 4),
    ),
    max_size=6,
)  # fmt: skip


@given(services, services)
def test_more_services_that_are_hit_never_lower_the_impact(some: list[HitService], more: list[HitService]) -> None:
    assert found_impact([*some, *more]).level <= found_impact(some).level
    assert found_impact(some) == found_impact(some[::-1])


def test_parts_are_what_somebody_is_to_a_record() -> None:
    kind = KINDS[0]
    found: dict[str, frozenset[Part]] = {who.name: who.parts(record(kind)) for who in PEOPLE}

    assert found == {
        "wanda": {"reader", "worker"},
        "stranger": {"reader"},
        "rita": {"reader", "requester"},
        "max": {"reader", "worker", "manager"},
    }
