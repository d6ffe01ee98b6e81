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

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Body(BaseModel):
    """What a request may say: values of the right type, and nothing misspelt that would be ignored."""

    model_config = ConfigDict(strict=True, extra="forbid")


class TaggedRoute(APIRoute):
    """A route whose reads carry an ETag of their body and answer 304 to who has it already (RFC 9110, 13.1.2)."""

    def get_route_handler(self) -> Handler:
        """The handler of the route, with tags around it."""
        inner = super().get_route_handler()
        if "GET" not in (self.methods or ()):
            return inner

        async def handle(request: Request) -> Response:
            response = await inner(request)
            if isinstance(response, StreamingResponse) or response.status_code != HTTPStatus.OK:
                return response
            return _tagged(request, response)

        return handle


def resource(tag: str) -> APIRouter:
    """The router of one resource."""
    return APIRouter(tags=[tag], route_class=TaggedRoute)


def answer(value: object, status: int = HTTPStatus.OK) -> Response:
    """A value of plain dataclasses as JSON; the route's response model documents it."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def streams(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that answers text of these media types; its response class is StreamingResponse."""
    return {200: {"content": {kind: {"schema": {"type": "string"}} for kind in media_types}}}


def methods_at(app: FastAPI, path: str) -> list[str]:
    """The methods that an address of the API takes; none where there is nothing."""
    routes = [entry for entry in iter_route_contexts(app.routes) if isinstance(entry.original_route, APIRoute)]
    return sorted({method for route in routes if route.path_regex.match(path) for method in route.methods or ()})


def _tagged(request: Request, response: Response) -> Response:
    tag = response.headers.setdefault("ETag", f'"{blake2b(bytes(response.body), digest_size=12).hexdigest()}"')
    response.headers.setdefault("Cache-Control", "private, no-cache")
    asked = {entry.strip().removeprefix("W/") for entry in request.headers.get("If-None-Match", "").split(",")}
    if tag not in asked:
        return response
    kept = {name: response.headers[name] for name in ("ETag", "Cache-Control")}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
