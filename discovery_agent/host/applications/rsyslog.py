"""rsyslog and syslog-ng, which pass logs on.

https://www.rsyslog.com/doc/configuration/actions.html (`@@host:port`, `@host`),
https://www.rsyslog.com/doc/configuration/modules/omfwd.html. What is sent by datagrams is not waited for by anybody.
"""

import re
from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.beside import LOGGING, told_to
from discovery_agent.host.later import later
from discovery_agent.host.places import Place, place_of, port_of

_PORT = 514
_PATTERNS = ("/etc/rsyslog.conf", "/etc/rsyslog.d/*.conf")
_SHORT = later(r"^[^#\s][^\n@]*\s@@(?:\([^)\n]*\))?([^\s;#]+)", re.MULTILINE)
_ACTION = later(r"\baction\s*\(([^)]{0,4000})\)", re.IGNORECASE)
_PARAMETER = later(r"([a-z.]+)\s*=\s*\"([^\"]*)\"", re.IGNORECASE)
_COMMENT = later(r"^\s*#[^\n]*", re.MULTILINE)


def configure(_started: Started, files: Files) -> Configured:
    """Where actions forward to over TCP."""
    paths = [path for pattern in _PATTERNS for path in files.matching(pattern)]
    texts = {path: text for path in paths if (text := files.text(path)) is not None}
    places = [(path, place) for path, text in texts.items() for place in _places(_COMMENT().sub("", text))]
    return Configured(needs=told_to(places, LOGGING), files=tuple(texts))


def _places(text: str) -> Iterator[Place | None]:
    yield from (place_of(found, _PORT) for found in _SHORT().findall(text))
    for action in _ACTION().findall(text):
        told = {name.lower(): value for name, value in _PARAMETER().findall(action)}
        if told.get("type") == "omfwd" and told.get("protocol", "udp").lower() == "tcp":
            yield place_of(told.get("target", ""), port_of(told.get("port", "")) or _PORT)


application = Application(
    name="rsyslog",
    product="rsyslog",
    executables=("rsyslogd", "syslog-ng"),
    packages=("rsyslog", "syslog-ng-core", "syslog-ng"),
    ports=(514,),
    patterns=_PATTERNS,
    configure=configure,
    traffic=LOGGING,
)
