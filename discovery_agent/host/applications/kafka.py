"""Kafka: the brokers or ZooKeeper servers that it forms a cluster with."""

from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of
from discovery_agent.host.syntax_lines import values

_PATTERNS = (
    "/etc/kafka/server.properties",
    "/opt/kafka/config/server.properties",
    "/opt/kafka/config/kraft/*.properties",
)


def configure(started: Started, files: Files) -> Configured:
    """The settings of the file that the broker was started with."""
    named = [word for word in started.arguments if word.endswith(".properties") and word.startswith("/")]
    candidates = named[-1:] or [path for pattern in _PATTERNS for path in files.matching(pattern)]
    for path in candidates:
        text = files.text(path)
        if text is not None:
            known = values(text)
            return Configured(
                instance=known.get("broker.id") or known.get("node.id") or "",
                data_directory=known.get("log.dirs") or known.get("log.dir") or "",
                needs=tuple(_needs(known, path)),
                files=(path,),
            )
    return Configured()


def _needs(known: dict[str, str], path: str) -> Iterator[Need]:
    servers = known.get("zookeeper.connect", "").partition("/")[0].split(",")
    for place in (place_of(entry, 2181) for entry in servers if entry.strip()):
        if place is not None:
            yield Need(*place, path, reason="zookeeper.connect", is_certain=False)
    for voter in known.get("controller.quorum.voters", "").split(","):
        place = place_of(voter.partition("@")[2], 9093) if "@" in voter else None
        if place is not None:
            yield Need(*place, path, is_certain=False)
    for place in (place_of(entry, 9093) for entry in known.get("controller.quorum.bootstrap.servers", "").split(",")):
        if place is not None:
            yield Need(*place, path, is_certain=False)


application = Application(
    name="kafka",
    product="Apache Kafka",
    executables=("java",),
    runs=r"\bkafka\.Kafka\b|kafka\.server\.",
    packages=("kafka", "confluent-kafka"),
    ports=(9092, 9093),
    patterns=_PATTERNS,
    configure=configure,
)
