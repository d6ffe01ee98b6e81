"""Connection strings that are no URLs: of ADO.NET and ODBC, and those of Oracle.

Of each host, port and database are kept, and nothing else.
https://learn.microsoft.com/dotnet/framework/data/adonet/connection-string-syntax,
https://www.npgsql.org/doc/connection-string-parameters.html, https://mysqlconnector.net/connection-options/,
https://docs.oracle.com/en/database/oracle/oracle-database/19/netag/ (tnsnames.ora, Easy Connect, thin URLs).
"""

from collections.abc import Iterator

from discovery_agent.host.later import later
from discovery_agent.host.places import Place, UrlPlace, database_of, place_of, port_of

_PAIR = later(r"([A-Za-z][A-Za-z ]{0,40}?)\s*=\s*(\"[^\"]*\"|'[^']*'|\{[^}]*\}|[^;]*)")
_SERVERS = ("data source", "server", "address", "addr", "network address", "host", "hostname")
_DATABASES = ("initial catalog", "database")
_LOGINS = (
    "user id",
    "uid",
    "user",
    "username",
    "user name",
    "integrated security",
    "trusted connection",
    "pwd",
    "password",
)
_SQL_SERVER = frozenset(
    ("initial catalog", "integrated security", "trustservercertificate", "multipleactiveresultsets")
)
_USUAL_PORTS = {"sqlserver": 1433, "oracle": 1521, "postgresql": 5432, "mysql": 3306}
_THIN = later(r"\bjdbc:oracle:(?:thin|oci)8?:[^@\s]{0,200}@(?!//)([\w.-]{1,253}):(\d{1,5})(?:[:/][\w.$-]{1,128})?", 2)
_WITH_LOGIN = later(r"\bjdbc:oracle:(?:thin|oci)8?:[^@\s]{1,200}@//([\w.-]{1,253}):(\d{1,5})", 2)
_ADDRESS = later(r"\(\s*HOST\s*=\s*([^()\s]{1,253})\s*\)\s*\(\s*PORT\s*=\s*(\d{1,5})\s*\)", 2)  # 2: re.IGNORECASE
_WITH_PORT = later(r",\s*\d{1,5}\Z")
_LONGEST = 10_000


def connection_places(text: str) -> Iterator[UrlPlace]:
    """Where a connection string leads; several where it names several servers."""
    if "=" not in text and "jdbc:oracle:" not in text:
        return
    text = text[:_LONGEST]
    oracle = list(dict.fromkeys((*_THIN().findall(text), *_WITH_LOGIN().findall(text), *_ADDRESS().findall(text))))
    if oracle:
        found = ((host, port_of(port)) for host, port in oracle)
        yield from (UrlPlace("oracle", place) for host, port in found if port and (place := place_of(host, port)))
        return
    known = {name.lower(): value.strip(" \"'{}") for name, value in _PAIR().findall(text)} if ";" in text else {}
    server = next((known[name] for name in _SERVERS if known.get(name)), "")
    database = next((found for name in _DATABASES if (found := database_of(known.get(name)))), "")
    # What only looks like one has a server, but nobody who logs in there.
    if server and (database or any(name in known for name in _LOGINS)):
        kind = _kind_of(known, server)
        yield from (UrlPlace(kind, place, database) for place in _places(known, server, kind))


def _kind_of(known: dict[str, str], server: str) -> str:
    """Which kind of server it is for, "" where that is not clear: one of a port tells."""
    driver = f"{known.get('driver', '')} {known.get('provider', '')}".lower()
    named = {"sql server": "sqlserver", "sqlncli": "sqlserver", "msoledbsql": "sqlserver", "oracle": "oracle"}
    named |= {"postgres": "postgresql", "mysql": "mysql", "mariadb": "mysql"}
    kind = next((kind for mark, kind in named.items() if mark in driver), "")
    if kind:
        return kind
    if _SQL_SERVER & known.keys() or server.lower().startswith("tcp:") or _WITH_PORT().search(server) or "\\" in server:
        return "sqlserver"
    port = port_of(known.get("port", ""))
    return next((kind for kind, usual in _USUAL_PORTS.items() if usual == port), "")


def _places(known: dict[str, str], server: str, kind: str) -> Iterator[Place]:
    """Those that it names. Where an instance of SQL Server listens is told by a service that nobody asks here."""
    port = port_of(known.get("port", ""))
    if kind == "sqlserver":
        host, _, number = server.removeprefix("tcp:").partition(",")
        host, named, _ = host.partition("\\")
        port = port_of(number) or port or (None if named else _USUAL_PORTS[kind])
        hosts = [host]
    else:
        port = port or _USUAL_PORTS.get(kind)
        hosts = server.split(",")
    for name in hosts:
        place = place_of(name, port or 0)
        if place is not None and place.port and not place.is_socket:
            yield place
