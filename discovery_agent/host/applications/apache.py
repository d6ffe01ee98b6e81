"""Apache httpd: a balancer of mod_proxy is a pool, other targets of a proxy are needed by themselves."""

import re
from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Member, Need, Pool, Started
from discovery_agent.host.later import later
from discovery_agent.host.places import listening_port, place_of, url_places

_ROOTS = ("/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf", "/usr/local/apache2/conf/httpd.conf")
_LINE = later(r"^[ \t]*(<?[A-Za-z]+)[ \t]+([^\n#]*)", re.MULTILINE)
_INCLUDES = ("include", "includeoptional")
_PASSES = ("proxypass", "proxypassmatch")
_HTTPS = 443
_MAX_FILES = 300
_BALANCER = later(r"balancer://([\w.-]+)")


def configure(started: Started, files: Files) -> Configured:
    """The balancers and what is passed on without one."""
    root = started.option("-f") or next((path for path in _ROOTS if files.text(path) is not None), _ROOTS[0])
    read: list[str] = []
    lines = list(_lines(root, (root.rpartition("/")[0], files), read))
    pools = tuple(pool for pool in _pools(lines) if pool.members)
    needs = tuple(
        Need(*found.place, path, strength="hard", reason="Apache passes requests to it")
        for path, name, rest in lines
        if name in _PASSES and "balancer:" not in rest
        for found in url_places(rest)
    )
    names = tuple(word for _, name, rest in lines if name in ("servername", "serveralias") for word in rest.split())
    certificates = tuple(_certificates(lines))
    return Configured(pools=pools, needs=needs, serves=names, files=tuple(read), certificates=certificates)


def _certificates(lines: list[tuple[str, str, str]]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The certificates of virtual hosts at their ports; of the server itself at the port of HTTPS."""
    ports: tuple[int, ...] = ()
    for _, name, rest in lines:
        if name == "<virtualhost":
            ports = tuple(sorted({port for word in rest.strip("<> ").split() if (port := listening_port(word))}))
        elif name == "sslcertificatefile" and rest.strip("\"'").startswith("/"):
            yield rest.strip("\"'"), ports or (_HTTPS,)


def _lines(path: str, where: tuple[str, Files], read: list[str]) -> Iterator[tuple[str, str, str]]:
    """File, name in lower case and the rest of each directive, those of included files among them."""
    folder, files = where
    text = files.text(path) if path not in read and len(read) < _MAX_FILES else None
    if text is None:
        return
    read.append(path)
    for found in _LINE().finditer(text):
        name, rest = found[1].lower(), found[2].strip()
        if name not in _INCLUDES:
            yield path, name, rest
            continue
        pattern = rest.strip("\"'")
        for included in files.matching(pattern if pattern.startswith("/") else f"{folder}/{pattern}"):
            yield from _lines(included, where, read)


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
