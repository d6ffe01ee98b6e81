"""Reports of agents, past the layers that the requests of people need: every machine sends them all day.

Only those of agents whose credential is good; all else is left to the usual way, which says what is wrong with it.
"""

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from cmdb_server.api.dependencies import services_of
from cmdb_server.api.problems import answer_to
from cmdb_server.api.resources.reports import store_report
from cmdb_server.api.workers import Workers
from cmdb_server.auth.identity import REPORT, Identity
from cmdb_server.errors import CmdbError
from cmdb_server.permissions.grants import EVERYTHING

_SCHEME = "Agent "
_lookups = Workers(4, "agent-lookup")  # not those of reports, which nobody unknown may keep busy


class AgentReports:
    """Answers the reports of known agents itself, and has the application behind it answer everything else."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        """`path` is where reports go."""
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] != self._path or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            who = await _known_agent(request)
            response = await store_report(request, who) if who else None
        except (CmdbError, HTTPException) as error:
            response = await answer_to(request, error)
        await (response or self._app)(scope, receive, send)


async def _known_agent(request: Request) -> Identity | None:
    """The agent that asks, if nothing keeps it from reporting; looked up unless it was a moment ago."""
    credential = request.headers.get("Authorization", "")
    if not credential.startswith(_SCHEME):
        return None
    agent_id, _, secret = credential.removeprefix(_SCHEME).strip().partition(":")
    agents = services_of(request).agents
    who = agents.verified(agent_id, secret) or await _lookups.run(partial(agents.identity, agent_id, secret))
    return who if who is not None and who.may(REPORT) and who.grants == EVERYTHING else None
