"""Servers that are none: each says its lines to whoever connects, all at once or byte by byte."""

import socket
from collections.abc import Generator, Iterable
from contextlib import closing, contextmanager, suppress
from threading import Event, Thread

from discovery_agent.scan.method import Target


@contextmanager
def saying(said: Iterable[bytes], pause: float = 0.0, *, hangs_up: bool = False) -> Generator[Target]:
    """A server that says these bytes with a pause after each part, then hangs up or waits for the end of the test."""
    over = Event()

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with closing(connection):
                for part in said:
                    connection.sendall(part)
                    if over.wait(pause):
                        return
                if not hangs_up:
                    over.wait()

    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        thread = Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield Target("127.0.0.1", listener.getsockname()[1])
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
