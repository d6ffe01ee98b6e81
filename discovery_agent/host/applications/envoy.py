"""Envoy: the clusters of its static configuration are pools."""

import json
from collections.abc import Iterator, Mapping
from typing import cast

from discovery_agent.host.application import Application, Configured, Files, Member, Pool, Started
from discovery_agent.host.places import place_of, port_of
from discovery_agent.host.syntax_yaml import tree_of

_DEFAULT = "/etc/envoy/envoy.yaml"


def configure(started: Started, files: Files) -> Configured:
    """The clusters with the addresses of their endpoints."""
    path = started.option("-c", "--config-path") or _DEFAULT
    text = files.text(path)
    tree: object = json.loads(text) if text and path.endswith(".json") else tree_of(text or "")
    clusters = _get(_get(tree, "static_resources"), "clusters")
    named = [(str(_get(entry, "name")), tuple(_members(entry))) for entry in _list(clusters)]
    reason = "Envoy passes over endpoints of the cluster that fail"
    pools = tuple(Pool(name, members, path, reason=reason) for name, members in named if members)
    return Configured(instance=started.option("--service-node"), pools=pools, files=(path,) if text is not None else ())


def _members(tree: object) -> Iterator[Member]:
    """The socket addresses anywhere in a cluster."""
    address = _get(tree, "socket_address")
    place = place_of(str(_get(address, "address")), port_of(_get(address, "port_value")) or 0)
    if place is not None and place.port:
        yield Member(*place)
    for below in [*_mapping(tree).values(), *_list(tree)]:
        yield from _members(below)


def _mapping(tree: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", tree) if isinstance(tree, Mapping) else {}


def _get(tree: object, name: str) -> object:
    return _mapping(tree).get(name)


def _list(tree: object) -> list[object]:
    return cast("list[object]", tree) if isinstance(tree, list) else []


application = Application(
    name="envoy",
    product="Envoy",
    executables=("envoy",),
    packages=("envoy",),
    ports=(9901, 10000),
    patterns=("/etc/envoy/*.yaml", "/etc/envoy/*.json"),
    configure=configure,
)
