"""Squid, a proxy of web pages, with the proxies that it asks.

https://www.squid-cache.org/Doc/config/cache_peer/: `cache_peer hostname type http-port icp-port [options]`.
"""

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of, port_of
from discovery_agent.host.syntax_lines import words

_DEFAULT = "/etc/squid/squid.conf"
_PATTERNS = (_DEFAULT, "/etc/squid/conf.d/*.conf")
_LEAST_WORDS = 4
_FOREIGN = "another proxy answers too"
_ONLY = "the only proxy that it asks, and it goes nowhere without one (never_direct)"


def configure(started: Started, files: Files) -> Configured:
    """The peers: of several none is needed by itself, and where it may go by itself none is."""
    named = started.option("-f")
    paths = [path for pattern in ([named] if named else _PATTERNS) for path in files.matching(pattern)]
    texts = {path: text for path in paths if (text := files.text(path)) is not None}
    lines = [(path, line) for path, text in texts.items() for line in words(text)]
    peers = [(path, line) for path, line in lines if line[0] == "cache_peer" and len(line) >= _LEAST_WORDS]
    is_bound = any(line[:2] == ["never_direct", "allow"] for _, line in lines)
    strength, reason = ("hard", _ONLY) if is_bound and len(peers) == 1 else ("soft", _FOREIGN)
    if len(peers) == 1 and not is_bound:
        reason = "without it pages are asked for directly"
    places = [(path, place_of(line[1], port_of(line[3]) or 0)) for path, line in peers]
    needs = (Need(*place, path, "", strength, reason) for path, place in places if place and place.port)
    ports = [line[1] for _, line in lines if line[0] in ("http_port", "https_port") and len(line) > 1]
    return Configured(needs=tuple(needs), serves=tuple(ports), files=tuple(texts))


application = Application(
    name="squid",
    product="Squid",
    executables=("squid",),
    packages=("squid", "squid-openssl"),
    ports=(3128,),
    patterns=_PATTERNS,
    configure=configure,
)
