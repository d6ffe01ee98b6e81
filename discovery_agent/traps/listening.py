"""Where traps are listened for: `1162`, `10.0.0.5:1162`, `[2001:db8::5]:1162`."""

import errno
import socket
from struct import Struct

from discovery_agent.settings import SettingError

_LAST_PORT = 65_535
_FIRST_FREE_PORT = 1024
_SO_MEMINFO, _MEMINFO = 55, Struct("=9I")  # sock_diag(7); the last is SK_MEMINFO_DROPS
_BUFFER_BYTES = 4 << 20  # a storm waits here while something else is done
_EVERYWHERE = (("::", socket.AF_INET6), ("0.0.0.0", socket.AF_INET))  # noqa: S104 - what nobody vouches for is counted only


def listen(wanted: str) -> socket.socket:
    """A socket at an address and port; without an address at all of this machine. Raises SettingError."""
    host, _, text = wanted.rpartition(":")
    port = int(text) if text.isdecimal() else 0
    if not 0 < port <= _LAST_PORT:
        raise SettingError(f"--traps={wanted!r} names no port; give [ADDRESS:]PORT, e.g. 1162 or 10.0.0.5:1162")
    bare = host.removeprefix("[").removesuffix("]")
    places = [(bare, socket.AF_INET6 if ":" in bare else socket.AF_INET)] if host else _EVERYWHERE
    error: OSError = OSError("no address")
    for address, family in places:
        try:
            return _bound(address, port, family)
        except OSError as failure:
            error = failure
            if failure.errno not in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL):
                break
    raise SettingError(f"--traps={wanted!r} cannot be listened at: {error.strerror or error}; {_remedy(error, port)}")


def place_of(line: socket.socket) -> str:
    """Where a socket listens, as people write it."""
    host, port = line.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def thrown_away(line: socket.socket) -> int:
    """How many datagrams the kernel has thrown away for want of room, modulo 2^32; 0 where it keeps no count."""
    try:
        told = line.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMINFO.size)
    except OSError:
        return 0
    return _MEMINFO.unpack(told)[-1] if len(told) == _MEMINFO.size else 0


def _bound(address: str, port: int, family: socket.AddressFamily) -> socket.socket:
    line = socket.socket(family, socket.SOCK_DGRAM)
    try:
        if family == socket.AF_INET6:
            line.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
        line.settimeout(0)
        line.bind((address, port))
    except OSError:
        line.close()
        raise
    return line


def _remedy(error: OSError, port: int) -> str:
    if isinstance(error, PermissionError) and port < _FIRST_FREE_PORT:
        return (
            f"ports below {_FIRST_FREE_PORT} need CAP_NET_BIND_SERVICE (systemd: AmbientCapabilities=); "
            f"or listen at 1162 and send UDP port {port} there with a rule of the firewall"
        )
    if error.errno == errno.EADDRINUSE:
        return "another program has the port (snmptrapd?); stop it, or choose another port"
    return "give an address of this machine, and a port that is free"
