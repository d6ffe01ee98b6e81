"""Consul: the servers that an agent joins.

https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file: in JSON, and in HCL, of which the lines
that are asked for are read.
"""

import json
from collections.abc import Iterator
from typing import cast

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.later import later
from discovery_agent.host.places import place_of

_JOINS = ("retry_join", "start_join")
_JOIN_OPTIONS = ("retry-join", "join")
_WORD = later(r'(?m)^[ \t]*"?(node_name|data_dir)"?[ \t]*[=:][ \t]*"([^"\n]*)"')
_LIST = later(r'(?m)^[ \t]*"?(retry_join|start_join)"?[ \t]*[=:][ \t]*\[([^\]]{0,4000})\]')
_ENTRY = later(r'"([^"\n]*)"')


def configure(started: Started, files: Files) -> Configured:
    """The settings in the folders and files of the options."""
    folder = (started.option("-config-dir", "--config-dir") or "/etc/consul.d").rstrip("/")
    named = started.option("-config-file", "--config-file")
    patterns = (named, f"{folder}/*.json", f"{folder}/*.hcl")
    read: list[str] = []
    words: dict[str, str] = {}
    joined = [entry for entry in _given(started) if entry]
    for path in (path for pattern in patterns if pattern for path in files.matching(pattern)):
        text = files.text(path)
        if text is not None:
            read.append(path)
            told, names = _of_json(text) if path.endswith(".json") else _of_hcl(text)
            words |= told
            joined += names
    places = [place for entry in dict.fromkeys(joined) if (place := place_of(entry, 8301)) and not place.is_socket]
    return Configured(
        instance=words.get("node_name") or started.option("-node", "--node"),
        data_directory=words.get("data_dir") or started.option("-data-dir", "--data-dir"),
        needs=tuple(Need(*place, read[0] if read else "", is_certain=False) for place in places),
        files=tuple(read),
    )


def _given(started: Started) -> Iterator[str]:
    """What options at the start name; each may be given several times."""
    for at, word in enumerate(started.arguments):
        name, equals, value = word.lstrip("-").partition("=")
        if word.startswith("-") and name in _JOIN_OPTIONS:
            yield value if equals else "".join(started.arguments[at + 1 : at + 2])


def _of_json(text: str) -> tuple[dict[str, str], list[str]]:
    tree: object = json.loads(text)
    known = cast("dict[str, object]", tree) if isinstance(tree, dict) else {}
    words = {name: value for name in ("node_name", "data_dir") if isinstance(value := known.get(name), str)}
    lists = [cast("list[object]", value) for name in _JOINS if isinstance(value := known.get(name), list)]
    return words, [entry for names in lists for entry in names if isinstance(entry, str)]


def _of_hcl(text: str) -> tuple[dict[str, str], list[str]]:
    return dict(_WORD().findall(text)), [
        entry for _, names in _LIST().findall(text) for entry in _ENTRY().findall(names)
    ]


application = Application(
    name="consul",
    product="Consul",
    executables=("consul",),
    packages=("consul",),
    ports=(8300, 8301, 8500, 8600),
    patterns=("/etc/consul.d/*.json", "/etc/consul.d/*.hcl"),
    configure=configure,
)
