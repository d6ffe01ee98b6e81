"""How a resource of the API is made: `router = resource("things")`; reads get an ETag, answers are encoded once."""

from collections.abc import Callable, Coroutine
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel, ConfigDict

from cmdb_server.api.dependencies import requirement_of
from cmdb_server.api.keeping import keep_to_rights

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Body(BaseModel):
    """What a request may say: values of the right type, and nothing misspelt that would be ignored."""

    model_config = ConfigDict(strict=True, extra="forbid")


class ResourceRoute(APIRoute):
    """A route whose answers keep to the rights of whoever asks, and whose reads carry an ETag of their body.

    To who has that body already a read answers 304 (RFC 9110, 13.1.2).
    """

    def get_route_handler(self) -> Handler:
        """The handler of the route, with rights and tags around it."""
        inner = super().get_route_handler()
        requirement = requirement_of(self)
        is_read = "GET" in (self.methods or ())

        async def handle(request: Request) -> Response:
            if requirement is not None and not requirement.is_compiled:
                response = await keep_to_rights(request, inner)
            else:
                response = await inner(request)
            if not is_read or isinstance(response, StreamingResponse) or response.status_code != HTTPStatus.OK:
                return response
            return _tagged(request, response)

        return handle


# Whose edits name the revision in If-Match; more than that may change what is shown, as when it was last seen.
REVISION = "CMDB-Revision"


def resource(tag: str) -> APIRouter:
    """The router of one resource."""
    return APIRouter(tags=[tag], route_class=ResourceRoute)


def answer(value: object, status: int = HTTPStatus.OK) -> Response:
    """A value of plain dataclasses as JSON; the route's response model documents it."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def streams(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that answers text of these media types; its response class is StreamingResponse."""
    return {200: {"content": {kind: {"schema": {"type": "string"}} for kind in media_types}}}


def methods_at(app: FastAPI, path: str) -> list[str]:
    """The methods that an address of the API takes; none where there is nothing.

    An address spelt out beside one with a parameter (`/cis/export`, `/cis/{uid}`) takes its own only.
    """
    routes = [entry for entry in iter_route_contexts(app.routes) if isinstance(entry.original_route, APIRoute)]
    found = [route for route in routes if route.path_regex.match(path)]
    return sorted({method for route in found if route.path == found[0].path for method in route.methods or ()})


def _tagged(request: Request, response: Response) -> Response:
    digest = blake2b(bytes(response.body), digest_size=12).hexdigest()
    of = f"{response.headers[REVISION]}." if REVISION in response.headers else ""
    tag = response.headers.setdefault("ETag", f'"{of}{digest}"')
    response.headers.setdefault("Cache-Control", "private, no-cache")
    asked = {entry.strip().removeprefix("W/") for entry in request.headers.get("If-None-Match", "").split(",")}
    if tag not in asked:
        return response
    kept = {name: response.headers[name] for name in ("ETag", "Cache-Control")}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
