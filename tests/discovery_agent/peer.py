"""A server on the loopback interface that keeps the contract of reports and enrolment, and misbehaves where told to.

It shares no code with Plumbline's server: it is what the agent meets at the other end of the line.
"""

import json
import ssl
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import zstandard

from discovery_agent.secret import Secret

TOKEN = "ple_let-me-in"  # noqa: S105 - the token of these tests
SECRET = "s3cret-of-the-agent"  # noqa: S105 - the secret of these tests


@dataclass(frozen=True)
class Reply:
    """An answer that is not the contract's. `cut`: the connection ends after so many bytes of the body."""

    status: int = 503
    body: dict[str, Any] = field(default_factory=dict[str, Any])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    cut: int | None = None
    stores: bool = False


class Peer:
    """What it holds, what it was sent, and the replies it gives before it keeps to the contract again."""

    def __init__(self) -> None:
        self.hashes: dict[str, str] = {}
        self.received: list[dict[str, Any]] = []
        self.stored: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.enrolled: list[dict[str, Any]] = []
        self.replies: list[Reply] = []
        self.clock_ahead = 0.0
        self.accepts_agents = True
        self.url = ""
        self._lock = threading.Lock()

    @property
    def report_ids(self) -> list[str]:
        """The reports it has stored, each once, in the order of their arrival."""
        return list(dict.fromkeys(report["report_id"] for report in self.stored))

    def answer(self, path: str, headers: Any, body: bytes) -> Reply:  # noqa: ANN401 - http.server's headers
        """The reply to a POST."""
        with self._lock:
            self.paths.append(path)
            if path == "/api/v1/agents":
                return self._enrol(json.loads(body))
            if path != "/api/v1/reports":
                return problem(404, "there is nothing")
            if headers["Content-Encoding"] != "zstd" or headers["Content-Type"] != "application/json":
                return problem(415, "zstd and JSON, please")
            report: dict[str, Any] = json.loads(zstandard.ZstdDecompressor().decompressobj().decompress(body))
            self.received.append(report)
            if self.replies:
                reply = self.replies.pop(0)
                if reply.stores:
                    self._store(report)
                return reply
            if not self.accepts_agents or headers["Authorization"] != f"Agent agent-1:{SECRET}":
                return problem(401, "unknown agent")
            return self._accept(report)

    def _enrol(self, wanted: dict[str, Any]) -> Reply:
        self.enrolled.append(wanted)
        if self.replies:
            return self.replies.pop(0)
        if wanted["enrolment_token"] != TOKEN:
            return problem(401, "the enrolment token is wrong")
        return Reply(201, {"agent_id": "agent-1", "secret": SECRET, "network_scope": "lab"})

    def _accept(self, report: dict[str, Any]) -> Reply:
        sections = report["sections"]
        need = [s["name"] for s in sections if "cis" not in s and self.hashes.get(s["name"]) != s["hash"]]
        if need:
            return Reply(409, {"detail": "send these sections whole", "need": need})
        is_new = {s["name"]: s["hash"] for s in sections} != self.hashes
        self._store(report)
        told = [{"name": s["name"], "status": "stored", "created": len(s.get("cis", ()))} for s in sections]
        status = "stored" if is_new else "unchanged"
        body = {"report_id": report["report_id"], "status": status, "root_uid": "ci_1", "sections": told, "parked": []}
        return Reply(200, body)

    def _store(self, report: dict[str, Any]) -> None:
        self.hashes = {section["name"]: section["hash"] for section in report["sections"]}
        self.stored.append(report)


def problem(status: int, detail: str, *errors: dict[str, str], **headers: str) -> Reply:
    """A problem of RFC 9457."""
    body = {"status": status, "detail": detail, "code": "test", "errors": list(errors)}
    return Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


@contextmanager
def running_peer(certified: ssl.SSLContext | None = None, peer: Peer | None = None) -> Generator[Peer]:
    """A peer that listens on a free port of the loopback interface, with TLS where it has a certificate."""
    peer = peer or Peer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(peer))
    server.daemon_threads = True
    if certified is not None:
        server.socket = certified.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    peer.url = f"{'http' if certified is None else 'https'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def token() -> Secret:
    """The enrolment token that the peer accepts."""
    return Secret(TOKEN)


def _handler_for(peer: Peer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            reply = peer.answer(self.path, self.headers, body)
            text = json.dumps(reply.body).encode()
            self.send_response_only(reply.status)
            self.send_header("Date", formatdate(self._now(), usegmt=True))
            for name, value in {"Content-Length": str(len(text)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text if reply.cut is None else text[: reply.cut])

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                """Whoever asked did not trust the certificate, or was killed."""

        def _now(self) -> float:
            return time.time() + peer.clock_ahead

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the signature of http.server
            """Say nothing."""

    return Handler
