"""PostgreSQL: a standby copies from the server that primary_conninfo names.

Without a log-in, databases are known by the rules of access that name them and by the titles of processes that serve a
connection.
"""

import re
from collections.abc import Iterator

from discovery_agent.host.application import REPLICATION, Application, Configured, Files, Need, Started
from discovery_agent.host.later import later
from discovery_agent.host.places import database_of, place_of, port_of, url_places
from discovery_agent.host.syntax_lines import unquoted

_PAIR = later(r"(\w+)\s*=\s*('(?:[^'\\]|\\.|'')*'|[^\s']+)")
_LINE = later(r"\s*([\w.]+)\s*(?:=|\s)\s*(.*)")
_QUOTED = later(r"'((?:[^'\\]|\\.|'')*)'")
_MARKS = ("standby.signal", "recovery.conf")
_MAX_INCLUDES = 20
_SESSION = later(r"postgres: (?:\S+: )?(?!walsender )\S+ (\S+) (?:\[local\]|[0-9a-fA-F.:]+\(\d+\)) ")
_RULE = later(r"^[ \t]*(?:local|host\w*)[ \t]+((?:\"[^\"\n]*\"|[^\s\"])+)[ \t]", re.MULTILINE)
_NO_NAMES = frozenset(("all", "sameuser", "samerole", "samegroup", "replication"))


def configure(started: Started, files: Files) -> Configured:
    """The settings of one instance: its own file, then what ALTER SYSTEM wrote."""
    data = started.option("-D", "--pgdata") or started.directory
    main = _option(started, "config_file") or f"{data}/postgresql.conf"
    read: list[str] = []
    settings = _settings(main, files, read)
    data = settings.get("data_directory") or data
    for name in ("postgresql.auto.conf", "recovery.conf"):
        settings |= _settings(f"{data}/{name}", files, read)
    settings |= {name: value for name in ("port", "cluster_name") if (value := _option(started, name))}
    is_standby = any(files.text(f"{data}/{mark}") is not None for mark in _MARKS)
    needs = tuple(_primaries(settings.get("primary_conninfo", ""), read[-1] if read else main)) if is_standby else ()
    folder = settings.get("unix_socket_directories", "/run/postgresql").split(",")[0].strip()
    port = settings.get("port") or started.option("-p") or "5432"
    rules = settings.get("hba_file") or f"{main.rpartition('/')[0]}/pg_hba.conf"
    return Configured(
        instance=settings.get("cluster_name", ""),
        data_directory=data,
        needs=needs,
        sockets=(f"{folder}/.s.PGSQL.{port}", f"{folder}"),
        files=tuple(read),
        databases=tuple(_databases(started, rules, files)),
    )


def _databases(started: Started, rules: str, files: Files) -> list[str]:
    """Those that rules of access name, and those that somebody is connected to."""
    named = [name for names in _RULE().findall(files.text(rules) or "") for name in names.split(",")]
    found = {unquoted(name) for name in named if not name.startswith(("@", "+", "/")) and name not in _NO_NAMES}
    sessions = (match[1] for title in started.titles if (match := _SESSION().match(title)))
    return sorted(filter(None, map(database_of, {*found, *sessions})))


def _option(started: Started, name: str) -> str:
    """The value of a setting given at the start: `-c name=value`, `--name=value`."""
    for word in started.arguments:
        found, _, value = word.removeprefix("--").partition("=")
        if found.replace("-", "_") == name and value:
            return value
    return ""


def _settings(path: str, files: Files, read: list[str]) -> dict[str, str]:
    """The settings in a file and in what it includes; the last one counts."""
    text = files.text(path) if len(read) < _MAX_INCLUDES and path not in read else None
    if text is None:
        return {}
    read.append(path)
    found: dict[str, str] = {}
    for line in text.splitlines():
        pair = _LINE().match(line.partition("#")[0] if "'" not in line else line)
        if pair is None or line.lstrip().startswith("#"):
            continue
        name, value = pair[1].lower(), _value(pair[2])
        if name in ("include", "include_if_exists", "include_dir"):
            whole = value if value.startswith("/") else f"{path.rpartition('/')[0]}/{value}"
            for included in files.matching(f"{whole}/*.conf" if name == "include_dir" else whole):
                found |= _settings(included, files, read)
        else:
            found[name] = value
    return found


def _value(text: str) -> str:
    """A value, in which a quote stands twice or behind a backslash."""
    quoted = _QUOTED().match(text)
    return quoted[1].replace("''", "'").replace("\\'", "'") if quoted else unquoted(text)


def _primaries(conninfo: str, file: str) -> Iterator[Need]:
    """The servers of a connection string of libpq: pairs of keyword and value, or a URI."""
    if "://" in conninfo:
        places = [found.place for found in url_places(conninfo)]
    else:
        pairs = {name: unquoted(value) for name, value in _PAIR().findall(conninfo)}
        hosts = (pairs.get("hostaddr") or pairs.get("host") or "").split(",")
        ports = (pairs.get("port") or "5432").split(",")
        numbers = [port_of(port) or 5432 for port in ports] * (len(hosts) if len(ports) == 1 else 1)
        places = [place for host, port in zip(hosts, numbers, strict=False) if (place := place_of(host, port))]
    for place in places:
        if not place.is_socket:
            yield Need(*place, file, REPLICATION)


application = Application(
    name="postgresql",
    product="PostgreSQL",
    executables=("postgres", "postmaster", "edb-postgres"),
    packages=("postgresql-*", "postgresql*-server", "postgresql-server"),
    ports=(5432,),
    patterns=(
        "/etc/postgresql/*/*/*.conf",
        "/etc/postgresql/*/*/conf.d/*.conf",
        "/var/lib/postgresql/*/*/*.conf",
        "/var/lib/postgresql/*/*/standby.signal",
        "/var/lib/pgsql/*/data/*.conf",
        "/var/lib/pgsql/*/data/standby.signal",
        "/var/lib/pgsql/data/*.conf",
        "/var/lib/pgsql/data/standby.signal",
    ),
    configure=configure,
)
