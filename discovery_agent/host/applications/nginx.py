"""nginx: upstreams are pools, everything else that requests are passed to is needed by itself."""

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
from discovery_agent.host.places import Place, listening_port, place_of
from discovery_agent.host.syntax_blocks import Directive, read_blocks

_DEFAULT = "/etc/nginx/nginx.conf"
_PASSES = ("proxy_pass", "grpc_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass")
_PORTS = {"https": 443, "grpcs": 443}
_TARGET = later(r"(?:(https?|grpcs?)://)?(unix:[^:$]+|[^/$]+)")


def configure(started: Started, files: Files) -> Configured:
    """The upstreams that are used, and what is passed to without one."""
    path = started.option("-c") or _DEFAULT
    tree, read = read_blocks(path, files)
    upstreams = {entry.words[1]: entry for entry in tree.inside("upstream") if len(entry.words) > 1}
    passed = list(_passed(tree))
    used = {name for name, *_ in passed}
    pools = tuple(pool_of(name, entry) for name, entry in upstreams.items() if name in used)
    needs = tuple(_needs(entry for entry in passed if entry[0] not in upstreams))
    certificates = tuple(islice(_certificates(tree), MOST_CERTIFICATES))
    return Configured(
        pools=pools, needs=needs, serves=tuple(_served(tree)), files=tuple(read), certificates=certificates
    )


def pool_of(name: str, upstream: Directive) -> Pool:
    """The servers of an upstream. One of them is enough: nginx passes a request on to the next."""
    servers = [entry.words[1:] for entry in upstream.block if entry.name == "server" and len(entry.words) > 1]
    working = [words for words in servers if "down" not in words[1:]]
    placed = ((place_of(words[0], 80), "backup" in words[1:]) for words in working)
    members = tuple(Member(*place, is_backup) for place, is_backup in placed if place and not place.is_socket)
    fails = {word.partition("=")[2] for words in working for word in words[1:] if word.startswith("max_fails=")}
    reason = f"nginx passes over servers of the upstream {name} that do not answer"
    if fails and "0" not in fails:
        reason += f" (max_fails={', '.join(sorted(fails))})"
    backups = sum(member.is_backup for member in members)
    if backups:
        reason += f"; {backups} of them only step in for the others"
    return Pool(name, members, upstream.file, reason=reason)


def _passed(tree: Directive) -> Iterator[tuple[str, str, str, str]]:
    """Host or upstream, scheme, directive and file of everything that requests are passed to."""
    for kind in _PASSES:
        for entry in tree.inside(kind):
            found = _TARGET().match(entry.words[1]) if len(entry.words) > 1 else None
            if found:
                yield found[2], found[1] or "", kind, entry.file


def _needs(passed: Iterable[tuple[str, str, str, str]]) -> Iterator[Need]:
    for host, scheme, kind, file in passed:
        place: Place | None = place_of(host, _PORTS.get(scheme, 80 if scheme else 0))
        if place is None or not (place.port or place.is_socket):
            continue
        if kind == "memcached_pass":
            yield Need(*place, file, "cache", "soft", "nginx asks it as a cache")
        else:
            yield Need(*place, file, strength="hard", reason="nginx passes requests to it")


def _certificates(tree: Directive) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The certificates of servers at the ports where they listen with TLS; what a server says itself comes first."""
    outer = [entry.words[1] for block in tree.inside("http") for entry in block.block if _is_certificate(entry)]
    for server in tree.inside("server"):
        given = list(server.inside("ssl_certificate"))
        own = [entry.words[1] for entry in given if _is_certificate(entry)]
        listens = [entry.words[1:] for entry in server.block if entry.name == "listen" and len(entry.words) > 1]
        ports = {listening_port(words[0]) or 80 for words in listens if "ssl" in words or "quic" in words}
        if ports:
            yield from ((path, tuple(sorted(ports))) for path in (own if given else outer))


def _is_certificate(entry: Directive) -> bool:
    return entry.name == "ssl_certificate" and len(entry.words) > 1 and entry.words[1].startswith("/")


def _served(tree: Directive) -> Iterator[str]:
    for entry in tree.inside("server_name"):
        yield from (name for name in entry.words[1:] if name not in ("_", ""))


application = Application(
    name="nginx",
    product="nginx",
    executables=("nginx", "openresty", "nginx-debug"),
    packages=("nginx", "nginx-core", "nginx-full", "nginx-light", "nginx-extras", "openresty"),
    ports=(80, 443),
    patterns=(
        "/etc/nginx/*.conf",
        "/etc/nginx/*/*.conf",
        "/etc/nginx/sites-enabled/*",
        "/usr/local/nginx/conf/*.conf",
    ),
    configure=configure,
)
