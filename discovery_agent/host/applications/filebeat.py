"""Beats of Elastic, which ship logs and figures to the servers of their output.

https://www.elastic.co/guide/en/beats/filebeat/current/configuring-output.html
"""

from collections.abc import Iterator, Mapping
from typing import cast

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.beside import LOGGING, told_to
from discovery_agent.host.places import Place, place_of, url_places
from discovery_agent.host.syntax_yaml import tree_of

_PATTERNS = ("/etc/filebeat/filebeat.yml", "/etc/metricbeat/metricbeat.yml", "/etc/auditbeat/auditbeat.yml")
_PORTS = {"elasticsearch": 9200, "logstash": 5044, "kafka": 9092, "redis": 6379}


def configure(started: Started, files: Files) -> Configured:
    """The hosts of the output, which is one of several kinds."""
    named = started.option("-c", "--c")
    own = started.arguments[0].rpartition("/")[2] if started.arguments else ""
    usual = [path for path in _PATTERNS if path.endswith(f"/{own}.yml")]
    paths = [named] if named.startswith("/") else usual
    texts = {path: text for path in paths if (text := files.text(path))}
    places = [(path, place) for path, text in texts.items() for place in _places(tree_of(text))]
    return Configured(needs=told_to(places, LOGGING), files=tuple(texts))


def _places(tree: object) -> Iterator[Place | None]:
    for kind, port in _PORTS.items():
        output = _inside(tree, f"output.{kind}") or _inside(_inside(tree, "output"), kind)
        hosts = _inside(output, "hosts")
        for host in cast("list[object]", hosts) if isinstance(hosts, list) else [hosts]:
            if isinstance(host, str) and "://" in host:
                # Elasticsearch is asked at its own port where an URL names none, not at that of the web.
                has_port = host.rpartition("://")[2].partition("/")[0].rpartition("@")[2].rpartition(":")[2].isdigit()
                yield from (url.place if has_port else Place(url.place.host, port) for url in url_places(host))
            elif isinstance(host, str) and host:
                yield place_of(host, port)


def _inside(tree: object, name: str) -> object:
    return cast("Mapping[str, object]", tree).get(name) if isinstance(tree, Mapping) else None


application = Application(
    name="filebeat",
    product="Elastic Beats",
    executables=("filebeat", "metricbeat", "auditbeat", "packetbeat", "heartbeat", "elastic-agent"),
    packages=("filebeat", "metricbeat", "elastic-agent"),
    patterns=_PATTERNS,
    configure=configure,
    traffic=LOGGING,
)
