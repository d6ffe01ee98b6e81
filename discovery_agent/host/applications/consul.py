"""Consul: the servers that an agent joins."""

import json
from typing import Any, cast

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of

_JOINS = ("retry_join", "start_join")


def configure(started: Started, files: Files) -> Configured:
    """The settings in the folders and files of the options, JSON only."""
    folder = started.option("-config-dir", "--config-dir") or "/etc/consul.d"
    read: list[str] = []
    known: dict[str, Any] = {}
    for path in files.matching(f"{folder}/*.json"):
        text = files.text(path)
        tree: object = json.loads(text) if text else None
        if isinstance(tree, dict):
            read.append(path)
            known |= cast("dict[str, Any]", tree)
    joined = [entry for name in _JOINS for entry in known.get(name) or () if isinstance(entry, str)]
    places = [place for entry in joined if (place := place_of(entry, 8301)) and not place.is_socket]
    return Configured(
        instance=str(known.get("node_name") or started.option("-node", "--node")),
        data_directory=str(known.get("data_dir") or started.option("-data-dir", "--data-dir")),
        needs=tuple(Need(*place, read[0] if read else "", is_certain=False) for place in places),
        files=tuple(read),
    )


application = Application(
    name="consul",
    product="Consul",
    executables=("consul",),
    packages=("consul",),
    ports=(8300, 8301, 8500, 8600),
    patterns=("/etc/consul.d/*.json",),
    configure=configure,
)
