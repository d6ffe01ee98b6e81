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

_DEFAULTS = ("/etc/nginx/nginx.conf", "/usr/local/nginx/conf/nginx.conf", "/usr/local/openresty/nginx/conf/nginx.conf")
_PASSES = ("proxy_pass", "grpc_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass")
_PORTS = {"https": 443, "grpcs": 443}
_TARGET = later(r"(?:(https?|grpcs?)://)?(unix:[^:$]+|[^/$]+)")
_VARIABLE = later(r"\$(?:\{(\w+)\}|(\w+))")
_CHOICES = ("map", "split_clients", "geo")
_MOST_VALUES, _MOST_PASSED = 500, 10_000


def configure(started: Started, files: Files) -> Configured:
    """The upstreams that are used, and what is passed to without one."""
    tree, read = read_blocks(_main_file(started, files), files)
    upstreams = {entry.words[1]: entry for entry in tree.inside("upstream") if len(entry.words) > 1}
    passed = list(islice(_passed(tree), _MOST_PASSED))
    used = {name for name, *_ in passed}
    pools = tuple(pool_of(name, entry) for name, entry in upstreams.items() if name in used)
    needs = tuple(_needs(entry for entry in passed if entry[0] not in upstreams))
    certificates = tuple(islice(_certificates(tree), MOST_CERTIFICATES))
    return Configured(
        pools=pools,
        needs=needs,
        serves=tuple(_served(tree)),
        files=tuple(read),
        certificates=certificates,
        folders=tuple(_folders(tree)),
    )


def _main_file(started: Started, files: Files) -> str:
    """The file that it was started with: a relative path is one below the prefix."""
    prefix, named = started.option("-p").rstrip("/"), started.option("-c")
    if named.startswith("/") or (named and not prefix):
        return named
    if prefix:
        return f"{prefix}/{named or 'conf/nginx.conf'}"
    return next((path for path in _DEFAULTS if files.text(path) is not None), _DEFAULTS[0])


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
    variables = _variables(tree)
    for kind in _PASSES:
        for entry in (entry for entry in tree.inside(kind) if len(entry.words) > 1):
            for text in _expanded(entry.words[1], variables):
                found = _TARGET().match(text)
                if found:
                    yield found[2], found[1] or "", kind, entry.file


def _variables(tree: Directive) -> dict[str, list[str]]:
    """What variables may hold: by `set`, and by the choices of `map` and its like."""
    found: dict[str, list[str]] = {}
    for entry in tree.inside("set"):
        if len(entry.words) > 2:  # noqa: PLR2004 - set, name, value
            found.setdefault(entry.words[1].strip("${}"), []).append(entry.words[2])
    for entry in (entry for kind in _CHOICES for entry in tree.inside(kind) if len(entry.words) > 1):
        values = [inner.words[1] for inner in entry.block if len(inner.words) > 1 and inner.name != "include"]
        found.setdefault(entry.words[-1].strip("${}"), []).extend(values)
    return {name: list(dict.fromkeys(values))[:_MOST_VALUES] for name, values in found.items()}


def _expanded(text: str, variables: dict[str, list[str]]) -> list[str]:
    """What a target may be where a variable says its host; as it is where none does, or one that is not known."""
    found = _VARIABLE().search(text)
    values = variables.get(found[1] or found[2]) if found and text[: found.start()].rpartition("://")[2] == "" else None
    if not found or not values:
        return [text]
    before, after = text[: found.start()], text[found.end() :]
    return [f"{'' if '://' in value else before}{value}{after}" for value in values]


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


def _folders(tree: Directive) -> Iterator[str]:
    """The folders of servers and places."""
    return (entry.words[1] for name in ("root", "alias") for entry in tree.inside(name) if len(entry.words) > 1)


def _served(tree: Directive) -> Iterator[str]:
    for entry in tree.inside("server_name"):
        yield from (name for name in entry.words[1:] if name not in ("_", ""))


application = Application(
    name="nginx",
    product="nginx",
    executables=("nginx", "openresty", "nginx-debug"),
    products=(("openresty", "OpenResty"),),
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
