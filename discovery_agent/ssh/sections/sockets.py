"""TCP sockets that listen or are connected: a busy machine lists thousands more that are over.

They are read by every scan: who serves others is no router, also where its activity is not wanted.
"""

from collections.abc import Iterator

from discovery_agent.host.sockets import plain_address
from discovery_agent.host.system import Socket
from discovery_agent.ssh.part import Part, absorb_lines, text_lines
from discovery_agent.ssh.readings import Readings
from graph_schema.values import is_address

# Reading /proc/net takes the kernel several times as long as answering ss(8). What stood for any address was not clear
# before ss knew -O. The state in /proc/net is what stands before the lengths of the queues: TCP_… of netinet/tcp.h.
_COMMAND = """if command -v ss >/dev/null && t ss -OHtane state established state listening; then :
else t grep -aHE ' (01|0A) [0-9A-F]{8}:[0-9A-F]{8} ' net/tcp net/tcp6; fi"""
_LISTED = b"net/tcp"
_LISTENING, _CONNECTED = "LISTEN", "ESTAB"
_INODE, _USER = "ino:", "uid:"
_ENDS = slice(3, 5)
_MOST_DIGITS = 19


def absorb(output: bytes, readings: Readings) -> None:
    """Lines of /proc/net/tcp and /proc/net/tcp6, else what ss told."""
    listed = [line for line in output.split(b"\n") if line.startswith(_LISTED)]
    if listed:
        absorb_lines(b"\n".join(listed), readings)
    else:
        readings.told_sockets += _told(output)


def _told(output: bytes) -> Iterator[Socket]:
    for line in text_lines(output):
        words = line.split()
        ends = [_end(word) for word in words[_ENDS]]
        if words[:1] not in ([_LISTENING], [_CONNECTED]) or len(ends) < 2:  # noqa: PLR2004 - here and there
            continue
        (address, port), (remote, remote_port) = ends
        is_quiet = words[0] == _LISTENING
        if is_address(address) and is_address(remote) and port and bool(remote_port) is not is_quiet:
            yield {
                "protocol": "tcp",
                "address": address,
                "port": port,
                "remote_address": None if is_quiet else remote,
                "remote_port": remote_port,
                "inode": _named(words, _INODE),
                "user": _named(words, _USER),
            }


def _end(text: str) -> tuple[str, int]:
    """Address and port; 0 is any port, and what is no number."""
    host, _, port = text.rpartition(":")
    host = host.partition("%")[0].strip("[]")
    return "::" if host == "*" else plain_address(host), _number(port)


def _named(words: list[str], name: str) -> int:
    """The number behind a name; ss leaves out a user that is 0."""
    return _number(next((word.removeprefix(name) for word in words if word.startswith(name)), ""))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


part = Part("sockets", command=_COMMAND, absorb=absorb)
