"""The configuration of services that people write themselves: files named at the start, or where such files are."""

import json
from typing import cast

from discovery_agent.host.application import Configured, Files, Started
from discovery_agent.host.declared_needs import needs_in
from discovery_agent.host.later import later
from discovery_agent.host.program_names import script_name
from discovery_agent.host.syntax_lines import assignments
from discovery_agent.host.syntax_yaml import tree_of

SUFFIXES = ("json", "yaml", "yml", "toml", "ini", "conf", "cfg", "env", "properties")
_MAX_FILES = 20
_BESIDE = (
    ".env",
    "application.properties",
    "application.yml",
    "config.*",
    "config/*.*",
    "conf/*.*",
    "appsettings.json",
)
_SAYS_WHOSE = later(r"[A-Za-z0-9][._][A-Za-z]")
_UNREADABLE = (ValueError, RecursionError)


def configure(started: Started, files: Files) -> Configured:
    """The needs in every configuration file of a service."""
    read: list[str] = []
    found: list[object] = []
    for path in _paths(started, files):
        text = files.text(path)
        if text is not None and len(read) < _MAX_FILES:
            read.append(path)
            found.append((path, tree_in(path, text)))
    needs = [need for path, tree in cast("list[tuple[str, object]]", found) for need in needs_in(tree, path)]
    needs += needs_in(_given(started), "its arguments")
    return Configured(needs=tuple(needs), files=tuple(read))


def tree_in(path: str, text: str) -> object:
    """What a file holds, by its suffix; None where it cannot be understood."""
    suffix = path.rpartition(".")[2].lower()
    try:
        if suffix == "json":
            return json.loads(text)
        if suffix == "toml":
            import tomllib  # noqa: PLC0415 - few machines need it

            return tomllib.loads(text)
        if suffix in ("yaml", "yml"):
            return tree_of(text)
    except _UNREADABLE:
        return None
    sections: dict[str, dict[str, str]] = {}
    for entry in assignments(text, "=:" if suffix == "properties" else "="):
        sections.setdefault(entry.section, {})[entry.name] = entry.value
    return sections


def _given(started: Started) -> dict[str, object]:
    """What the start sets, as files do: `-Ddb.url=...`, `--db-url=...`, and URLs without a name.

    A host and port without another word are where a program listens.
    """
    pairs = [word.lstrip("-").partition("=") for word in started.arguments[1:] if word.startswith("-") and "=" in word]
    named: dict[str, object] = {
        (name[1:] if name.startswith("D") and "." in name else name).replace("-", "_"): value
        for name, _, value in pairs
    }
    urls = [word for word in started.arguments[1:] if "://" in word and not word.startswith("-")]
    return {name: value for name, value in named.items() if _SAYS_WHOSE().search(name)} | {"": urls}


def _paths(started: Started, files: Files) -> list[str]:
    """Files that the start names, those beside the program, and those below /etc that are called as it is."""
    named = [word.rpartition("=")[2] if word.startswith("-") else word for word in started.arguments[1:]]
    absolute = [word if word.startswith("/") else f"{started.directory}/{word}" for word in named if _is_file(word)]
    patterns = [f"{started.directory}/{name}" for name in _BESIDE] if started.directory not in ("", "/") else []
    script = script_name(list(started.arguments))
    if script:
        patterns += [f"/etc/{script}/*.*", f"/etc/{script}.*", f"/etc/default/{script}"]
    found = [path for pattern in patterns for path in files.matching(pattern) if _is_file(path) or "/default/" in path]
    return list(dict.fromkeys([*absolute, *found]))


def _is_file(word: str) -> bool:
    return word.rpartition(".")[2].lower() in SUFFIXES and "." in word and not word.startswith("-")
