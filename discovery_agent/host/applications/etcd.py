"""etcd: the members of its cluster."""

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import url_places


def configure(started: Started, _files: Files) -> Configured:
    """What the options say: --initial-cluster NAME=URL,..."""
    members = url_places(started.option("--initial-cluster").replace(",", " "))
    return Configured(
        instance=started.option("--name"),
        data_directory=started.option("--data-dir"),
        needs=tuple(Need(*found.place, "--initial-cluster", is_certain=False) for found in members),
    )


application = Application(
    name="etcd",
    product="etcd",
    executables=("etcd",),
    packages=("etcd-server", "etcd"),
    ports=(2379, 2380),
    configure=configure,
)
