"""The server as the agent sees it: one request, one answer, and what its clock says."""

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from discovery_agent.errors import WAITING, DiscoveryError
from discovery_agent.settings import check_server

_SECONDS = 60.0
_MAX_ANSWER = 4 << 20


class NotReachableError(DiscoveryError):
    """The server gave no usable answer; what was sent may have arrived or not."""

    exit_code = WAITING


@dataclass(frozen=True)
class Answer:
    """What the server answered. `body` is its JSON object, empty when it sent none.

    `retry_after` is how many seconds it wants to be left alone; `clock_offset` how many seconds its clock is ahead of
    this machine's, None when it did not say.
    """

    status: int
    body: Mapping[str, Any]
    retry_after: float | None = None
    clock_offset: float | None = None

    @property
    def detail(self) -> str:
        """What the server says is wrong (RFC 9457), with the fields at fault."""
        told = str(self.body.get("detail") or self.body.get("title") or f"HTTP status {self.status}")
        errors: list[Any] = list(self.body.get("errors") or ())
        fields = [f"{e.get('field')}: {e.get('message')}; {e.get('remedy')}" for e in errors if isinstance(e, dict)]  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - somebody else's JSON
        return " | ".join([told, *(text for text in fields if text not in told)])


class Server:
    """Where reports go. Each request has a connection of its own: there is one in many minutes."""

    def __init__(self, url: str, ca_file: Path | None = None) -> None:
        """Raises SettingError for an address that secrets must not travel to."""
        check_server(url)
        self.url = url.rstrip("/")
        self._ca_file = ca_file

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer to a POST of JSON below /api/v1. Raises NotReachableError."""
        parts = urlsplit(self.url)
        try:
            with closing(self._connection()) as connection:
                sent = {"Content-Type": "application/json", "User-Agent": "plumbline-agent", **headers}
                connection.request("POST", f"{parts.path}/api/v1{path}", body, sent)
                response = connection.getresponse()
                received = response.read(_MAX_ANSWER)
                if response.length:
                    raise NotReachableError(f"{self.url}: the answer was cut off; the report is sent again later")
        except ssl.SSLCertVerificationError as error:
            message = f"{self.url}: its certificate is not trusted ({error.verify_message}); name its CA with --ca-file"
            raise NotReachableError(message) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise NotReachableError(f"{self.url} is not reachable: {reason}") from error
        offset = _offset(response.headers.get("Date"))
        told = _seconds_until(response.headers.get("Retry-After"), time.time() + (offset or 0.0))
        return Answer(response.status, _object(received), told, offset)

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        if parts.scheme == "http":
            return http.client.HTTPConnection(host, parts.port, timeout=_SECONDS)
        trusted = ssl.create_default_context(cafile=None if self._ca_file is None else str(self._ca_file))
        return http.client.HTTPSConnection(host, parts.port, timeout=_SECONDS, context=trusted)


def _object(received: bytes) -> Mapping[str, Any]:
    try:
        body: Any = json.loads(received)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}  # pyright: ignore[reportUnknownVariableType] - somebody else's JSON


def _seconds_until(text: str | None, now: float) -> float | None:
    """What Retry-After says: seconds, or a date of the server's clock (RFC 9110, 10.2.3), which says `now`."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except ValueError:
        return None


def _offset(date: str | None) -> float | None:
    """Seconds that the server's clock is ahead of ours, from its Date header (whole seconds)."""
    try:
        return None if date is None else parsedate_to_datetime(date).timestamp() - time.time()
    except ValueError:
        return None
