"""ZooKeeper: the servers of its ensemble."""

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of
from discovery_agent.host.syntax_lines import values

_PATTERNS = ("/etc/zookeeper/conf/zoo.cfg", "/etc/zookeeper/*.cfg", "/opt/zookeeper/conf/zoo.cfg")


def configure(started: Started, files: Files) -> Configured:
    """The settings of the first file that is there: server.N=HOST:PEER:ELECTION."""
    named = [word for word in started.arguments if word.endswith((".cfg", ".properties")) and word.startswith("/")]
    for path in [*named[-1:], *(path for pattern in _PATTERNS for path in files.matching(pattern))]:
        text = files.text(path)
        if text is None:
            continue
        known = values(text)
        others = [":".join(value.split(":")[:2]) for name, value in known.items() if name.startswith("server.")]
        places = [place for entry in others if (place := place_of(entry, 2888))]
        return Configured(
            data_directory=known.get("datadir", ""),
            needs=tuple(Need(*place, path, is_certain=False) for place in places),
            files=(path,),
        )
    return Configured()


application = Application(
    name="zookeeper",
    product="Apache ZooKeeper",
    executables=("java",),
    runs=r"org\.apache\.zookeeper\.server",
    packages=("zookeeper", "zookeeperd"),
    ports=(2181, 2888, 3888),
    patterns=_PATTERNS,
    configure=configure,
)
