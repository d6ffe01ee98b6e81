"""How a data source is named in answers: its key and the two parts of it."""

from dataclasses import dataclass
from ipaddress import ip_address

_OF_SCANS = ("ssh", "snmp")


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


def scanned_place(key: str) -> tuple[str, str] | None:
    """Network scope and address of a source that a scan reads: `snmp:oslo/10.0.0.7`; None for any other one."""
    said = source_name(key)
    scope, _, address = said.name.rpartition("/")
    try:
        return (scope, str(ip_address(address))) if said.kind in _OF_SCANS and scope else None
    except ValueError:
        return None
