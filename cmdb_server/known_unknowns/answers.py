"""What is answered of the unknown; the fields are the names of the API. Times are RFC 3339."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class NamedCI:
    """A CI by its name; `root` names the machine that it is on."""

    uid: str
    name: str
    ci_class: str
    root: str | None


@dataclass(frozen=True)
class ScannerCI:
    """A program that only looks at others, and why it is taken for one: what it is connected to it does not need.

    `scanner_reason` goes by the name of the attribute that it is, so that it is hidden from whom that is.
    """

    uid: str
    name: str
    ci_class: str
    root: str | None
    scanner_reason: str


@dataclass(frozen=True)
class Scanners:
    """Programs that only look at others."""

    items: Sequence[ScannerCI]


@dataclass(frozen=True)
class Peer:
    """An address that no CI has.

    `ports` are those that somebody talks to, `services` those that depend on the clients; both lists are cut, the
    counts are not.
    """

    uid: str
    address: str
    network_scope: str
    ports: Sequence[str]
    clients: Sequence[NamedCI]
    client_count: int
    services: Sequence[NamedCI]
    service_count: int
    sightings: int
    last_seen_at: str | None


@dataclass(frozen=True)
class Peers:
    """Unknown addresses, those first on which most services depend; `total` counts those left out too."""

    items: Sequence[Peer]
    total: int


@dataclass(frozen=True)
class UnknownProgram:
    """A port of a known machine where it is not known which program answers: the machine has no sensor."""

    uid: str
    address: str
    port: int
    protocol: str
    computer: NamedCI | None
    clients: int


@dataclass(frozen=True)
class StaleEdge:
    """A relationship that those who would see it have not confirmed for long; `source` needs `target`."""

    source: str
    source_name: str
    target: str
    target_name: str
    type: str
    last_seen_at: str


@dataclass(frozen=True)
class Unknowns:
    """How much of the observed connections is explained, and what is not.

    `connections` are those of the programs of a service, or of all that a failure reaches; `explained` lead to a
    program that is known. `stale` CIs among these were not seen for long, `stale_edges` between them not confirmed for
    long, the longest first; `assumed` relationships are derived and not declared. `scanners` are connected to these
    CIs and left out, as they only look at them.
    """

    connections: int
    explained: int
    peers: Peers
    programs: Sequence[UnknownProgram]
    stale: Sequence[NamedCI]
    stale_edges: Sequence[StaleEdge]
    assumed: int
    scanners: Sequence[ScannerCI]
