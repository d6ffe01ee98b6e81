"""MySQL and MariaDB. Where a replica copies from stands in its data, not in its configuration; so do its databases."""

import re
from collections.abc import Iterator

from discovery_agent.host.application import REPLICATION, Application, Configured, Files, Need, Started
from discovery_agent.host.later import later
from discovery_agent.host.places import database_of, place_of, port_of
from discovery_agent.host.syntax_lines import assignments

_DEFAULTS = ("/etc/my.cnf", "/etc/mysql/my.cnf", "/usr/local/etc/my.cnf")
_GROUPS = ("mysqld", "mariadb", "mariadbd", "server", "galera", "mysqld_safe")
_MAX_INCLUDES = 60
_OWN = frozenset(("mysql", "performance_schema", "sys", "information_schema", "test"))
_MOST_DATABASES = 200  # of more some may not have been listed
_ENCODED = later(r"@([0-9a-f]{4})")  # a character that names of files may not have
_MASTER_HOST, _MASTER_PORT = 3, 6  # lines of master.info


def configure(started: Started, files: Files) -> Configured:
    """The settings of the server's groups, and the primary that master.info names."""
    read: list[str] = []
    first = started.option("--defaults-file")
    settings: dict[str, str] = {}
    for path in [first] if first else _DEFAULTS:
        settings |= dict(_settings(path, files, read))
    data = started.option("--datadir") or settings.get("datadir") or "/var/lib/mysql"
    nodes = settings.get("wsrep_cluster_address", "").partition("gcomm://")[2].partition("?")[0].split(",")
    # One file for each of several primaries.
    copied = [f"{data}/master.info", *files.matching(f"{data}/master-*.info")]
    needs = [
        *(need for path in copied for need in _primary(path, files)),
        *(_node(node, read) for node in nodes if node),
    ]
    socket = started.option("--socket") or settings.get("socket") or "/run/mysqld/mysqld.sock"
    names, is_told = _databases(data.rstrip("/"), files)
    return Configured(
        instance=settings.get("wsrep_cluster_name", ""),
        data_directory=data,
        needs=tuple(need for need in needs if need is not None),
        sockets=(socket,),
        files=tuple(read),
        databases=tuple(sorted(name for name in map(database_of, names - _OWN) if name)),
        has_all_databases=bool(is_told and names & _OWN and len(names) < _MOST_DATABASES),
    )


def _databases(data: str, files: Files) -> tuple[set[str], bool]:
    """Those that are folders of the data, and whether each is told to be one.

    MariaDB and former versions keep a file of options in each; of MySQL those are known that hold a table.
    """
    told = files.matching(f"{data}/*/db.opt")
    marks = told or files.matching(f"{data}/*/*.ibd")
    return {_ENCODED().sub(_character, path.rsplit("/", 2)[1]) for path in marks}, bool(told)


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _settings(path: str, files: Files, read: list[str]) -> Iterator[tuple[str, str]]:
    text = files.text(path) if len(read) < _MAX_INCLUDES and path not in read else None
    if text is None:
        return
    read.append(path)
    for entry in assignments(text, comments="#;!"):
        if entry.section.split("-")[0] in _GROUPS:
            yield entry.name.replace("-", "_"), entry.value
    for line in text.splitlines():
        kind, _, where = line.strip().partition(" ")
        if kind in ("!include", "!includedir"):
            for included in files.matching(where if kind == "!include" else f"{where.strip().rstrip('/')}/*.cnf"):
                yield from _settings(included, files, read)


def _primary(path: str, files: Files) -> Iterator[Need]:
    lines = (files.text(path) or "").split("\n")
    if len(lines) > _MASTER_PORT:
        place = place_of(lines[_MASTER_HOST], port_of(lines[_MASTER_PORT]) or 3306)
        if place is not None:
            yield Need(*place, path, REPLICATION)


def _node(text: str, read: list[str]) -> Need | None:
    place = place_of(text, 4567)
    return None if place is None else Need(*place, read[0] if read else "", is_certain=False)


application = Application(
    name="mysql",
    product="MySQL",
    executables=("mysqld", "mariadbd"),
    products=(("mariadb", "MariaDB"),),
    packages=("mariadb-server", "mariadb-server-*", "mysql-server", "mysql-server-*", "mysql-community-server"),
    ports=(3306,),
    patterns=(
        "/etc/my.cnf",
        "/etc/my.cnf.d/*.cnf",
        "/etc/mysql/*.cnf",
        "/etc/mysql/*.conf.d/*.cnf",
        "/etc/mysql/conf.d/*.cnf",
        "/var/lib/mysql/master.info",
        "/var/lib/mysql/master-*.info",
        "/var/lib/mysql/*/db.opt",
    ),
    configure=configure,
)
