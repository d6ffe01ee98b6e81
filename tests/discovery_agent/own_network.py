"""Networks for tests alone: nobody else's connections are seen from them."""

import ctypes
import fcntl
import os
import socket
import struct
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET, SIOCSIFFLAGS, IFF_UP: <linux/sched.h>, <linux/sockios.h>, <linux/if.h>
_SET_FLAGS, _UP = 0x8914, 1


def enter_new_network() -> None:
    """Let this thread be in a network in which there is nothing but loopback. Raises OSError without the right to."""
    _check(_libc().unshare(_NEW_NETWORK), "unshare")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh22x", b"lo", _UP))


@contextmanager
def own_network() -> Generator[None]:
    """This thread, and what it starts, in such a network for a while: for root, others stay where they are."""
    if os.geteuid():
        yield
        return
    with Path("/proc/thread-self/ns/net").open(encoding="ascii") as home:
        enter_new_network()
        try:
            yield
        finally:
            _check(_libc().setns(home.fileno(), _NEW_NETWORK), "setns")


def leave_ended_connections(number: int) -> None:
    """So many connections that a server ended which is gone: each has a far end of its own, and looks outgoing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        for _ in range(number):
            near = socket.create_connection(server.getsockname())
            far, _ = server.accept()
            far.close()
            near.recv(1)
            near.close()


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(failed: int, what: str) -> None:
    if failed:
        raise OSError(ctypes.get_errno(), what)
