"""Random questions over the declared schema, every kind of condition among them."""

from hypothesis import strategies as st

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
)
from cmdb_server.filter_language.fields import Field, fields_of
from cmdb_server.filter_language.query import Query
from graph_schema import Registry

TIMES = ("2026-01-01", "2026-01-01T11:00:00Z", "2025-12-31T12:00:00+01:00")
DURATIONS = ("1 hour", "2 days", "3 weeks", "1 year", "30 minutes")
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)


def questions(
    registry: Registry, fields: dict[str, list[str]], types: list[str], *, texts: st.SearchStrategy[str] = WORDS
) -> st.SearchStrategy[Query]:
    """Questions about these fields (each with values to compare it with) and relationship types."""
    known = fields_of(registry)
    compared = [_comparisons(known[name], values) for name, values in fields.items()]
    classes = st.sampled_from(sorted(registry.classes)).map(lambda name: IsClass(Word(name)))
    present = st.builds(Related, st.sampled_from(types).map(Word), st.booleans())
    leaves = st.one_of(*compared, classes, present, texts.map(lambda text: FreeText(Word(text))))
    return st.recursive(leaves, lambda inner: _larger(inner, types), max_leaves=8).map(Query)


def _comparisons(field: Field, values: list[str]) -> st.SearchStrategy[Condition]:
    operators = [operator for operator in field.operators if field.kind != "class" or not operator.startswith("is")]
    return st.sampled_from(operators).flatmap(lambda operator: _comparison(field, operator, values))


def _comparison(field: Field, operator: str, values: list[str]) -> st.SearchStrategy[Condition]:
    if operator.endswith("than"):
        values = list(DURATIONS)
    counts = {"exists": (0, 0), "missing": (0, 0), "in": (1, 3), "not in": (1, 3)}.get(operator, (1, 1))
    words = st.lists(st.sampled_from(values).map(Word), min_size=counts[0], max_size=counts[1]).map(tuple)
    return words.map(lambda found: Comparison(Word(field.name), operator, found))


def _larger(inner: st.SearchStrategy[Condition], types: list[str]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    related = st.builds(Related, st.sampled_from(types).map(Word), st.booleans(), inner)
    return st.one_of(several.map(And), several.map(Or), inner.map(Not), related)
