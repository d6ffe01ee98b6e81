"""BIND: its zones, the servers that secondary zones are copied from, and forwarders."""

from collections.abc import Iterator, Mapping
from itertools import islice, pairwise

from discovery_agent.host.application import REPLICATION, Application, Configured, Files, Need, Started, Zone
from discovery_agent.host.places import port_of
from discovery_agent.host.syntax_blocks import Directive, read_blocks
from discovery_agent.host.zone_file import name_in, zone_records
from graph_schema.values import is_address

_PRIMARY = ("primary", "master")
_OWN = (*_PRIMARY, "secondary", "slave")
_LISTS = ("remote-servers", "primaries", "masters")
_MOST_IN_LISTS, _MOST_LISTS, _MOST_NEEDS = 100, 16, 1_000
_UNNAMED: tuple[tuple[str, ...], ...] = ((), ("port",))
_PORT = 53
_EVERYBODYS = ("", "localhost", "0.in-addr.arpa", "127.in-addr.arpa", "255.in-addr.arpa")
_MOST_ZONES = 200
_SETTINGS = ("/etc/bind/named.conf*", "/etc/named.conf", "/etc/named/*.conf")
# Where a scan looks for zones: copies of secondary servers lie elsewhere, and are binary.
_ZONES = ("/etc/bind/db.*", "/etc/bind/zones/*", "/var/lib/bind/db.*", "/var/lib/bind/*.zone", "/var/named/*.zone")
_DEFAULTS = ("/etc/bind/named.conf", "/etc/named.conf")


def configure(started: Started, files: Files) -> Configured:
    """The zones and where they come from."""
    default = next((path for path in _DEFAULTS if files.text(path) is not None), _DEFAULTS[0])
    tree, read = read_blocks(started.option("-c") or default, files)
    zones = [entry for entry in tree.inside("zone") if len(entry.words) > 1]
    named = (entry for kind in _LISTS for entry in tree.inside(kind))
    lists = {entry.words[1]: entry for entry in named if entry.words[1:2] not in _UNNAMED}
    copied = (
        Need(*place, entry.file, REPLICATION)
        for kind in ("primaries", "masters")
        for zone in zones
        for entry in zone.inside(kind)
        for place in _places(entry, lists)
    )
    needs = list(islice(copied, _MOST_NEEDS))
    needs += [
        Need(
            *place,
            entry.file,
            strength="soft",
            reason="answers are also looked up without a forwarder",
            is_certain=False,
        )
        for entry in tree.inside("forwarders")
        for place in _places(entry, {})
    ]
    folder = next((entry.words[1] for entry in tree.inside("directory") if len(entry.words) > 1), "/var/cache/bind")
    return Configured(
        needs=tuple(needs),
        serves=tuple(zone.words[1] for zone in zones),
        files=tuple(read),
        zones=tuple(_zones(zones, folder, files)),
    )


def _zones(zones: list[Directive], folder: str, files: Files) -> Iterator[Zone]:
    """The zones that it answers for, without those that every server has; of its own ones the records."""
    for zone in zones[:_MOST_ZONES]:
        name, kind = name_in(zone.words[1], "."), _word(zone, "type")
        if kind not in _OWN or name in _EVERYBODYS or name.endswith((".0.in-addr.arpa", ".127.in-addr.arpa")):
            continue
        file = _word(zone, "file")
        path = file if file.startswith("/") else f"{folder}/{file}"
        is_told = kind in _PRIMARY and file and not name.endswith(".arpa")
        yield Zone(name, zone_records(path, name, files) if is_told else ())


def _word(zone: Directive, name: str) -> str:
    return next((entry.words[1] for entry in zone.block if entry.name == name and len(entry.words) > 1), "")


def _places(entry: Directive, lists: Mapping[str, Directive]) -> list[tuple[str, int]]:
    """The servers of a block, also of lists that it names, at the port of each, of the block, or the usual one."""
    found: dict[tuple[str, int], None] = {}
    waiting, seen = [entry], set[str]()
    while waiting and len(found) < _MOST_IN_LISTS and len(seen) < _MOST_LISTS:
        block = waiting.pop()
        port = _port(block, _PORT)
        found |= {(inner.name, _port(inner, port)): None for inner in block.block if is_address(inner.name)}
        named = {inner.name for inner in block.block if inner.name in lists} - seen
        waiting += [lists[name] for name in sorted(named)]
        seen |= named
    return list(found)


def _port(entry: Directive, usual: int) -> int:
    """What stands behind the word port."""
    words = entry.words
    return next((port for before, word in pairwise(words) if before == "port" and (port := port_of(word))), usual)


application = Application(
    name="bind",
    product="BIND",
    executables=("named",),
    packages=("bind9", "bind"),
    ports=(53, 953),
    patterns=(*_SETTINGS, *_ZONES),
    configure=configure,
)
