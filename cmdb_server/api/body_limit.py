"""No body is larger than its address takes: refused by its announced length, or while it arrives."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cmdb_server.api.problems import problem

USUAL_BYTES = 1 << 20
_TOO_LARGE = 413


class BodyTooLargeError(HTTPException):
    """The body is over the limit; an HTTPException, which FastAPI lets through while it reads a body."""

    def __init__(self, limit: int) -> None:
        """`limit` in bytes."""
        super().__init__(
            _TOO_LARGE, f"the body is larger than the {limit} bytes that are taken here; send less at once"
        )


class BodyLimit:
    """Counts the bytes of each request; what an application does not ask for is never read."""

    def __init__(self, app: ASGIApp, limits: Mapping[str, int]) -> None:
        """`limits` are those of the addresses that take more than USUAL_BYTES; `{id}` stands for any part of one."""
        self._app = app
        self._limits = limits
        self._patterns = [(compile_path(path)[0], limit) for path, limit in limits.items() if "{" in path]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        announced = Headers(scope=scope).get("Content-Length", "")
        if announced.isdigit() and int(announced) > limit:
            detail = BodyTooLargeError(limit).detail
            await problem(Request(scope), _TOO_LARGE, "body_too_large", detail)(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise BodyTooLargeError(limit)
            return message

        await self._app(scope, counted, send)

    def _limit(self, path: str) -> int:
        matching = (limit for pattern, limit in self._patterns if pattern.match(path))
        return self._limits.get(path) or next(matching, USUAL_BYTES)
