"""Odd requests made from the API's own description: no failure of the server, no answer that is not described."""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias
from urllib.parse import urlencode

import pytest
import schemathesis
from hypothesis import assume, settings
from requests import Session
from schemathesis.config import SchemathesisConfig

from cmdb_server.app import create_api
from tests.api.serving import Serving

# No more of an address is read by the server's HTTP parser, which answers 400 by itself.
LONGEST_QUERY = 65_000
Case: TypeAlias = schemathesis.Case[Any]
CONFIG = {
    "checks": {
        # A CI that a question names must be there, a time to come must lie ahead: no description says so.
        "positive_data_acceptance": {"enabled": False},
        # Ten thousand long names are too large a body (413) before anybody counts them.
        "negative_data_rejection": {"expected-statuses": ["4xx"]},
    },
}
# A field of a wrong type is tried with ten values, which the same line refuses.
ALIKE = 3
# All of them take minutes; PLUMBLINE_FUZZ=licence asks those with that in their address.
ASKED = os.environ.get("PLUMBLINE_FUZZ", "/")
schema = schemathesis.pytest.from_fixture("description").include(path_regex=ASKED)  # pyright: ignore[reportUnknownMemberType] - schemathesis is typed in parts


@pytest.fixture(scope="module")
def description(shared_server: Serving) -> schemathesis.BaseSchema:
    """The API as it describes itself: read here, as each process of a run lists all tests."""
    config = SchemathesisConfig.from_dict(CONFIG)  # pyright: ignore[reportUnknownMemberType] - schemathesis is typed in parts
    described = create_api(shared_server.services.registry).openapi()
    return schemathesis.openapi.from_dict(described, config=config)


@pytest.fixture(scope="module")
def session(shared_server: Serving) -> Iterator[Session]:
    """One connection for thousands of requests."""
    with Session() as opened:
        opened.headers["Authorization"] = f"Bearer {shared_server.token}"
        yield opened


@pytest.fixture(scope="module")
def asked() -> Counter[tuple[str, str, str]]:
    """How often each operation was asked in each odd way."""
    return Counter()


@schema.parametrize()  # pyright: ignore[reportUnknownMemberType, reportUntypedFunctionDecorator] - schemathesis is typed in parts
@settings(max_examples=3, derandomize=True)  # other requests come with another description, not by chance
@pytest.mark.usefixtures("estate")
@pytest.mark.without_graph  # what is asked oddly is refused before the graph is asked; one engine shows that
def test_whatever_is_asked_is_answered_as_described(
    case: Case, shared_server: Serving, session: Session, asked: Counter[tuple[str, str, str]]
) -> None:
    asked[way := (case.method, case.path, _oddity(case))] += 1
    if way[2] and asked[way] > ALIKE:
        return
    assume(len(urlencode(case.query, doseq=True)) < LONGEST_QUERY)
    case.call_and_validate(shared_server.url, session=session)  # pyright: ignore[reportUnknownMemberType] - schemathesis is typed in parts


def _oddity(case: Case) -> str:
    """What is odd about a request that was made up systematically, "" for one made by chance."""
    return str(getattr(case.meta.phase.data, "description", "")) if case.meta else ""
