"""Redis, Valkey and Sentinel: a replica copies from the server that replicaof names."""

from discovery_agent.host.application import REPLICATION, Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of, port_of
from discovery_agent.host.syntax_lines import words

_PATTERNS = ("/etc/redis/*.conf", "/etc/redis.conf", "/etc/valkey/*.conf", "/usr/local/etc/redis.conf")
_REPLICA = ("replicaof", "slaveof")
_MAX_INCLUDES = 16
_PORTS: tuple[tuple[str, list[str]], ...] = (("port", ["6379"]), ("tls-port", []))
_WATCHED = "sentinel monitor"


def configure(started: Started, files: Files) -> Configured:
    """The settings of the instance: of several files the one whose port it listens on."""
    named = [word for word in started.arguments[1:2] if word.startswith("/")]
    candidates = named or [path for pattern in _PATTERNS for path in files.matching(pattern)]
    for path in candidates:
        read: list[str] = []
        settings = _settings(path, files, read)
        said = (settings.get(name, usual) for name, usual in _PORTS)
        ports = {port_of(given[0]) for given in said if given}
        if named or not started.ports or ports & started.ports:
            return _configured(settings, path, read)
    return Configured()


def _configured(settings: dict[str, list[str]], path: str, read: list[str]) -> Configured:
    primary = next((settings[name] for name in _REPLICA if len(settings.get(name, ())) > 1), None)
    place = place_of(primary[0], port_of(primary[1]) or 6379) if primary else None
    needs = [Need(*place, path, REPLICATION)] if place is not None else []
    for watched in (given for name, given in settings.items() if name.startswith(_WATCHED) and len(given) > 1):
        seen = place_of(watched[0], port_of(watched[1]) or 6379)
        needs += [Need(*seen, path, "monitoring", "soft", f"it watches it ({_WATCHED})")] if seen else []
    return Configured(
        data_directory=" ".join(settings.get("dir", [])),
        needs=tuple(needs),
        sockets=tuple(settings.get("unixsocket", [])),
        files=tuple(read),
    )


def _settings(path: str, files: Files, read: list[str]) -> dict[str, list[str]]:
    text = files.text(path) if len(read) < _MAX_INCLUDES and path not in read else None
    if text is None:
        return {}
    read.append(path)
    found: dict[str, list[str]] = {}
    for line in words(text):
        name = line[0].lower() if line else ""
        if name == "include":
            for included in (p for pattern in line[1:] for p in files.matching(pattern)):
                found |= _settings(included, files, read)
        elif line[:2] == _WATCHED.split():
            found[" ".join(line[:3])] = line[3:]
        elif line:
            found[name] = line[1:]
    return found


application = Application(
    name="redis",
    product="Redis",
    executables=(
        "redis-server",
        "redis-sentinel",
        "redis-check-rdb",
        "valkey-server",
        "valkey-sentinel",
        "keydb-server",
    ),
    products=(("valkey", "Valkey"), ("keydb", "KeyDB"), ("redis-sentinel", "Redis Sentinel")),
    packages=("redis-server", "redis", "valkey-server", "valkey", "keydb-server"),
    ports=(6379, 26379),
    patterns=_PATTERNS,
    configure=configure,
)
