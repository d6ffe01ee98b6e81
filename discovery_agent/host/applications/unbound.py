"""Unbound: the servers that it forwards questions to."""

from collections.abc import Iterator

from discovery_agent.host.application import REPLICATION, Application, Configured, Files, Need, Started, Zone
from discovery_agent.host.places import place_of
from discovery_agent.host.syntax_lines import Assignment, assignments
from discovery_agent.host.zone_file import MOST_RECORDS, name_in, record_of

_MOST_ZONES = 200
_COPIED = ("primary", "master")
_SERVERS = (*_COPIED, "stub-addr", "stub-host")
_PATTERNS = ("/etc/unbound/unbound.conf", "/etc/unbound/unbound.conf.d/*.conf")


def configure(_started: Started, files: Files) -> Configured:
    """All forwarders: with several of them none is needed by itself."""
    paths = [path for pattern in _PATTERNS for path in files.matching(pattern)]
    told = [(path, entry) for path in paths for entry in assignments(files.text(path) or "", ":", "#")]
    names = [(path, entry.value) for path, entry in told if entry.name in ("forward-addr", "forward-host")]
    is_one = len({value for _, value in names}) == 1
    strength, reason = ("", "") if is_one else ("soft", "another forwarder answers too")
    places = ((path, place_of(value.partition("#")[0].replace("@", ":"), 53)) for path, value in names)
    needs = tuple(Need(*place, path, "", strength, reason) for path, place in places if place and not place.is_socket)
    needs += tuple(_of_zones(told))
    return Configured(needs=needs, files=tuple(paths), zones=tuple(_zones([entry for _, entry in told])))


def _of_zones(told: list[tuple[str, Assignment]]) -> Iterator[Need]:
    """The servers that it asks for single zones, and those from which it copies zones that it answers for."""
    for path, entry in told:
        place = place_of(entry.value.partition("#")[0].replace("@", ":"), 53) if entry.name in _SERVERS else None
        if place is not None and not place.is_socket:
            purpose = REPLICATION if entry.name in _COPIED else ""
            yield Need(*place, path, purpose, *(("", "") if purpose else ("soft", "it is asked for names of one zone")))


def _zones(told: list[Assignment]) -> Iterator[Zone]:
    """Names that it answers for by itself, by their zone: the longest that is declared, else their domain."""
    zones = {name_in(words[0], ".") for words in _words(told, "local-zone")}
    found: dict[str, list[tuple[str, str, str]]] = {}
    for owner, *words in _words(told, "local-data"):
        record = record_of(words, name_in(owner, "."), ".")
        if record:
            found.setdefault(_zone_of(record[0], zones), []).append(record)
    for zone, records in sorted(found.items())[:_MOST_ZONES]:
        yield Zone(zone, tuple(sorted(set(records))[:MOST_RECORDS]))


def _words(told: list[Assignment], name: str) -> Iterator[list[str]]:
    """The words of each value of a name, without quotes."""
    for entry in told:
        words = entry.value.replace('"', " ").replace("'", " ").split() if entry.name == name else []
        if words:
            yield words


def _zone_of(name: str, zones: set[str]) -> str:
    words = name.split(".")
    above = (".".join(words[turn:]) for turn in range(len(words)))
    return next((zone for zone in above if zone in zones), name.partition(".")[2])


application = Application(
    name="unbound",
    product="Unbound",
    executables=("unbound",),
    packages=("unbound",),
    ports=(53,),
    patterns=_PATTERNS,
    configure=configure,
)
