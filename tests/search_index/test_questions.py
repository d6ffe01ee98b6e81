"""Questions of the filter language: what the index answers is what a plain walk over the export finds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmdb_server.demo.estate import generate
from cmdb_server.export.ndjson import export
from cmdb_server.filter_language.errors import QueryError
from cmdb_server.filter_language.fields import fields_of
from cmdb_server.filter_language.holding import holds
from cmdb_server.filter_language.query import Query, parse
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.ingest.validation import decode
from cmdb_server.search_index.index import SearchIndex
from graph_schema import load_registry
from graph_schema.report import Report, encode
from tests.engine import wipe
from tests.filter_language.questions import questions
from tests.search_index.brute_force import Exported

REGISTRY = load_registry()
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RETIRED = parse("status = retired", REGISTRY)
OF_EACH_PART = 3
TYPES = ["RUNS_ON", "PART_OF", "LOCATED_IN", "HAS_INSTALLED", "DEPENDS_ON", "OWNED_BY"]
WORDS = ("erp", "10.", "postgres", "nothing", "a1-", "debian")


def some_reports() -> Iterator[Report]:
    """The first few reports of each part of the demonstration estate."""
    counts: dict[str, int] = {}
    for report in generate(NOON):
        kind = report.root.ci_class
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= OF_EACH_PART:
            yield report


def store_estate(store: GraphStore) -> None:
    """Take the reports in."""
    wipe(store)
    ingest = Ingest(store, REGISTRY)
    for report in some_reports():
        ingest.accept(decode(encode(report), REGISTRY), "test")


def values_to_ask_for(exported: Exported) -> dict[str, list[str]]:
    """For every field some values that there are, parts of them and one that there is not."""
    found: dict[str, list[str]] = {}
    for name, field in fields_of(REGISTRY).items():
        if field.kind == "time" or name == "source":
            continue
        held = {str(value) for ci in exported.cis.values() for value in exported.values(ci, name)}
        some = sorted(held)[:: max(len(held) // 4, 1)][:5]
        if field.kind == "boolean":
            some = ["true", "false"]
        elif field.kind == "number":
            some = [*some, "3.5", *(["2 GiB"] if field.unit == "bytes" else [])]
        if some:
            found[name] = some
    return found


@dataclass(frozen=True)
class Asked:
    """An estate in the graph: its index, its export and random questions about it."""

    index: SearchIndex
    exported: Exported
    questions: st.SearchStrategy[Query]


@pytest.fixture(scope="module")
def estate(session_store: GraphStore) -> Iterator[Asked]:
    """A part of the demonstration estate."""
    store_estate(session_store)
    index = SearchIndex(session_store, REGISTRY, now_in_microseconds)
    index.build()
    exported = Exported.of(map(json.loads, export(session_store, REGISTRY)), REGISTRY)
    yield Asked(index, exported, questions(REGISTRY, values_to_ask_for(exported), TYPES, texts=st.sampled_from(WORDS)))
    session_store.unsubscribe_all()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_a_question_finds_what_a_walk_over_the_export_finds(estate: Asked, data: st.DataObject) -> None:
    question = data.draw(estate.questions)

    # Retired values (a release that nobody has installed any more) can be listed, but are no facts to export.
    found = set(estate.index.uids(question))
    assert found & set(estate.exported.cis) == estate.exported.uids(question)
    assert found - set(estate.exported.cis) <= set(estate.index.uids(RETIRED))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_a_question_about_attributes_holds_for_the_same_cis_one_by_one(estate: Asked, data: st.DataObject) -> None:
    question = data.draw(estate.questions)
    try:
        is_met = holds(question.condition, REGISTRY)
    except QueryError:  # it asks for more than attributes
        return

    current = [ci for ci in estate.exported.cis.values() if ci["status"] != "retired"]
    met = {ci["uid"] for ci in current if is_met(ci["ci_class"], {"name": ci["name"], **ci["attributes"]})}
    assert met == estate.exported.uids(question)


def test_the_example_questions_find_something(estate: Asked) -> None:
    site = next(ci["name"] for ci in estate.exported.cis.values() if ci["ci_class"] == "site")
    texts = (
        f'runs_on (computer and site = "{site}")',
        "computer and incoming runs_on (software_instance)",
        "computer and has_installed (product starts with openssl)",
        "device and not owned_by (team)",
        "last_seen_at newer than 52 weeks and source = demo",
    )
    asked: list[Query] = [parse(text, REGISTRY) for text in texts]

    assert [text for text, query in zip(texts, asked, strict=True) if not estate.index.uids(query)] == []
