"""Every route of the application: who gets an answer, and how it is described."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from cmdb_server.api.dependencies import Requires, requirement_of
from cmdb_server.app import create_api, create_app, open_to_all
from cmdb_server.auth.audit import Actor
from cmdb_server.auth.identity import PERMISSIONS_OF_SCOPE, READ, REPORT
from cmdb_server.permissions.grants import EVERYTHING, Grant, Grants
from cmdb_server.permissions.roles import BUILT_IN, Role
from cmdb_server.permissions.sight import sight_of
from graph_schema import load_registry
from graph_schema.declare import ATTRIBUTE_GROUPS
from tests.api.serving import Serving

PAGES = frozenset(("/{path:path}", "/bundle"))
REFERENCE = "/reference"
READING = frozenset(("GET", "HEAD"))
ASKING = {
    "evaluate_impact",
    "preview_actions",
    "preview_software_rule",
    "preview_service",
    "find_collisions",
    "assess_change",
    "try_calendar",
    "ask_licence_what_if",
}
OWN = (
    {"log_out", "change_me", "change_password", "save_query", "change_query", "delete_query"}
    | {
        "save_scenario",
        "replace_scenario",
        "delete_scenario",
    }
    | {"open_record", "change_record", "move_record", "say_on_record", "affect_by_record", "vote_on_record"}
    | {"mark_cause_of_record", "apply_known_error", "change_records", "add_record_file", "remove_record_file"}
    | {"delegate_vote", "take_back_vote", "say_of_step", "save_my_notifications", "watch_record"}
    | {"create_record_template", "change_record_template", "remove_record_template"}
    | {"add_record_task", "change_record_task"}
    | {"answer_my_acceptance"}
)
NOTHING = Role("nothing", "May do nothing.", (), ())


class Operation(NamedTuple):
    """One method of one address."""

    method: str
    path: str
    name: str
    requirement: Requires | None

    def is_open_to(self, permissions: Iterable[str], grants: Grants) -> bool:
        """Whether it declares that whoever has these may ask."""
        sight = sight_of(load_registry(), grants)
        return self.requirement is None or not self.requirement.refusal(self.path, frozenset(permissions), sight)

    @property
    def is_reading(self) -> bool:
        """Whether it changes nothing by its method."""
        return self.method in READING


@pytest.fixture
def server(shared_server: Serving) -> Serving:
    """None of these tests minds what the others did."""
    return shared_server


_known: list[Operation] = []


def operations(server: Serving) -> list[Operation]:
    """Everything that the application answers, without the pages of the front end; of every server the same."""
    _known[:] = _known or _operations(server)
    return _known


def _operations(server: Serving) -> list[Operation]:
    return [
        Operation(method, str(route.path), str(route.name), requirement_of_any(route.original_route))
        for route in iter_route_contexts(create_app(server.services).routes)
        if route.path not in PAGES
        for method in sorted(route.methods or ())
    ]


def requirement_of_any(route: object) -> Requires | None:
    """What a route declares that it needs; the only one that is none of the API's is the reference page."""
    return requirement_of(route) if isinstance(route, APIRoute) else Requires(READ)


def ask(client: httpx.Client, operation: Operation) -> httpx.Response:
    """What an operation answers; its parameters name nothing, and no operation accepts the body."""
    content = None if operation.is_reading else b"[]"
    headers = {"Content-Type": "application/json"} if content else {}
    url = str(client.base_url.copy_with(path=re.sub(r"\{[^}]+\}", "nothing", operation.path)))
    return client.request(operation.method, url, content=content, headers=headers)


def ask_all(server: Serving, authorization: str) -> dict[Operation, httpx.Response]:
    """What every operation answers to somebody."""
    with server.client(authorization) as client:
        return {operation: ask(client, operation) for operation in operations(server)}


def let_in(server: Serving, authorization: str) -> set[str]:
    """The names of the operations that do not refuse somebody."""
    return {
        operation.name
        for operation, response in ask_all(server, authorization).items()
        if response.status_code not in (401, 403)
    }


def test_nothing_answers_without_a_credential_but_what_is_named_open(server: Serving) -> None:
    asked = ask_all(server, "")

    refused = [response for response in asked.values() if response.status_code == 401]
    answered = {operation.name for operation, response in asked.items() if response.status_code != 401}
    assert (
        answered
        == open_to_all()
        == {
            *("health", "log_in", "enrol_agent"),
            *("get_single_sign_on", "begin_single_sign_on", "end_single_sign_on"),
            *("read_acceptance_link", "answer_acceptance_link"),
        }
    )
    assert len(asked) > 35
    for response in refused:
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert response.request.method == "HEAD" or response.json()["code"] == "not_authenticated"


@pytest.mark.parametrize(
    "credential",
    ["Bearer plb_wrong", "Bearer", "Basic YWRtaW46YWRtaW4=", "Agent nobody:secret", "Agent nobody", "Agent", "x"],
)
def test_a_wrong_credential_opens_nothing(server: Serving, credential: str) -> None:
    whoever = Operation("GET", "/api/v1/me", "get_me", None)
    reporter = Operation("POST", "/api/v1/reports", "receive_report", None)

    with server.client(credential) as client:
        answers = [ask(client, operation) for operation in (whoever, reporter)]

    assert [answer.status_code for answer in answers] == [401, 401]


def test_every_route_says_which_permission_it_needs_or_that_it_needs_none(server: Serving) -> None:
    undeclared = {entry.name for entry in operations(server) if entry.requirement is None}

    assert undeclared == open_to_all()


@pytest.mark.parametrize("role", [*BUILT_IN.values(), NOTHING], ids=lambda role: role.name)
def test_every_route_lets_in_exactly_the_roles_with_its_permission(server: Serving, role: Role) -> None:
    """Walks every route with every role; what a role may do is what the route declares."""
    if role is NOTHING:
        server.services.roles_and_teams.save_role(role, Actor("test"))
    token = server.token_as(role.name)

    answered = let_in(server, token)

    known = operations(server)
    assert answered == {entry.name for entry in known if entry.is_open_to(role.permissions, role.grants)}
    assert len(known) > 50


@pytest.mark.parametrize(("scope", "allowed"), PERMISSIONS_OF_SCOPE.items(), ids=PERMISSIONS_OF_SCOPE)
def test_every_route_lets_in_exactly_the_scopes_with_its_permission(
    server: Serving, scope: str, allowed: frozenset[str]
) -> None:
    token = server.token_for(scope)

    answered = let_in(server, token)

    assert answered == {entry.name for entry in operations(server) if entry.is_open_to(allowed, EVERYTHING)}


def test_what_changes_something_needs_more_than_the_permission_to_read(server: Serving) -> None:
    changing = {
        entry.name
        for entry in operations(server)
        if not entry.is_reading and entry.requirement and entry.requirement.permission == READ
    }

    # Asking what would break changes nothing, and what is one's own is one's own.
    assert changing == ASKING | OWN


def test_an_agent_only_reports(server: Serving) -> None:
    agents = server.services.agents
    agent_id, secret = agents.enrol(agents.create_token("test", "default", 0)[1], "app1", "1")

    assert let_in(server, f"Agent {agent_id}:{secret}") == {"receive_report"} | open_to_all()


def test_a_report_may_say_anything_so_it_takes_the_right_to_change_everything(server: Serving) -> None:
    everywhere, here = Grant(write=ATTRIBUTE_GROUPS), Grant("server", write=ATTRIBUTE_GROUPS)
    report = next(entry for entry in operations(server) if entry.name == "receive_report")

    tokens = [server.token_with(grant, permissions=(REPORT,)) for grant in (everywhere, here)]

    answers: list[int] = []
    for token in tokens:
        with server.client(token) as client:
            answers.append(ask(client, report).status_code)
    assert answers == [422, 403]


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The API's description."""
    return create_api(load_registry()).openapi()


def described() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation of the API's description."""
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does() -> None:
    found = list(described())
    names = [operation["operationId"] for _, operation in found]

    assert len(set(names)) == len(names)
    assert [where for where, operation in found if not operation["description"].endswith(".")] == []


def test_every_operation_says_what_it_answers() -> None:
    vague: list[str] = []
    for where, operation in described():
        for code, answer in operation["responses"].items():
            contents: dict[str, Any] = answer.get("content", {})
            is_said = not contents if code == "204" else all(map(_is_said, contents, contents.values()))
            if not is_said or (code == "200" and not contents):
                vague.append(f"{where} {code}")

    assert vague == []


def test_every_operation_says_that_it_may_answer_a_problem() -> None:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}

    assert [where for where, entry in described() if entry["responses"]["default"]["content"] != problem] == []


def test_everything_that_is_described_can_be_looked_up() -> None:
    referred = set(re.findall(r"#/components/schemas/(\w+)", str(description())))

    assert referred == set(description()["components"]["schemas"])


def test_every_route_is_an_operation_of_the_api_or_a_page(server: Serving) -> None:
    strangers = [
        route.path
        for route in iter_route_contexts(create_app(server.services).routes)
        if not isinstance(route.original_route, APIRoute) and route.path not in {*PAGES, REFERENCE}
    ]

    assert strangers == []


def _is_said(kind: str, entry: dict[str, Any]) -> bool:
    """JSON has a model; of other media types their name is enough."""
    return "json" not in kind or "ndjson" in kind or "$ref" in entry["schema"]
