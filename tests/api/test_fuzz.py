"""Odd requests made from the API's own description: no failure of the server, no answer that is not described."""

import os
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


@schema.parametrize()  # pyright: ignore[reportUnknownMemberType, reportUntypedFunctionDecorator] - schemathesis is typed in parts
@settings(max_examples=3, derandomize=True)  # other requests come with another description, not by chance
@pytest.mark.usefixtures("estate")
@pytest.mark.without_graph  # what is asked oddly is refused before the graph is asked; one engine shows that
def test_whatever_is_asked_is_answered_as_described(case: Case, shared_server: Serving, session: Session) -> None:
    assume(len(urlencode(case.query, doseq=True)) < LONGEST_QUERY)
    case.call_and_validate(shared_server.url, session=session)  # pyright: ignore[reportUnknownMemberType] - schemathesis is typed in parts
