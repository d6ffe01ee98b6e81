"""Whose acceptance is asked when, what ends it, and which terms and reminders there are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.assets.acceptance import FIELDS, Answer, answered, asked, differing, following
from cmdb_server.assets.accepting import MOST_REMINDERS, due_turn
from cmdb_server.assets.terms import Terms, TermsText, versioned
from cmdb_server.errors import CmdbError
from cmdb_server.itsm.record import Record

DAY = 24 * 3600 * 1_000_000
NOW = 2_000 * 365 * DAY // 100
NOTEBOOKS, OTHERS = TermsText("Notebooks", "Keep it safe.", ("notebook",)), TermsText("All", "Bring it back.")
TERMS = Terms(texts=(NOTEBOOKS, OTHERS))
STATES = ("ordered", "received", "in_stock", "in_use", "in_repair", "lent", "lost", "retired", "disposed")


def asset(state: str, **values: str) -> Record:
    """A notebook in a state."""
    told = {"title": "n7", "category": "notebook", **values}
    return Record("rec_1", "AST0000001", "asset", state, told, (), "kim", 0, 0)


def held(state: str, holder: str) -> Record:
    """A notebook in a state with a holder."""
    return asset(state, **({"holder": holder} if holder else {}))


records = st.builds(held, st.sampled_from(STATES), st.sampled_from(("", "Ada", "ada", "Bo")))


def handed_over(**values: str) -> Record:
    """A notebook that Ada was given and has yet to accept."""
    return following(asset("in_stock"), asset("in_use", holder="Ada", **values), TERMS, NOW)


def said(*, is_accepted: bool = True, name: str = "Ada Byron", reason: str = "") -> Answer:
    """An answer of who read the terms of notebooks."""
    return Answer(is_accepted, name, reason, NOTEBOOKS.fingerprint)


def test_who_is_given_something_is_asked_by_the_terms_of_its_category() -> None:
    notebook = handed_over()
    desk = following(asset("in_stock"), asset("lent", holder="Ada", category="desktop"), TERMS, NOW)
    without = following(asset("in_stock"), asset("in_use", holder="Ada"), Terms(), NOW)

    assert (notebook.value("acceptance"), notebook.value("acceptance_terms")) == ("waiting", "Notebooks, version 1")
    assert desk.value("acceptance_fingerprint") == OTHERS.fingerprint
    assert without.value("acceptance") == ""


@given(records, records)
def test_an_acceptance_is_never_kept_by_another_holder_or_in_stock(before: Record, after: Record) -> None:
    accepted = {"acceptance": "accepted", "acceptance_by": before.value("holder") or "x"}
    before = replace(before, values={**before.values, **accepted})
    after = replace(after, values={**after.values, **accepted})

    found = following(before, after, TERMS, NOW)

    is_same = before.value("holder").casefold() == after.value("holder").casefold()
    if found.value("acceptance") == "accepted":
        assert is_same
        assert after.state in ("in_use", "lent", "in_repair", "lost")
    elif found.value("acceptance") == "waiting":
        assert after.value("holder")
        assert after.state in ("in_use", "lent")
    assert {name: value for name, value in found.values.items() if name not in FIELDS} == {
        name: value for name, value in after.values.items() if name not in FIELDS
    }


def test_what_is_repaired_or_moved_stays_accepted() -> None:
    accepted = answered(handed_over(), said(), NOTEBOOKS, NOW)

    moved = following(accepted, replace(accepted, values={**accepted.values, "room": "3.07"}), TERMS, NOW)
    away = following(moved, replace(moved, state="in_repair"), TERMS, NOW)
    back = following(away, replace(away, state="in_stock"), TERMS, NOW)

    assert [one.value("acceptance") for one in (moved, away, back)] == ["accepted", "accepted", ""]


def test_an_answer_holds_name_time_terms_and_fingerprint_and_is_told() -> None:
    waiting = handed_over()

    accepted = answered(waiting, said(name="  Ada   Byron "), NOTEBOOKS, NOW)
    refused = answered(waiting, said(is_accepted=False, reason="not mine"), NOTEBOOKS, NOW)

    assert {change.field for change in differing(waiting, accepted)} == {
        "acceptance", "acceptance_answered", "acceptance_by",
    }  # fmt: skip
    assert accepted.value("acceptance_by") == "Ada Byron"
    assert (refused.value("acceptance"), refused.value("acceptance_reason")) == ("refused", "not mine")


@pytest.mark.parametrize(
    ("answer", "text", "code"),
    [
        (said(name=" "), NOTEBOOKS, "record_refused"),
        (said(name="A\nB" * 200), NOTEBOOKS, "record_refused"),
        (said(is_accepted=False), NOTEBOOKS, "record_refused"),
        (said(), OTHERS, "terms_replaced"),
        (said(), None, "not_asked"),
    ],
)
def test_an_answer_that_says_nothing_or_is_of_other_terms_is_refused(
    answer: Answer, text: TermsText | None, code: str
) -> None:
    with pytest.raises(CmdbError) as refused:
        answered(handed_over(), answer, text, NOW)

    assert refused.value.code == code


def test_an_answer_counts_once() -> None:
    accepted = answered(handed_over(), said(), NOTEBOOKS, NOW)

    with pytest.raises(CmdbError, match="it is accepted"):
        answered(accepted, said(is_accepted=False, reason="no"), NOTEBOOKS, NOW)
    assert asked(accepted, NOTEBOOKS, NOW).value("acceptance_by") == ""


def test_a_version_rises_with_the_words_and_not_with_the_categories() -> None:
    wanted = (TermsText("notebooks", "Keep it safe.", ("tablet", "notebook")), TermsText("All", "Return it."))

    same, other = versioned(TERMS.texts, wanted)

    assert (same.version, same.categories, other.version) == (1, ("notebook", "tablet"), 2)


@given(st.integers(0, 500), st.integers(1, 60))
def test_reminders_are_due_at_whole_pauses_and_end(days: int, pause: int) -> None:
    turn = due_turn(handed_over(), pause, NOW + days * DAY)

    assert 0 <= turn <= MOST_REMINDERS
    if turn:
        assert turn * pause <= days < turn * pause + 3
    elif pause <= days < pause + 3:
        raise AssertionError("the first reminder is due")
