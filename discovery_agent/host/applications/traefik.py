"""Traefik: the services of its file provider are pools; those that it finds itself are seen by their connections."""

from collections.abc import Iterator, Mapping
from typing import cast

from discovery_agent.host.application import Application, Configured, Files, Member, Pool, Started
from discovery_agent.host.places import url_places
from discovery_agent.host.service_configuration import tree_in

_PATTERNS = ("/etc/traefik/*.y*ml", "/etc/traefik/*.toml", "/etc/traefik/*/*.y*ml", "/etc/traefik/*/*.toml")


def configure(_started: Started, files: Files) -> Configured:
    """The load balancers in all files below its folder."""
    paths = [path for pattern in _PATTERNS for path in files.matching(pattern)]
    texts = {path: text for path in paths if (text := files.text(path))}
    pools = [pool for path, text in texts.items() for pool in _pools(tree_in(path, text), path)]
    return Configured(pools=tuple(pools), files=tuple(texts))


def _pools(tree: object, path: str) -> Iterator[Pool]:
    for name, service in _mapping(_mapping(_mapping(tree).get("http")).get("services")).items():
        servers = _mapping(_mapping(service).get("loadBalancer")).get("servers")
        urls = [str(_mapping(entry).get("url", "")) for entry in cast("list[object]", servers or [])]
        members = tuple(Member(*found.place) for url in urls for found in url_places(url))
        if members:
            yield Pool(name, members, path, reason=f"Traefik sends requests to servers of {name} in turn")


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
