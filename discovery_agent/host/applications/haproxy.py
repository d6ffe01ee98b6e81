"""HAProxy: backends are pools."""

from collections.abc import Iterable, Iterator
from itertools import islice

from discovery_agent.host.application import (
    MOST_CERTIFICATES,
    Application,
    Configured,
    Files,
    Member,
    Need,
    Pool,
    Started,
)
from discovery_agent.host.later import later
from discovery_agent.host.places import listening_port, place_of
from discovery_agent.host.syntax_lines import words

_DEFAULT = "/etc/haproxy/haproxy.cfg"
_USES = ("default_backend", "use_backend")
_FAMILY = later(r"\A(?:ipv[46]|tcp[46]?)@")
_CERTIFICATES = ("*.pem", "*.crt", "*.cer")
_SECTIONS = frozenset(
    (
        "global",
        "defaults",
        "frontend",
        "backend",
        "listen",
        "peers",
        "resolvers",
        "mailers",
        "userlist",
        "cache",
        "ring",
    )
)


class _Section:
    """A section with its lines."""

    def __init__(self, kind: str, name: str, file: str) -> None:
        self.kind = kind
        self.name = name
        self.file = file
        self.lines: list[list[str]] = []

    def arguments(self, *keywords: str) -> Iterator[list[str]]:
        for line in self.lines:
            if line[: len(keywords)] == list(keywords):
                yield line[len(keywords) :]


def configure(started: Started, files: Files) -> Configured:
    """The backends that are used."""
    paths = [path for pattern in _patterns(started) for path in files.matching(pattern)]
    sections = [section for path in paths for section in _sections(path, files.text(path) or "")]
    used = {line[0] for s in sections for key in _USES for line in s.arguments(key) if line}
    wanted = {s.name: s for s in sections if s.kind == "listen" or (s.kind == "backend" and _is_used(s.name, used))}
    k = _least_servers(sections)
    checked = any("check" in line for s in sections if s.kind == "defaults" for line in s.arguments("default-server"))
    clients = _ports_of_clients(sections)
    pools = tuple(
        pool
        for s in wanted.values()
        if (pool := _pool(s, k.get(s.name, 1), clients.get(s.name, set()), is_checked=checked)).members
    )
    served = tuple(s.name for s in sections if s.kind in ("frontend", "listen"))
    certificates = tuple(islice(_certificates(sections, files), MOST_CERTIFICATES))
    needs = (*_logging(sections), *_named_servers(wanted.values()))
    return Configured(pools=pools, needs=needs, serves=served, files=tuple(paths), certificates=certificates)


def _certificates(sections: list[_Section], files: Files) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The certificates of `bind ... ssl crt FILE`, of a folder those in it, at the ports that are bound."""
    folders = [line[0] for section in sections for line in section.arguments("crt-base") if line]
    base = f"{folders[0]}/" if folders else ""
    for line in (line for section in sections for line in section.arguments("bind") if "ssl" in line):
        ports = tuple(sorted({port for place in line[0].split(",") if (port := listening_port(place))}))
        given = [line[at + 1] for at, word in enumerate(line[:-1]) if word == "crt"]
        paths = (word if word.startswith("/") else base + word for word in given)
        for path in (path for path in paths if path.startswith("/")):
            inside = [name for kind in _CERTIFICATES for name in files.matching(f"{path.rstrip('/')}/{kind}")]
            yield from ((name, ports) for name in inside or [path] if ports)


def _patterns(started: Started) -> list[str]:
    """The files of all `-f`; a folder stands for the files in it."""
    given = [started.arguments[at + 1] for at, word in enumerate(started.arguments[:-1]) if word == "-f"]
    return [path if path.endswith(".cfg") else f"{path.rstrip('/')}/*.cfg" for path in given] or [_DEFAULT]


def _is_used(name: str, used: set[str]) -> bool:
    """Whether a request can get there; a name that is made up at run time may be any."""
    return name in used or any("%[" in entry for entry in used)


def _sections(path: str, text: str) -> Iterator[_Section]:
    section = _Section("", "", path)
    for line in words(text):
        if line and line[0] in _SECTIONS:
            yield section
            section = _Section(line[0], line[1] if len(line) > 1 else "", path)
        elif line:
            section.lines.append(line)
    yield section


def _ports_of_clients(sections: list[_Section]) -> dict[str, set[int]]:
    """By section the ports that clients connect to, its own or those of the frontends that lead to it."""
    found: dict[str, set[int]] = {}
    for section in sections:
        places = (place for line in section.arguments("bind") if line for place in line[0].split(","))
        ports = {port for place in places if (port := listening_port(place))}
        led = (line[0] for key in _USES for line in section.arguments(key) if line)
        for name in {section.name, *led} if ports else ():
            found.setdefault(name, set()).update(ports)
    return found


def _named_servers(sections: Iterable[_Section]) -> Iterator[Need]:
    """Servers by `server-template PREFIX NUMBER NAME:PORT`: all that stand behind a name."""
    reason = "HAProxy sends requests to what the name stands for"
    for section in sections:
        for line in section.arguments("server-template"):
            place = place_of(_without_family(line[2])) if len(line) > 2 else None  # noqa: PLR2004 - prefix, number, name
            if place and place.port and "disabled" not in line:
                yield Need(*place, section.file, strength="hard", reason=reason)


def _without_family(text: str) -> str:
    """An address without the family before it: `ipv4@10.0.0.1:80`."""
    return _FAMILY().sub("", text)


def _pool(section: _Section, k: int, ports: set[int], *, is_checked: bool) -> Pool:
    """A server without a port is asked at the one that clients connect to, where that is one."""
    port = min(ports) if len(ports) == 1 else 0
    members: list[Member] = []
    checked = 0
    is_checked = is_checked or any("check" in line for line in section.arguments("default-server"))
    for line in section.arguments("server"):
        place = place_of(_without_family(line[1]), port) if len(line) > 1 else None
        if place and place.port and "disabled" not in line:
            members.append(Member(*place, "backup" in line))
            checked += "check" in line or (is_checked and "no-check" not in line)
    health = next(iter(section.arguments("option", "httpchk")), None)
    how = f" by asking {_asked(health)}" if health else ""
    reason = f"HAProxy checks the servers of {section.name}{how} and passes over those that fail"
    if not checked:
        reason = f"HAProxy sends requests to any server of {section.name}, without checks"
    backups = sum(member.is_backup for member in members)
    if backups:
        reason += f"; {backups} of them only step in for the others"
    if k > 1:
        reason = f"HAProxy calls itself failed when {section.name} has fewer than {k} servers (monitor fail)"
    return Pool(section.name, tuple(members), section.file, k, reason)


def _asked(health: list[str]) -> str:
    """Method and path of a check; what stands behind them may be headers with a login, behind the path a token."""
    return " ".join(word.partition("?")[0] for word in health[: 1 + (not health[0].startswith("/"))] if "@" not in word)


def _least_servers(sections: list[_Section]) -> dict[str, int]:
    """By backend how many servers it must have, where a frontend says that it fails with fewer: `nbsrv(b) lt 2`."""
    rules: dict[str, tuple[str, int]] = {}
    for line in (line for section in sections for line in section.arguments("acl")):
        if len(line) == 4 and line[1].startswith("nbsrv(") and line[2] == "lt" and line[3].isdigit():  # noqa: PLR2004 - name, what, how, number
            rules[line[0]] = (line[1][6:].rstrip(")"), int(line[3][:4]))
    failing = {word for section in sections for line in section.arguments("monitor", "fail") for word in line}
    return {backend: least for name, (backend, least) in rules.items() if name in failing and least > 0}


def _logging(sections: list[_Section]) -> Iterator[Need]:
    for line in (line for section in sections for line in section.arguments("log")):
        place = place_of(line[0], 514) if line else None
        if place and not place.is_socket and "." in place.host:
            yield Need(*place, sections[0].file, "logging", "soft", "HAProxy sends its log there", is_certain=False)


application = Application(
    name="haproxy",
    product="HAProxy",
    executables=("haproxy",),
    packages=("haproxy",),
    ports=(80, 443),
    patterns=("/etc/haproxy/*.cfg", "/etc/haproxy/*/*.cfg", "/usr/local/etc/haproxy/*.cfg"),
    configure=configure,
)
