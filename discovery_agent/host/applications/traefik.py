"""Traefik: the services of its file provider are pools; those that it finds itself are seen by their connections."""

from collections.abc import Iterator, Mapping
from typing import cast

from discovery_agent.host.application import Application, Configured, Files, Member, Pool, Started
from discovery_agent.host.places import place_of, url_places
from discovery_agent.host.service_configuration import tree_in

_PATTERNS = ("/etc/traefik/*.y*ml", "/etc/traefik/*.toml", "/etc/traefik/*/*.y*ml", "/etc/traefik/*/*.toml")

_SUFFIXES = (".yml", ".yaml", ".toml")
_MAINS = tuple(f"/etc/traefik/traefik{suffix}" for suffix in _SUFFIXES)
_PLACES = ("directory", "filename")


def configure(started: Started, files: Files) -> Configured:
    """The load balancers in all files below its folder, and where its start or its own file says that they are."""
    main = started.option("--configFile", "--configfile")
    said = [started.option(f"--providers.file.{name}") for name in _PLACES]
    for path in [main] if main else _MAINS:
        told = _mapping(_mapping(_mapping(tree_in(path, files.text(path) or "")).get("providers")).get("file"))
        said += [str(told.get(name, "")) for name in _PLACES]
    patterns = [main, *_PATTERNS, *(pattern for place in said if place.startswith("/") for pattern in _below(place))]
    paths = dict.fromkeys(path for pattern in patterns if pattern for path in files.matching(pattern))
    texts = {path: text for path in paths if (text := files.text(path))}
    pools = [pool for path, text in texts.items() for pool in _pools(tree_in(path, text), path)]
    return Configured(pools=tuple(pools), files=tuple(texts))


def _below(place: str) -> list[str]:
    """The patterns for a folder; a file is one by itself."""
    return [place] if place.endswith(_SUFFIXES) else [f"{place.rstrip('/')}/*{suffix}" for suffix in _SUFFIXES]


def _pools(tree: object, path: str) -> Iterator[Pool]:
    for kind in ("http", "tcp", "udp"):
        for name, service in _mapping(_mapping(_mapping(tree).get(kind)).get("services")).items():
            balancer = _mapping(_mapping(service).get("loadBalancer"))
            servers = [_mapping(entry) for entry in cast("list[object]", balancer.get("servers") or [])]
            places = [found.place for entry in servers for found in url_places(str(entry.get("url", "")))]
            places += [found for entry in servers if (found := place_of(str(entry.get("address", "")))) and found.port]
            checks = " and passes over those that fail its check" if balancer.get("healthCheck") else ""
            if places:
                members = tuple(Member(*place) for place in places)
                yield Pool(name, members, path, reason=f"Traefik sends requests to servers of {name} in turn{checks}")


def _mapping(tree: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", tree) if isinstance(tree, Mapping) else {}


application = Application(
    name="traefik",
    product="Traefik",
    executables=("traefik",),
    packages=("traefik",),
    ports=(80, 443, 8080),
    patterns=_PATTERNS,
    configure=configure,
)
