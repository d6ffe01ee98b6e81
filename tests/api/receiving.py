"""A mail server and a receiver of webhooks, as programs run them."""

import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Mailbox:
    """What a mail server took; it refuses recipients of `refused` with their answer, and any log-in but `password`.

    `sender_answer` is what it says of who sends.
    """

    port: int = 0
    password: str = ""
    refused: dict[str, str] = field(default_factory=dict[str, str])
    sender_answer: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list[EmailMessage])

    async def handle_MAIL(  # noqa: N802 - the library calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a sender, or not."""
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(  # noqa: N802 - the library calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Take a mail."""
        self.mails.append(message_from_bytes(cast("bytes", envelope.content), policy=default))
        return "250 taken"

    def authenticated(self, *given: Any) -> AuthResult:  # noqa: ANN401 - what the library hands over
        """Whether a log-in is right."""
        shown = given[-1]
        is_right = isinstance(shown, LoginPassword) and shown.password.decode() == self.password
        return AuthResult(success=is_right, handled=False)

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to somebody."""
        return [mail for mail in self.mails if mail["To"] == address]


def mail_settings(mailbox: Mailbox) -> dict[str, Any]:
    """The settings of a server that sends to a mail server without encryption."""
    sent = {"smtp_host": "127.0.0.1", "smtp_port": mailbox.port, "smtp_tls": "none", "mail_from": "cmdb@example.net"}
    return {**sent, "public_url": "https://cmdb.example.net"}


@contextmanager
def mail_server(mailbox: Mailbox, tls: ssl.SSLContext | None = None) -> Generator[Mailbox]:
    """A mail server at a port of the loopback, the same again where the mailbox had one."""
    options: dict[str, Any] = {"tls_context": tls, "require_starttls": True} if tls else {}
    if mailbox.password:
        options |= {"authenticator": mailbox.authenticated, "auth_required": True}
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port or free_port(), **options)
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nobody uses."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        return server.server_address[1]


@dataclass
class Receiver:
    """What a receiver was sent: headers and body; it answers `status` with `said`."""

    port: int = 0
    status: int = 204
    said: str = ""
    taken: list[tuple[dict[str, str], str]] = field(default_factory=list[tuple[dict[str, str], str]])

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def receiving(receiver: Receiver) -> Generator[Receiver]:
    """A receiver at a port of the loopback, the same again where it had one."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            receiver.taken.append((dict(self.headers.items()), body))
            self.send_response(receiver.status)
            self.send_header("Content-Length", str(len(receiver.said.encode())))
            if receiver.status == 302:
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(receiver.said.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as above
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", receiver.port), Handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
