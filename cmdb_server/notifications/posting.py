"""One signed request to a webhook's receiver, after the Standard Webhooks specification."""

import http.client
import io
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from standardwebhooks import Webhook as Signer

from cmdb_server.notifications.addresses import Allowed, Target, TargetRefusedError, address_for
from cmdb_server.version import VERSION

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_TIMEOUT_SECONDS = 10.0
_LARGEST_ANSWER = 2_000
_OK = range(200, 300)
GONE = 410


@dataclass(frozen=True)
class Outgoing:
    """A body to be sent under an id, which stays the same when it is sent again; signed with a secret."""

    message_id: str
    body: str
    secret: str


@dataclass(frozen=True)
class Answer:
    """What came of a request: the status (0: none) with the beginning of what was said, or why there was none."""

    status: int
    said: str
    error: str
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        """Whether the receiver took it."""
        return self.status in _OK

    @property
    def reason(self) -> str:
        """Why it was not taken, in one line."""
        return self.error or f"answered {self.status}: {' '.join(self.said.split())}"


class _Answering(io.RawIOBase):
    """What the other side says until a moment, however slowly: a byte now and then does not keep others waiting."""

    def __init__(self, connected: socket.socket, until: float) -> None:
        self._connected, self._until = connected, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connected.settimeout(left)
        return self._connected.recv_into(buffer)


def post(target: Target, sent: Outgoing, allowed: Allowed, ca_file: Path = Path()) -> Answer:
    """Send a body, to the address that was checked and nowhere else; redirects are answers like any other."""
    began = time.monotonic()

    def since() -> int:
        return round((time.monotonic() - began) * 1_000)

    try:
        address = address_for(target, allowed)
        status, said = _exchange(target, address, sent, ca_file)
    except TargetRefusedError as error:
        return Answer(0, "", str(error), since())
    except ssl.SSLError as error:
        return Answer(0, "", f"no trust in its certificate: {error.reason or error}", since())
    except TimeoutError:
        return Answer(0, "", f"no answer within {_TIMEOUT_SECONDS:.0f} seconds", since())
    except (OSError, http.client.HTTPException, ValueError) as error:
        told = getattr(error, "strerror", None) or type(error).__name__
        return Answer(0, "", f"cannot be reached: {told}", since())
    return Answer(status, said, "", since())


def headers(sent: Outgoing, at: datetime) -> dict[str, str]:
    """The headers that show who sent a body, and when."""
    return {
        "webhook-id": sent.message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Signer(sent.secret).sign(sent.message_id, at, sent.body),
    }


def _exchange(target: Target, address: str, sent: Outgoing, ca_file: Path) -> tuple[int, str]:
    connection = http.client.HTTPConnection(target.host, target.port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.sock = _connected(target, address, ca_file)
        told = {
            "Content-Type": "application/cloudevents+json; charset=utf-8",
            "User-Agent": f"Plumbline/{VERSION}",
            **headers(sent, datetime.now(UTC).replace(microsecond=0)),
        }
        connection.request("POST", target.path, sent.body.encode(), told)
        response = http.client.HTTPResponse(connection.sock, method="POST")
        response.fp = io.BufferedReader(_Answering(connection.sock, time.monotonic() + _TIMEOUT_SECONDS))
        response.begin()
        return response.status, response.read(_LARGEST_ANSWER).decode("utf-8", "replace")
    finally:
        connection.close()


def _connected(target: Target, address: str, ca_file: Path) -> socket.socket:
    plain = socket.create_connection((address, target.port), _TIMEOUT_SECONDS)
    if not target.is_tls:
        return plain
    try:
        context = ssl.create_default_context(cafile=None if ca_file == Path() else str(ca_file))
        return context.wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise
