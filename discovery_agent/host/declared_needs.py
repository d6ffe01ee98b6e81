"""Needs in configuration that no application of its own explains: mappings of host and port, URLs, lists of servers.

They explain connections that are seen. Only a URL of a data store is certain by itself, where it stands for no
example or other environment: others may be examples, or switched off elsewhere.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple, cast

from discovery_agent.host.application import Need
from discovery_agent.host.connection_strings import connection_places
from discovery_agent.host.later import later
from discovery_agent.host.places import DEFAULT_PORTS, STORES, UrlPlace, database_of, place_of, port_of, url_places

_MAX_NEEDS = 200
_MAX_DEPTH = 20
_HOSTS = ("host", "hostname", "server", "address", "addr", "ip", "endpoint", "url", "uri", "dsn")
_KINDS = ("type", "engine", "driver", "adapter", "dialect", "backend", "client", "scheme", "protocol", "kind")
_DATABASES = ("database", "dbname", "db_name", "databasename", "database_name", "db")
_DATABASE_ENDS = ("_name", "_database", "_db", ".name", ".database")
_OPTIONAL = {"optional": True, "required": False, "mandatory": False, "critical": False, "is_required": False}
_LISTENING = frozenset(("listen", "bind", "listener", "listeners", "listen_address", "bind_address", "admin"))
_SERVERS = later(r"(?:hosts?|servers?|nodes|brokers|endpoints?|addr|address|addresses|seeds|peers|points)$")
_EXAMPLES = frozenset(("test", "tests", "testing", "development", "dev", "staging", "example", "examples", "sample"))
_TRUE, _FALSE = frozenset(("true", "yes", "1", "on")), frozenset(("false", "no", "0", "off"))


class _At(NamedTuple):
    """Where in a file something stands: the names that lead to it, and the word on how much it is needed."""

    file: str
    path: tuple[str, ...] = ()
    strength: str = ""
    reason: str = ""

    def below(self, name: str) -> "_At":
        return self._replace(path=(*self.path, name.lower()))


def needs_in(tree: object, file: str) -> list[Need]:
    """The needs in what a configuration file holds."""
    return list(islice(dict.fromkeys(_needs(tree, _At(file))), _MAX_NEEDS))


def _needs(tree: object, at: _At) -> Iterator[Need]:
    if len(at.path) > _MAX_DEPTH or _LISTENING.intersection(at.path[-1:]):
        return
    if isinstance(tree, Mapping):
        yield from _needs_of_mapping(cast("Mapping[object, object]", tree), at)
    elif isinstance(tree, list):
        for entry in cast("list[object]", tree):
            yield from _needs(entry, at)
    elif isinstance(tree, str):
        yield from _needs_of_text(tree, at)


def _needs_of_mapping(tree: Mapping[object, object], at: _At) -> Iterator[Need]:
    known = {str(name).lower(): value for name, value in tree.items()}
    strength, reason = _word_on_strength(known)
    here = at._replace(strength=strength, reason=reason) if strength else at
    place = _place_of(known)
    if place is not None:
        yield _need(place, here, is_certain=place.scheme in STORES)
    for name, value in known.items():
        yield from _needs(value, here.below(name))
    yield from _needs_by_prefix(known, here)


def _place_of(known: Mapping[str, object]) -> UrlPlace | None:
    """Kind, host, port and database in the entries of one mapping."""
    host = next((value for name in _HOSTS if isinstance(value := known.get(name), str) and value), None)
    if host is None or "://" in host:
        return None
    kind = next((str(value).lower() for name in _KINDS if isinstance(value := known.get(name), str)), "")
    kind = next((scheme for scheme in DEFAULT_PORTS if scheme in kind), "")
    place = place_of(host, port_of(known.get("port")) or DEFAULT_PORTS.get(kind, 0))
    if place is None or not place.port:
        return None
    names = [*_DATABASES, *(("name",) if "engine" in known else ())]  # as Django has it
    return UrlPlace(kind, place, next((found for name in names if (found := database_of(known.get(name)))), ""))


def _needs_by_prefix(known: Mapping[str, object], at: _At) -> Iterator[Need]:
    """`DB_HOST` and `DB_PORT`, as environment files and properties have them."""
    for name, value in known.items():
        for mark in ("_host", ".host", "_hostname"):
            stem = name.removesuffix(mark)
            if stem == name or not isinstance(value, str) or "://" in value:
                continue
            port = next((found for end in ("_port", ".port") if (found := port_of(known.get(stem + end)))), None)
            kind = next((scheme for scheme in DEFAULT_PORTS if scheme in stem), "")
            place = place_of(value, port or DEFAULT_PORTS.get(kind, 0))
            if place is not None and place.port:
                named = (
                    database_of(known.get(stem + end)) for end in ("_name", "_database", "_db", ".name", ".database")
                )
                found = UrlPlace(kind, place, next(filter(None, named), ""))
                yield _need(found, at.below(name), is_certain=kind in STORES)


def _needs_of_text(text: str, at: _At) -> Iterator[Need]:
    if found := list(connection_places(text)):
        yield from (_need(place, at, is_certain=place.scheme in STORES) for place in found)
    elif "://" in text or ":@//" in text:
        for found in url_places(text):
            yield _need(found, at, is_certain=found.scheme in STORES)
    elif ":" in text and _SERVERS().search(at.path[-1] if at.path else ""):
        for entry in text.split(","):
            place = place_of(entry)
            if place is not None and place.port:
                yield _need(UrlPlace("", place), at, is_certain=False)


def _need(found: UrlPlace, at: _At, *, is_certain: bool) -> Need:
    is_cache = any("cache" in name for name in at.path) or found.scheme.startswith("memcache")
    is_example = bool(_EXAMPLES.intersection((*at.path, *at.file.rpartition("/")[2].lower().split("."))))
    need = Need(
        *found.place,
        at.file,
        "cache" if is_cache else "",
        at.strength,
        at.reason,
        is_certain and not is_example,
        found.database,
    )
    if at.strength or not is_cache:
        return need
    return need._replace(strength="soft", reason="it is configured as a cache")


def _word_on_strength(known: Mapping[str, object]) -> tuple[str, str]:
    """Strength and reason where a mapping says whether what it describes is required."""
    for name, when_optional in _OPTIONAL.items():
        said = _truth(known.get(name))
        if said is not None:
            reason = f"its configuration says {name}: {str(said).lower()}"
            return ("soft" if said is when_optional else "hard"), reason
    return "", ""


def _truth(value: object) -> bool | None:
    text = str(value).lower()
    return True if text in _TRUE else False if text in _FALSE else None
