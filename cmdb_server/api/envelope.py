"""What surrounds every answer: an id that the log has too, and headers that tell browsers what a page may do."""

import logging
import secrets
import time
from collections.abc import Sequence
from typing import TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Mantine writes its theme into style elements and attributes; the impact picture is saved from memory (blob).
# Codes in a camera's picture are read by WebAssembly of our own; no other kind of `eval` is allowed.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' blob: data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
# One document shows all pages, so it is allowed what those on which codes are scanned need; the person is asked by the
# browser before. No answer of the API is.
_OF_PAGES = (b"permissions-policy", b"camera=(self), geolocation=(), microphone=()")
_ONLY_TLS = (b"strict-transport-security", b"max-age=31536000")
_Header: TypeAlias = tuple[bytes, bytes]
_log = logging.getLogger("cmdb_server.requests")


class Envelope:
    """Gives each request an id and each answer its headers, and notes both in the log."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` answers."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, began, status = secrets.token_hex(8), time.perf_counter(), 500
        scope["request_id"] = request_id

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = message.get("headers", ())
                secured = [_ONLY_TLS] if scope.get("scheme") == "https" else []
                message["headers"] = [*given, *_added(given), (b"x-request-id", request_id.encode()), *secured]
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            values = {"method": scope["method"], "path": scope["path"], "status": status, "ms": milliseconds}
            _log.info("request", extra={**values, "request_id": request_id})


def _added(given: Sequence[_Header]) -> list[_Header]:
    """What an answer does not say by itself."""
    said = dict(given)
    ours = dict((*_HEADERS, _OF_PAGES) if said.get(b"content-type", b"").startswith(b"text/html") else _HEADERS)
    return [header for header in ours.items() if header[0] not in said]
