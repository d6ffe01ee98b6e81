"""Text to conditions, with the place of every word. What the words mean is checked afterwards."""

import re
from functools import cache

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from cmdb_server.filter_language.conditions import (
    And,
    Comparison,
    Condition,
    FreeText,
    IsClass,
    Not,
    Or,
    Related,
    Word,
    depth,
)
from cmdb_server.filter_language.errors import QueryError
from cmdb_server.filter_language.grammar import GRAMMAR

MAX_LENGTH = 4000
MAX_DEPTH = 30
# Every place that takes conditions takes this one: rules, for one, ask for no relationships or sites.
_EXAMPLE = ", for example class is server and name contains web"
_QUOTES = "\"'"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def conditions_of(text: str) -> Condition:
    """The conditions that a text spells. Raises QueryError."""
    if len(text) > MAX_LENGTH:
        raise QueryError(f"longer than {MAX_LENGTH} characters", text[MAX_LENGTH:], MAX_LENGTH, "split the question")
    if not text.strip():
        raise QueryError("nothing is asked", "", 0, f"write a condition{_EXAMPLE}")
    try:
        found: Condition = _parser().parse(text)  # pyright: ignore[reportAssignmentType, reportUnknownMemberType] - the transformer makes a condition of the tree
    except UnexpectedInput as error:
        raise _unexpected(text, error) from error
    if depth(found) > MAX_DEPTH:
        raise QueryError(f"nested more than {MAX_DEPTH} deep", text, 0, "ask in simpler words")
    return found


class _Conditions(Transformer[Token, Condition]):
    """Makes conditions while lark parses."""

    def start(self, found: list[Condition]) -> Condition:
        return found[0]

    def any_of(self, found: list[Condition | Token]) -> Condition:
        return Or(tuple(entry for entry in found if not isinstance(entry, Token)))

    def all_of(self, found: list[Condition | Token]) -> Condition:
        return And(tuple(entry for entry in found if not isinstance(entry, Token)))

    def negation(self, found: list[Condition]) -> Condition:
        return Not(found[1])

    def comparison(self, found: list[Word]) -> Condition:
        name, operator, *values = found
        return Comparison(_lower(name), operator.text, tuple(values))

    def operator(self, found: list[Token]) -> Word:
        return Word(" ".join(token.lower() for token in found), _at(found[0]))

    list_operator = presence = operator

    def related(self, found: list[Word | Condition | Token]) -> Condition:
        is_incoming = isinstance(found[0], Token)
        name, inside = found[-2:]
        if not isinstance(name, Word):
            raise TypeError(name)
        type_name = Word(name.text.upper(), name.at)
        if not isinstance(inside, Word):
            return Related(type_name, is_incoming, inside)  # pyright: ignore[reportArgumentType] - a condition: the grammar has nothing else there
        present = Related(type_name, is_incoming)
        return present if inside.text == "exists" else Not(present)

    def free_text(self, found: list[Token]) -> Condition:
        return FreeText(self.value(found))

    def named_class(self, found: list[Word]) -> Condition:
        return IsClass(_lower(found[0]))

    def name(self, found: list[Token]) -> Word:
        return Word("_".join(found), _at(found[0]))

    def value(self, found: list[Token]) -> Word:
        first = found[0]
        text = _ESCAPED.sub(r"\1", first[1:-1]) if first[0] in _QUOTES else " ".join(found)
        return Word(text, _at(first))


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="basic", transformer=_Conditions(), maybe_placeholders=False)


def _at(token: Token) -> int:
    return token.start_pos or 0


def _lower(name: Word) -> Word:
    return Word(name.text.lower(), name.at)


def _unexpected(text: str, error: UnexpectedInput) -> QueryError:
    if isinstance(error, UnexpectedCharacters):
        at = int(error.pos_in_stream or 0)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - lark leaves it untyped
        if text[at] in _QUOTES:
            return QueryError("a quoted text without its end", text[at:], at, f"add {text[at]} where it ends")
        return QueryError(f"{text[at]!r} is not expected", text[at], at, "put texts with such characters in quotes")
    token = error.token if isinstance(error, UnexpectedToken) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - lark leaves it untyped
    if not isinstance(token, Token) or token.type == "$END":
        return QueryError("the text ends too early", "", len(text.rstrip()), _remedy(error))
    return QueryError(f"{str(token)!r} is not expected", str(token), _at(token), _remedy(error))


def _remedy(error: UnexpectedInput) -> str:
    """What may stand where the parser stopped, in words."""
    expected: set[str] = set(error.accepts or error.expected) if isinstance(error, UnexpectedToken) else set()
    for names, remedy in _REMEDIES:
        if names <= expected:
            return remedy
    words = sorted(_SPELT.get(name, name.lower()) for name in expected - {"$END"})
    return f"write {' or '.join(words)} here" if words else "remove it, or open a bracket before it"


_SPELT = {"LPAR": "(", "RPAR": ")", "COMMA": ","}
_REMEDIES = (
    ({"SYMBOL"}, "write an operator here (=, !=, <, >, contains, in, exists, older than ...)"),
    ({"AND"}, "put `and` or `or` between two conditions, and texts of several words in quotes"),
    ({"NOT", "STRING"}, f"write a condition here{_EXAMPLE}"),
    ({"WORD"}, "write a value here, in quotes if it holds keywords, brackets or signs"),
)
