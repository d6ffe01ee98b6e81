"""Unbound: the servers that it forwards questions to."""

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of
from discovery_agent.host.syntax_lines import assignments

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
    return Configured(needs=needs, files=tuple(paths))


application = Application(
    name="unbound",
    product="Unbound",
    executables=("unbound",),
    packages=("unbound",),
    ports=(53,),
    patterns=_PATTERNS,
    configure=configure,
)
