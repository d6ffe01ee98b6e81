"""One request to a receiver that behaves badly: no graph."""

import base64
import socket
import threading
import time

import pytest

from cmdb_server.notifications import posting
from cmdb_server.notifications.addresses import allowed_of, target_of
from cmdb_server.notifications.posting import Outgoing, post

SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()


def test_a_receiver_that_answers_a_byte_now_and_then_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "_TIMEOUT_SECONDS", 1.0)
    ended = threading.Event()

    def drip(listening: socket.socket) -> None:
        with listening.accept()[0] as one:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + bytes(100):
                if ended.wait(0.1):
                    return
                one.sendall(bytes([byte]))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=(listening,))
        thread.start()
        target = target_of(f"http://127.0.0.1:{listening.getsockname()[1]}/hook")
        began = time.monotonic()
        answer = post(target, Outgoing("no_1", "{}", SECRET), allowed_of("127.0.0.0/8"))
        took = time.monotonic() - began
        ended.set()
        thread.join()

    assert answer.error.startswith("no answer within")
    assert took < 8, "the answer takes more than ten seconds"
