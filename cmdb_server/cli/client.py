"""The server's API as commands use it: found through the data directory, with the operator's token."""

import json
import ssl
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.server_files import ServerFiles
from cmdb_server.settings import Settings

_TIMEOUT_SECONDS = 300
_PIECE_BYTES = 1 << 16
_PAGE = 500


class NoServerError(CmdbError):
    """No server answers."""

    def __init__(self, message: str) -> None:
        """`message` says where it was looked for and what to do."""
        super().__init__(message, 503, "no_server")


class Client:
    """Calls to one server."""

    def __init__(self, settings: Settings) -> None:
        """Find the server: CMDB_SERVER, else the one that runs on the data directory. Raises NoServerError."""
        files = ServerFiles(settings.data_dir)
        running = files.running_at()
        if not settings.server_url and running is None:
            message = f"no server is running on {settings.data_dir}; start `cmdb up`, or give --data or CMDB_SERVER"
            raise NoServerError(message)
        self.url = settings.server_url or (running.url if running else "")
        own = running.certificate if running and not settings.server_url else ""
        self._ca_file = str(settings.ca_file) if settings.ca_file != Path() else own
        self._token = settings.token or files.operator_token()
        if not self._token:
            message = f"no API token for {self.url}: set CMDB_TOKEN, or run this as the user who runs the server"
            raise NoServerError(message)

    def get(self, path: str, **query: Any) -> Any:  # noqa: ANN401 - JSON
        """What a GET answers. Raises CmdbError with what the server says."""
        return json.loads(self._read("GET", path, query, None))

    def every(self, path: str, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - values of the query
        """All items of a list, read page by page. Raises CmdbError with what the server says."""
        found: list[dict[str, Any]] = []
        while True:
            items = self.get(path, **query, offset=len(found), limit=_PAGE)["items"]
            found += items
            if len(items) < _PAGE:
                return found

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        """What a change answers, None for no content. Raises CmdbError with what the server says."""
        text = self._read(method, path, {}, body)
        return json.loads(text) if text else None

    def upload(self, path: str, content: bytes, *, method: str = "POST", **query: Any) -> Any:  # noqa: ANN401 - JSON
        """What the upload of a file answers. Raises CmdbError with what the server says."""
        return json.loads(self._ask(method, path, query, content).read())

    def stream(self, path: str, **query: Any) -> Iterator[bytes]:  # noqa: ANN401 - values of the query
        """A long answer in pieces. Raises CmdbError with what the server says, or when it is cut off."""
        response = self._ask("GET", path, query, None)
        try:
            while piece := response.read(_PIECE_BYTES):
                yield piece
        except (OSError, HTTPException) as error:
            raise NoServerError(f"{self.url} stopped answering in the middle ({error}); try again") from error

    def _read(self, method: str, path: str, query: Mapping[str, Any], body: Mapping[str, Any] | None) -> bytes:
        return b"".join([self._ask(method, path, query, body).read()])

    def _ask(
        self, method: str, path: str, query: Mapping[str, Any], body: Mapping[str, Any] | bytes | None
    ) -> HTTPResponse:
        where = urlsplit(self.url)
        known = {name: value for name, value in query.items() if value is not None}
        target = f"/api/v1{path}" + (f"?{urlencode(known, doseq=True)}" if known else "")
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        try:
            connection = _connection(where.scheme, where.netloc, self._ca_file)
            sent = body if body is None or isinstance(body, bytes) else json.dumps(body)
            connection.request(method, target, sent, headers)
            response = connection.getresponse()
        except (OSError, HTTPException) as error:
            message = f"{self.url} does not answer ({error}); see `cmdb doctor`"
            raise NoServerError(message) from error
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise _refusal(response)
        return response


def _connection(scheme: str, netloc: str, ca_file: str) -> HTTPConnection:
    if scheme == "https":
        trusted = ssl.create_default_context(cafile=ca_file or None)
        return HTTPSConnection(netloc, timeout=_TIMEOUT_SECONDS, context=trusted)
    return HTTPConnection(netloc, timeout=_TIMEOUT_SECONDS)


def _refusal(response: HTTPResponse) -> CmdbError:
    text = response.read()
    try:
        problem = json.loads(text)
        errors = tuple(FieldError(**error) for error in problem["errors"])
        return CmdbError(problem["detail"], response.status, problem["code"], errors)
    except (ValueError, KeyError, TypeError):
        shown = text[:200].decode(errors="replace")
        return CmdbError(f"the server answered {response.status}: {shown}", response.status, "unexpected")
