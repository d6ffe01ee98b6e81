"""BIND: its zones, the servers that secondary zones are copied from, and forwarders."""

from collections.abc import Iterator

from discovery_agent.host.application import REPLICATION, Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of
from discovery_agent.host.syntax_blocks import Directive, read_blocks

_DEFAULTS = ("/etc/bind/named.conf", "/etc/named.conf")


def configure(started: Started, files: Files) -> Configured:
    """The zones and where they come from."""
    default = next((path for path in _DEFAULTS if files.text(path) is not None), _DEFAULTS[0])
    tree, read = read_blocks(started.option("-c") or default, files)
    zones = [entry for entry in tree.inside("zone") if len(entry.words) > 1]
    needs = [
        Need(*place, entry.file, REPLICATION)
        for kind in ("primaries", "masters")
        for zone in zones
        for entry in zone.inside(kind)
        for place in _places(entry)
    ]
    needs += [
        Need(
            *place,
            entry.file,
            strength="soft",
            reason="answers are also looked up without a forwarder",
            is_certain=False,
        )
        for entry in tree.inside("forwarders")
        for place in _places(entry)
    ]
    return Configured(needs=tuple(needs), serves=tuple(zone.words[1] for zone in zones), files=tuple(read))


def _places(entry: Directive) -> Iterator[tuple[str, int]]:
    for inner in entry.block:
        place = place_of(inner.name, 53)
        if place is not None and not place.is_socket:
            yield place.host, place.port


application = Application(
    name="bind",
    product="BIND",
    executables=("named",),
    packages=("bind9", "bind"),
    ports=(53, 953),
    patterns=("/etc/bind/named.conf*", "/etc/named.conf", "/etc/named/*.conf"),
    configure=configure,
)
