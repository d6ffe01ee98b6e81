"""Keeps every answer to the rights of whoever asks; a resource need not know of them."""

from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from cmdb_server.api.dependencies import services_of, sight_of_request
from cmdb_server.api.redaction import CI_PREFIX, redacted
from cmdb_server.auth.identity import ForbiddenError, NotAuthenticatedError
from cmdb_server.permissions.sight import Place, Sight

_JSON = ("application/json", "application/problem+json")
_CIS = "/cis/"
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


async def keep_to_rights(request: Request, handle: Callable[[Request], Coroutine[Any, Any, Response]]) -> Response:
    """What a route answers, as whoever asks may see it. Raises ForbiddenError for what cannot be shown in part."""
    sight = await run_in_threadpool(_sight, request)
    if sight is None:
        return await handle(request)
    about = str(request.path_params.get("uid", ""))
    await run_in_threadpool(_check_asked, request, sight, about)
    response = await handle(request)
    if isinstance(response, StreamingResponse):
        raise ForbiddenError("this answer is for those only who may see all; ask an administrator for a role that does")
    if not _is_json(response):
        return response
    body = await run_in_threadpool(_redacted, request, sight, bytes(response.body), about)
    kept = {name: value for name, value in response.headers.items() if name not in ("content-length", "etag")}
    return Response(body, response.status_code, kept)


def _sight(request: Request) -> Sight | None:
    """What whoever asks may see, None for all, and for somebody unknown: the route refuses them itself."""
    try:
        sight = sight_of_request(request)
    except (NotAuthenticatedError, ForbiddenError):
        return None
    return None if sight.reads_all and sight.writes_all else sight


def _check_asked(request: Request, sight: Sight, about: str) -> None:
    """Whether the CI in the address may be asked about, or changed."""
    path = request.url.path
    if _CIS not in path or not about.startswith(CI_PREFIX):
        return
    place = services_of(request).index.places([about]).get(about, Place("", None))
    if path.endswith(_CIS + about) and request.method in _SAFE:
        return  # the CI itself is shown redacted
    if not sight.sees(place):
        raise ForbiddenError("you may not see this configuration item; an administrator can give you a role that does")
    may_change = sight.writes(place) if request.method == "DELETE" else sight.changes(place)
    if request.method not in _SAFE and not may_change:
        raise ForbiddenError(
            "you may not change this configuration item; an administrator can give you a role that may"
        )


def _is_json(response: Response) -> bool:
    return response.headers.get("Content-Type", "").partition(";")[0] in _JSON


def _redacted(request: Request, sight: Sight, body: bytes, about: str) -> bytes:
    if sight.reads_all or not body:
        return body
    places = services_of(request).index.places
    asked = about if about.startswith(CI_PREFIX) else ""
    return msgspec.json.encode(redacted(msgspec.json.decode(body), sight, places, asked))
