"""Custom fields: what cannot be is refused by field, what can be is a record type as any other."""

import string
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.itsm import records
from cmdb_server.itsm.custom.field import KINDS, MOST_FIELDS, TYPES, CustomField, with_fields, wrong
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import NotYourPartError, RecordRefusedError, Worker, changed, moved, opening, ways
from graph_schema.loading import load_all

DECLARED = {kind.name: kind for kind in load_all(records, RecordType)}
FLOOR = CustomField("incident", "x_floor", "Floor", "choice", choices=("1", "2"))
WIM = Worker("wim", may_work=True, may_manage=True)
WORDS = st.text(string.ascii_letters, min_size=1, max_size=12)


def field_of(kind: str) -> st.SearchStrategy[CustomField]:
    """A field that can be, but for what stands beside it."""
    states = [state.name for state in DECLARED[kind].states[1:]]
    return st.builds(
        CustomField,
        type=st.just(kind),
        name=WORDS.map(lambda word: f"x_{word.lower()}"),
        label=WORDS.map(lambda word: f"Own {word}"),
        kind=st.sampled_from([one for one in KINDS if one != "choice"]),
        needed_in=st.lists(st.sampled_from(states), unique=True, max_size=3).map(tuple),
        on_opening=st.booleans(),
        is_active=st.booleans(),
    )


def sheets() -> st.SearchStrategy[list[CustomField]]:
    """Fields that hold together."""
    one = st.sampled_from(TYPES).flatmap(field_of)
    return st.lists(one, max_size=6, unique_by=(lambda field: field.name, lambda field: field.label.casefold()))


def record_of(kind: RecordType, **values: str) -> Record:
    """A record where those of its type begin."""
    return Record("rec_1", "INC0000001", kind.name, kind.states[0].name, values, (), "wim", 1, 1)


@given(sheets())
def test_whatever_can_be_keeps_the_ways_of_a_type_and_asks_for_what_states_need(fields: Sequence[CustomField]) -> None:
    assert wrong(fields, (), DECLARED) is None
    for name, declared in DECLARED.items():
        kind = with_fields(declared, fields)
        mine = [one for one in fields if one.type == name]

        assert [state.name for state in kind.states] == [state.name for state in declared.states]
        assert [move.name for move in kind.transitions] == [move.name for move in declared.transitions]
        assert [field.name for field in kind.fields][len(declared.fields) :] == [one.name for one in mine]
        for move in kind.transitions:
            needed = {one.name for one in mine if one.is_active and move.target in one.needed_in}
            assert needed <= {*move.needs} & {*move.asks}
            assert needed <= {*kind.state_of[move.target].needs}
        # Programs open records without knowing of them.
        assert not any(field.is_required for field in kind.fields if field.name.startswith("x_"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"type": "asset"}, "fields[0].type"),
        ({"type": "spaceship"}, "fields[0].type"),
        ({"name": "floor"}, "fields[0].name"),
        ({"name": "x_Floor"}, "fields[0].name"),
        ({"label": " "}, "fields[0].label"),
        ({"label": "Title"}, "fields[0].label"),
        ({"label": "a\nb"}, "fields[0].label"),
        ({"help": "x" * 201}, "fields[0].help"),
        ({"choices": ()}, "fields[0].choices"),
        ({"choices": ("1", "1")}, "fields[0].choices[1]"),
        ({"choices": ("1", " 2")}, "fields[0].choices[1]"),
        ({"kind": "line"}, "fields[0].choices"),
        ({"needed_in": ("new",)}, "fields[0].needed_in"),
        ({"needed_in": ("gone",)}, "fields[0].needed_in"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_its_part(given: dict[str, Any], field: str) -> None:
    error = wrong([msgspec.structs.replace(FLOOR, **given)], (), DECLARED)

    assert error is not None
    assert error.field == field
    assert error.remedy


def test_what_records_say_is_never_left_without_its_field() -> None:
    gone, other = wrong([], [FLOOR], DECLARED), msgspec.structs.replace(FLOOR, kind="line", choices=())
    changed_kind = wrong([other], [FLOOR], DECLARED)
    twice = wrong([FLOOR, msgspec.structs.replace(FLOOR, label="Other")], (), DECLARED)
    many = [msgspec.structs.replace(FLOOR, name=f"x_f{turn}", label=f"F{turn}") for turn in range(MOST_FIELDS + 1)]

    assert gone is not None
    assert "retire it" in gone.remedy
    assert changed_kind is not None
    assert changed_kind.field == "fields[0].kind"
    assert twice is not None
    assert twice.field == "fields[1].name"
    assert wrong(many, (), DECLARED) is not None
    assert wrong(many[:-1], (), DECLARED) is None


def test_a_record_comes_to_a_state_with_what_that_needs_and_keeps_it() -> None:
    kind = with_fields(DECLARED["incident"], [msgspec.structs.replace(FLOOR, needed_in=("in_progress",))])
    record = record_of(kind, **opening(kind, {"title": "x"}, WIM), assignee="wim")

    with pytest.raises(RecordRefusedError, match="x_floor"):
        moved(kind, record, "start", "", WIM)
    with pytest.raises(RecordRefusedError, match="none of the choices"):
        changed(kind, record, {"x_floor": "3"}, WIM)
    begun = moved(kind, changed(kind, record, {"x_floor": "2"}, WIM), "start", "", WIM)
    with pytest.raises(RecordRefusedError, match="x_floor"):
        changed(kind, begun, {"x_floor": ""}, WIM)
    # What came there before the field was needed is changed and goes on all the same.
    older = replace(begun, values={name: value for name, value in begun.values.items() if name != "x_floor"})
    assert changed(kind, older, {"title": "y"}, WIM).value("title") == "y"
    assert ways(kind, older, WIM)


def test_nobody_sets_a_retired_field_and_what_it_says_stays() -> None:
    kind = with_fields(DECLARED["incident"], [msgspec.structs.replace(FLOOR, is_active=False)])
    record = record_of(kind, title="x", urgency="3", requester="wim", x_floor="2")

    with pytest.raises(NotYourPartError):
        changed(kind, record, {"x_floor": "1"}, WIM)
    assert changed(kind, record, {"title": "y"}, WIM).value("x_floor") == "2"
