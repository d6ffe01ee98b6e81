"""Apache httpd: a balancer of mod_proxy is a pool, other targets of a proxy are needed by themselves."""

import re
from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Member, Need, Pool, Started
from discovery_agent.host.later import later
from discovery_agent.host.places import listening_port, place_of, url_places

_ROOTS = ("/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf", "/usr/local/apache2/conf/httpd.conf")
_LINE = later(r"^[ \t]*(?:(</[A-Za-z]+)>|(<?[A-Za-z]+)[ \t]+([^\n#]*))", re.MULTILINE)
_CONDITIONS, _ENDS = ("<ifmodule", "<ifdefine"), ("</ifmodule", "</ifdefine")
_BUILT_IN = frozenset(
    ("core.c", "core_module", "so.c", "so_module", "http_core.c", "http_module", "unixd.c", "log_config.c")
)
_INCLUDES = ("include", "includeoptional")
_PASSES = ("proxypass", "proxypassmatch")
_FOLDERS = ("documentroot", "alias")
_SOCKET = later(r"\bunix:(/[^|\s\"']{1,107})\|")
_PROXY_FLAG = later(r"\[(?:[^\]\n]*,)?(?:P|proxy)(?:,[^\]\n]*)?\]\s*\Z")
_WHOLE = later(r"[$%].*", re.DOTALL)  # what a request decides stands behind
_LONGEST_FLAGS = 200
_HTTPS = 443
_MAX_FILES = 300
_BALANCER = later(r"balancer://([\w.-]+)")


def configure(started: Started, files: Files) -> Configured:
    """The balancers and what is passed on without one."""
    root = started.option("-f") or next((path for path in _ROOTS if files.text(path) is not None), _ROOTS[0])
    given = started.arguments
    defined = {word[2:] for word in given if word.startswith("-D") and len(word) > len("-D")}
    defined |= {given[at + 1] for at, word in enumerate(given[:-1]) if word == "-D"}
    reader = _Reader(root.rpartition("/")[0], files, defined)
    lines = list(reader.lines(root))
    pools = tuple(pool for pool in _pools(lines) if pool.members)
    needs = tuple(need for path, name, rest in lines for need in _needs(path, name, rest))
    names = tuple(word for _, name, rest in lines if name in ("servername", "serveralias") for word in rest.split())
    certificates = tuple(_certificates(lines))
    folders = tuple(word for _, name, rest in lines if name in _FOLDERS for word in rest.replace('"', "").split()[-1:])
    return Configured(
        pools=pools,
        needs=needs,
        serves=names,
        files=tuple(reader.read),
        certificates=certificates,
        folders=folders,
    )


def _needs(path: str, name: str, rest: str) -> Iterator[Need]:
    """What one directive leads to: another server, the socket of one on the machine, or whom it asks for people."""
    if name == "authldapurl":
        reason = "who has to log in is looked up there"
        yield from (Need(*found.place, path, "", "soft", reason) for found in url_places(rest))
    elif "balancer:" not in rest and (name in _PASSES or _is_passing(name, rest)):
        reason = "Apache passes requests to it"
        sockets = _SOCKET().findall(rest)
        yield from (Need(socket, 0, path, strength="hard", reason=reason) for socket in sockets)
        places = (
            [] if sockets else [found.place for word in rest.split() for found in url_places(_WHOLE().sub("", word))]
        )
        yield from (Need(*place, path, strength="hard", reason=reason) for place in places)


def _is_passing(name: str, rest: str) -> bool:
    """Whether a directive that may do so passes requests on: a rule with the flag P, a handler that is a proxy."""
    return (name == "rewriterule" and bool(_PROXY_FLAG().search(rest[-_LONGEST_FLAGS:]))) or (
        name == "sethandler" and "proxy:" in rest
    )


def _certificates(lines: list[tuple[str, str, str]]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The certificates of virtual hosts at their ports; of the server itself at the port of HTTPS."""
    ports: tuple[int, ...] = ()
    for _, name, rest in lines:
        if name == "<virtualhost":
            ports = tuple(sorted({port for word in rest.strip("<> ").split() if (port := listening_port(word))}))
        elif name == "sslcertificatefile" and rest.strip("\"'").startswith("/"):
            yield rest.strip("\"'"), ports or (_HTTPS,)


class _Reader:
    """Goes through a file and what it includes, passing over what is for modules or definitions that are not there."""

    def __init__(self, folder: str, files: Files, defined: set[str]) -> None:
        self.folder = folder
        self.files = files
        self.defined = defined
        self.loaded: set[str] = set()
        self.inside: list[bool] = []
        self.read: list[str] = []

    def lines(self, path: str) -> Iterator[tuple[str, str, str]]:
        """File, name in lower case and the rest of each directive that holds."""
        text = self.files.text(path) if path not in self.read and len(self.read) < _MAX_FILES else None
        if text is None:
            return
        self.read.append(path)
        outer = len(self.inside)
        for found in _LINE().finditer(text):
            name, rest = (found[1] or found[2]).lower(), (found[3] or "").strip()
            if name in _CONDITIONS:
                self.inside.append(self._holds(name, rest.strip("> \"'")))
            elif name in _ENDS:
                self.inside = self.inside[: max(outer, len(self.inside) - 1)]
            elif all(self.inside):
                yield from self._directive(path, name, rest)
        self.inside = self.inside[:outer]

    def _directive(self, path: str, name: str, rest: str) -> Iterator[tuple[str, str, str]]:
        words = rest.split()
        if name == "loadmodule" and len(words) > 1:
            self.loaded |= {words[0], words[1].rpartition("/")[2].removesuffix(".so") + ".c"}
        elif name == "define" and words:
            self.defined.add(words[0])
        elif name in _INCLUDES:
            pattern = rest.strip("\"'")
            for included in self.files.matching(pattern if pattern.startswith("/") else f"{self.folder}/{pattern}"):
                yield from self.lines(included)
        else:
            yield path, name, rest

    def _holds(self, name: str, condition: str) -> bool:
        """Whether a condition holds. A module is there where it was loaded; where none was, all are built in."""
        wanted = condition.removeprefix("!").strip()
        if name == _CONDITIONS[1]:
            is_there = wanted in self.defined
        else:
            is_there = not self.loaded or wanted in self.loaded or wanted.removeprefix("mod_") in _BUILT_IN
        return is_there != condition.startswith("!")


def _pools(lines: list[tuple[str, str, str]]) -> Iterator[Pool]:
    members: dict[str, list[Member]] = {}
    places: dict[str, str] = {}
    balancer = ""
    for path, name, rest in lines:
        named = _BALANCER().search(rest)
        if name == "<proxy":
            balancer = named[1] if named else ""
        if name == "balancermember":
            words = rest.split()
            key = named[1] if named else balancer
            url = next((word for word in words if "://" in word and not word.startswith("balancer:")), "")
            place = next((found.place for found in url_places(url)), place_of(url))
            if key and place is not None:
                members.setdefault(key, []).append(Member(*place, "status=+H" in words))
                places.setdefault(key, path)
    for name, found in members.items():
        reason = f"Apache passes over members of the balancer {name} that fail"
        yield Pool(name, tuple(found), places[name], reason=reason)


application = Application(
    name="apache",
    product="Apache HTTP Server",
    executables=("apache2", "httpd", "httpd-prefork", "httpd-worker", "httpd-event"),
    packages=("apache2", "httpd"),
    ports=(80, 443),
    patterns=(
        "/etc/apache2/*.conf",
        "/etc/apache2/*-enabled/*.conf",
        "/etc/httpd/conf/*.conf",
        "/etc/httpd/conf.d/*.conf",
        "/usr/local/apache2/conf/*.conf",
    ),
    configure=configure,
)
