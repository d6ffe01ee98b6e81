"""A server on the loopback interface that enrols and acknowledges everything: only the agent is measured."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import zstandard

_API = "/api/v1"


class Acceptor:
    """Its address, how many reports came, how many bytes the last one had, and how it says that one came."""

    def __init__(self) -> None:
        self.url = ""
        self.reports = 0
        self.last_bytes = 0
        self.came = Event()

    def answer(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        """Status and body of the answer to a POST."""
        if path == f"{_API}/agents":
            return 201, {"agent_id": "bench", "secret": "bench", "network_scope": "default"}
        report: dict[str, Any] = json.loads(zstandard.ZstdDecompressor().decompressobj().decompress(body))
        self.reports += 1
        self.last_bytes = len(body)
        self.came.set()
        return 200, {"report_id": report["report_id"], "status": "stored", "root_uid": "bench", "sections": []}


@contextmanager
def running_acceptor() -> Generator[Acceptor]:
    """An acceptor on a free port."""
    acceptor = Acceptor()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(acceptor))
    server.daemon_threads = True
    acceptor.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield acceptor
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler_for(acceptor: Acceptor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = acceptor.answer(self.path, body)
            text = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the signature of http.server
            """Say nothing."""

    return Handler
