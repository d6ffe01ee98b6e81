"""How a data source is named in answers: its key and the two parts of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceName:
    """A data source: its key, the kind in it and the name after it."""

    key: str
    kind: str
    name: str


def source_name(key: str) -> SourceName:
    """The parts of a source's key: `agent:0f31` is of kind `agent`."""
    kind, _, name = key.partition(":")
    return SourceName(key, kind, name)
