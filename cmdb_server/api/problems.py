"""Every error as application/problem+json (RFC 9457), with the fields at fault and an id that the log has too."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from cmdb_server.api.dependencies import services_of
from cmdb_server.api.remedies import remedy
from cmdb_server.api.routes import methods_at
from cmdb_server.auth.throttle import ThrottledError
from cmdb_server.disk_room import explained
from cmdb_server.errors import CmdbError, FieldError

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
_SECRET_FIELDS = ("password", "token", "secret", "passphrase", "private_key", "community")
_HIDDEN = "***"
_MISSING = "missing"
_CODES = {413: "body_too_large"}  # HTTPStatus names it differently from one version of Python to the next
_log = logging.getLogger(__name__)


class FieldProblem(BaseModel):
    """One refused value; in a longer text `position` (from 0) and `length` say where it stands."""

    field: str
    value: str
    message: str
    remedy: str
    position: int | None
    length: int | None


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldProblem]


class NotFoundError(CmdbError):
    """What was asked for by its id is not there."""

    def __init__(self, what: str, uid: str) -> None:
        """`what` names the kind of thing."""
        super().__init__(f"there is no {what} {uid[:100]!r}; it may have been removed", 404, "not_found")


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    errors: Sequence[FieldError] = (),
    *,
    extra: Mapping[str, Any] | None = None,
) -> JSONResponse:
    """A problem as a response; `extra` are members beside those of every problem (RFC 9457, 3.2)."""
    body: dict[str, Any] = {
        "type": "/reference#problems",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request_id(request),
        "errors": [asdict(error) for error in errors],
        **(extra or {}),
    }
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return JSONResponse(body, status, headers, media_type=MEDIA_TYPE)


def request_id(request: Request) -> str:
    """The id under which the log knows a request."""
    return str(request.scope.get("request_id", ""))


def install(app: FastAPI) -> None:
    """Answer every error of an application as a problem."""
    app.add_exception_handler(CmdbError, _cmdb_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


async def answer_to(request: Request, error: CmdbError | HTTPException) -> JSONResponse:
    """An error as a response."""
    return await (_cmdb_error if isinstance(error, CmdbError) else _http_error)(request, error)


async def _cmdb_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, CmdbError):
        raise error
    error = explained(error, services_of(request).settings)
    response = problem(request, error.status, error.code, str(error), error.errors)
    if isinstance(error, ThrottledError):
        response.headers["Retry-After"] = str(error.retry_after)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [_field_error(entry) for entry in error.errors()]
    detail = "; ".join(map(_told, errors))
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", detail, errors)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    code = _CODES.get(error.status_code) or HTTPStatus(error.status_code).name.lower()
    response = problem(request, error.status_code, code, str(error.detail))
    response.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(methods_at(request.app, request.url.path))
    return response


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    response = problem(request, 500, "unexpected", "the server failed; its log tells more under this request id")
    values = {"path": request.url.path, "method": request.method, "request_id": request_id(request)}
    _log.error("request_failed", extra=values, exc_info=error)
    return response


def _field_error(entry: dict[str, Any]) -> FieldError:
    """What pydantic says of one value, under the path that the sender used; what may hold a secret is not repeated."""
    place = [str(part) for part in entry["loc"]]
    field = ".".join(place[1:]) or place[0]
    sent = entry.get("input", "")
    is_one_value = len(place) > 1 and (sent is None or isinstance(sent, str | int | float))
    is_secret = any(word in field for word in _SECRET_FIELDS)
    value = str(sent)[:100] if is_one_value and not is_secret else _HIDDEN
    value = "" if entry["type"] == _MISSING else value
    return FieldError(field, value, entry["msg"], remedy(entry["type"], entry.get("ctx", {})))


def _told(error: FieldError) -> str:
    place = error.field if error.value in {"", _HIDDEN} else f"{error.field} {error.value!r}"
    return f"{place}: {error.message}; {error.remedy}"
