import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.filter_language.conditions import And, Comparison, FreeText, IsClass, Not, Or, Related, Word
from cmdb_server.filter_language.errors import QueryError
from cmdb_server.filter_language.parsing import MAX_LENGTH
from cmdb_server.filter_language.query import Query, parse
from graph_schema import load_registry
from tests.filter_language.questions import TIMES, questions

REGISTRY = load_registry()
FIELDS: dict[str, list[str]] = {
    "location": ["Oslo", "New York", 'the "old" room', "and", "\\", "a\nb", "", "(x)"],
    "memory_bytes": ["8 GiB", "1000", "-1.5"],
    "is_up": ["true", "false"],
    "mac_address": ["02-00-00-00-00-01"],
    "class": ["server", "ip_address"],
    "status": ["retired"],
    "site": ["Oslo"],
    "last_seen_at": list(TIMES),
    "uid": ["ci_1"],
}


def understood(text: str) -> Query | QueryError:
    """What a text asks, or why it is refused."""
    try:
        return parse(text, REGISTRY)
    except QueryError as error:
        return error


def refused(text: str) -> QueryError:
    """Why a text is refused."""
    error = understood(text)
    assert isinstance(error, QueryError)
    return error


@given(questions(REGISTRY, FIELDS, ["RUNS_ON", "LOCATED_IN"]))
def test_a_question_is_the_same_after_it_was_written_down(question: Query) -> None:
    assert parse(str(question), REGISTRY) == question


@given(st.text(max_size=60) | st.text(alphabet="ab\"'()=<>! ,\\", max_size=20))
def test_any_text_is_understood_or_refused_at_a_place_inside_it(text: str) -> None:
    found = understood(text)

    if isinstance(found, QueryError):
        assert 0 <= found.position <= len(text)
        assert found.errors[0].remedy
    else:
        assert parse(str(found), REGISTRY) == found


def test_a_question_in_plain_words_is_understood() -> None:
    question = parse('runs on (server and location = Oslo) and Last Seen older than 7d AND not "old"', REGISTRY)

    on_server = Related(
        Word("RUNS_ON"), condition=And((IsClass(Word("server")), Comparison(Word("location"), "=", (Word("Oslo"),))))
    )
    seen = Comparison(Word("last_seen_at"), "older than", (Word("7 days"),))
    assert question.condition == And((on_server, seen, Not(FreeText(Word("old")))))
    assert str(question) == (
        'runs_on (class is server and location = Oslo) and last_seen_at older than 7 days and not "old"'
    )


def test_and_binds_closer_than_or_and_not_closer_than_both() -> None:
    a, b, c = (Comparison(Word("name"), "=", (Word(text),)) for text in "abc")

    assert parse("not name = a and name = b or name = c", REGISTRY).condition == Or((And((Not(a), b)), c))
    assert parse("not (name = a and (name = b or name = c))", REGISTRY).condition == Not(And((a, Or((b, c)))))


def test_presence_of_a_relationship_is_asked_like_that_of_an_attribute() -> None:
    assert parse("owned_by missing", REGISTRY).condition == Not(Related(Word("OWNED_BY")))
    assert parse("incoming owned by exists", REGISTRY).condition == Related(Word("OWNED_BY"), is_incoming=True)


def test_a_question_tells_what_it_reads() -> None:
    question = parse("runs_on (server and status = stale) and os_name exists", REGISTRY)

    assert question.fields == {"class", "status", "os_name"}
    assert question.relationship_types == {"RUNS_ON"}
    assert question.asks_for_status


@pytest.mark.parametrize(
    ("text", "position", "value", "remedy"),
    [
        ("server and locaton = Oslo", 11, "locaton", "did you mean location"),
        ("server or srver", 10, "srver", "did you mean server"),
        ("nothing_like_this", 0, "nothing_like_this", 'in quotes to search for it as a text: "nothing_like_this"'),
        ("class is srver", 9, "srver", "did you mean server"),
        ("runs_onn (server)", 0, "runs_onn", "did you mean runs_on"),
        ("name", 0, "name", "write an operator"),
        ("runs_on = x", 0, "runs_on", "brackets, exists or missing"),
        ("name older than 7 days", 0, "name", "use =, !=, contains"),
        ("last_seen older than 7 parsecs", 21, "7 parsecs", "hours, days"),
        ("created_at < soon", 13, "soon", "2026-01-31"),
        ("memory_bytes > lots", 15, "lots", "8 GiB"),
        ("processor_count > 8 GiB", 18, "8 GiB", "write a number"),
        ("is_up = maybe", 8, "maybe", "true or false"),
        ("environment = prod", 14, "prod", "did you mean production"),
        ("mac_address = 02:00", 14, "02:00", "contains"),
        ("name = ", 6, "", "write a value"),
        ("site = Oslo status = active", 19, "=", "`and` or `or`"),
        ("(name = a", 9, "", "write )"),
        ("name = a)", 8, ")", "open a bracket"),
        ('name = "a', 7, '"a', 'add "'),
        ("name in a", 8, "a", "write ("),
        (" ", 0, "", "write a condition"),
        ("not", 3, "", "write a condition"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_to_write(text: str, position: int, value: str, remedy: str) -> None:
    error = refused(text)

    assert (error.position, error.errors[0].value) == (position, value)
    assert remedy in error.errors[0].remedy


def test_endless_questions_are_refused() -> None:
    assert refused("not " * 40 + "server").errors[0].remedy == "ask in simpler words"
    assert refused("server or " * 500 + "server").position == MAX_LENGTH
    assert refused("not " * 999 + "srv").status == 422
