"""Hosts and ports in configuration: `db1:5432`, `[::1]:80`, `unix:/run/x.sock`, URLs with logins and several hosts."""

import re
from typing import NamedTuple

from discovery_agent.host.later import later

MAX_PORT = 65_535
DEFAULT_PORTS = {
    "amqp": 5672,
    "amqps": 5671,
    "clickhouse": 9000,
    "couchbase": 11210,
    "elasticsearch": 9200,
    "ftp": 21,
    "http": 80,
    "https": 443,
    "imap": 143,
    "kafka": 9092,
    "ldap": 389,
    "ldaps": 636,
    "mariadb": 3306,
    "memcache": 11211,
    "memcached": 11211,
    "mongodb": 27017,
    "mqtt": 1883,
    "mysql": 3306,
    "nats": 4222,
    "oracle": 1521,
    "pgsql": 5432,
    "postgres": 5432,
    "postgresql": 5432,
    "redis": 6379,
    "rediss": 6379,
    "smtp": 25,
    "smtps": 465,
    "sqlserver": 1433,
}
_WITH_DATABASES = frozenset(("clickhouse", "mariadb", "mongodb", "mysql", "pgsql", "postgres", "postgresql"))
STORES = frozenset(DEFAULT_PORTS) - {"ftp", "http", "https", "imap", "smtp", "smtps"}
_HOST = later(r"[A-Za-z0-9](?:[A-Za-z0-9_.\-]{0,251}[A-Za-z0-9.])?|[0-9A-Fa-f:.]{2,45}")
_URL = later(
    r"\b(?:jdbc:)?([a-z][a-z0-9]{1,20})(?:\+[a-z0-9_]{1,20})?:(?:thin:@)?//([^\s\"'<>;)]{1,500})", re.IGNORECASE
)
_WORD_ENDS = later(r"\s")
_LONGEST_LOGIN = 500
_AUTHORITY_ENDS = later(r"[/?#]")
_DATABASE = later(r"[A-Za-z0-9_][A-Za-z0-9_.$\-]{0,62}")
_NEXT_URL = later(r",(?=[a-z][a-z0-9+.\-]{1,40}://)", re.IGNORECASE)


class Place(NamedTuple):
    """A host and port; port 0 where none is said. The host of a Unix socket is its path."""

    host: str
    port: int

    @property
    def is_socket(self) -> bool:
        """Whether it is a Unix socket."""
        return self.host.startswith("/")


class UrlPlace(NamedTuple):
    """Where a URL leads, and to which database of a server that has several; "" where it does not say."""

    scheme: str
    place: Place
    database: str = ""


def place_of(text: str, default_port: int = 0) -> Place | None:
    """The place in `host:port`, `host`, `[address]:port` or a path of a Unix socket; None where there is none."""
    text = text.strip().strip("\"'")
    for mark in ("unix:", "unix/"):
        text = text.removeprefix(mark)
    if text.startswith("/"):
        return Place(text.partition(":")[0], 0)
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        port = rest.removeprefix(":")
    elif text.count(":") > 1:
        host, port = text, ""
    else:
        host, _, port = text.partition(":")
    number = port_of(port) if port else default_port
    return Place(host, number) if number is not None and _HOST().fullmatch(host) else None


def port_of(text: object) -> int | None:
    """The port that a number or text is; None for what is none."""
    found = str(text).strip() if isinstance(text, int | str) and not isinstance(text, bool) else ""
    return int(found) if found.isascii() and found.isdigit() and 0 < int(found[:6]) <= MAX_PORT else None


def listening_port(text: str) -> int | None:
    """The port in what something listens on: `443`, `*:443`, `[::]:443`; None where none is said."""
    return port_of(text.rpartition(":")[2])


def url_places(text: str) -> list[UrlPlace]:
    """Where the URLs in a text lead, each of several hosts; without logins.

    One with an @ behind its hosts is not understood: a password may hold what ends a host elsewhere.
    """
    found: list[UrlPlace] = []
    urls = (url for part in _NEXT_URL().split(text) for url in _URL().finditer(part))
    for kind, rest in ((url[1].lower(), url[2]) for url in urls if not _is_torn(url)):
        authority, *behind = _AUTHORITY_ENDS().split(rest, maxsplit=1)
        if behind and "@" in behind[0]:
            continue
        named = behind[0] if behind and kind in _WITH_DATABASES and rest[len(authority)] == "/" else ""
        database = database_of(_AUTHORITY_ENDS().split(named)[0])
        for entry in authority.rpartition("@")[2].split(","):
            place = place_of(entry, DEFAULT_PORTS.get(kind, 0))
            if place is not None and place.port and not place.is_socket:
                found.append(UrlPlace(kind, place, database))
    return found


def _is_torn(url: re.Match[str]) -> bool:
    """Whether a URL ends within its login, at a sign that ends others."""
    behind = url.string[url.end() : url.end() + _LONGEST_LOGIN]
    return "@" in _WORD_ENDS().split(behind, maxsplit=1)[0].partition("://")[0]


def database_of(name: object) -> str:
    """The name of a database; "" for what is none, as one that is put in elsewhere (`${DB_NAME}`)."""
    return name if isinstance(name, str) and _DATABASE().fullmatch(name) else ""
