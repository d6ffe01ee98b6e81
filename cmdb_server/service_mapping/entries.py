"""What a text names as the entry point of a service: a URL, a host and port, or a CI by name."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from cmdb_server.errors import CmdbError, FieldError

MAX_LENGTH = 500
_PORTS: Mapping[str, int] = {
    "http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21, "ssh": 22, "sftp": 22, "smtp": 25, "imap": 143,
    "imaps": 993, "ldap": 389, "ldaps": 636, "nfs": 2049, "mqtt": 1883, "mqtts": 8883, "amqp": 5672, "amqps": 5671,
    "postgres": 5432, "postgresql": 5432, "mysql": 3306, "mariadb": 3306, "redis": 6379, "rediss": 6379,
    "mongodb": 27017, "kafka": 9092,
}  # fmt: skip
_LAST_PORT = 65_535
_AUTHORITY_ENDS, _PARAMETERS = re.compile("[/?#]"), re.compile("[?#]")
_USER_AND_PASSWORD = re.compile(r"^\S*:\S*@")


class EntryPoint(NamedTuple):
    """Where a service is entered: a host with port and protocol; or, without a port, the name or uid of a CI."""

    host: str
    port: int = 0
    protocol: str = "tcp"


class EntryPointError(CmdbError):
    """A text that names no entry point."""

    def __init__(self, error: FieldError) -> None:
        """422, with the field."""
        message = f"{error.field} {error.value!r}: {error.message}; {error.remedy}"
        super().__init__(message, 422, "entry_point_invalid", (error,))


def entry_point(text: str, where: str) -> EntryPoint:
    """The entry point that a text names; `where` is the field for errors. Raises EntryPointError."""
    cleaned = text.strip()
    if not cleaned or len(cleaned) > MAX_LENGTH or not cleaned.isprintable():
        raise _refused(text, where, "is no entry point")
    return _of_url(cleaned, where) if "://" in cleaned else _of_host(cleaned, where)


def without_secrets(text: str) -> str:
    """An entry point without what connection strings tell in confidence: user, password and parameters."""
    scheme, sign, rest = text.strip().partition("://")
    if not sign:
        return _USER_AND_PASSWORD.sub("", scheme)
    user = _AUTHORITY_ENDS.split(rest, maxsplit=1)[0].rpartition("@")[:2]
    return f"{scheme}://{_PARAMETERS.split(rest.removeprefix(''.join(user)), maxsplit=1)[0]}"


def _of_url(text: str, where: str) -> EntryPoint:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        if "@" in text:  # a password that nobody escaped is taken for a port, and is not told
            raise _refused(f"{text.partition('://')[0]}://...", where, "is no URL") from None
        raise _refused(text, where, f"is no URL ({error})") from error
    port = port or _PORTS.get(parts.scheme.lower(), 0)
    if not host or not port:
        raise _refused(text, where, "names no host" if not host else f"does not tell the port of {parts.scheme}")
    return EntryPoint(_host(host), port)


def _of_host(text: str, where: str) -> EntryPoint:
    """`host:port`, `[address]:port`, either with `/udp` behind it; anything else is a name."""
    body, slash, protocol = text.rpartition("/")
    body, protocol = (body, protocol.lower()) if slash and protocol.lower() in ("tcp", "udp") else (text, "tcp")
    host, colon, digits = body.rpartition(":")
    is_bare_address = host.count(":") > 0 and not host.startswith("[")
    if not (colon and host and digits.isascii() and digits.isdigit()) or is_bare_address:
        return EntryPoint(_host(text))
    port = int(digits)
    if not 0 < port <= _LAST_PORT:
        raise _refused(text, where, f"has no port that exists ({port})")
    return EntryPoint(_host(host), port, protocol)


def _host(text: str) -> str:
    """A host in one spelling: addresses as everywhere, names as they are."""
    bare = text.removeprefix("[").removesuffix("]")
    try:
        return str(ip_address(bare))
    except ValueError:
        return text


def _refused(text: str, where: str, message: str) -> EntryPointError:
    remedy = "write a URL (https://shop.example), a host with its port (shop.example:8443) or the name of a CI"
    return EntryPointError(FieldError(where, text[:100], message, remedy))
