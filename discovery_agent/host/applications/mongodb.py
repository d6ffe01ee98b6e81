"""MongoDB: the replica set that a server is in, and the configuration servers of a router."""

from typing import cast

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of
from discovery_agent.host.syntax_yaml import Tree, tree_of

_DEFAULT = "/etc/mongod.conf"


def configure(started: Started, files: Files) -> Configured:
    """The settings of the file, over which options at the start win."""
    path = started.option("-f", "--config") or _DEFAULT
    text = files.text(path)
    tree = tree_of(text or "")
    routers = (started.option("--configdb") or _at(tree, "sharding", "configDB")).rpartition("/")[2]
    places = [place for entry in routers.split(",") if entry and (place := place_of(entry, 27019))]
    return Configured(
        instance=started.option("--replSet") or _at(tree, "replication", "replSetName"),
        data_directory=started.option("--dbpath") or _at(tree, "storage", "dbPath"),
        needs=tuple(Need(*place, path) for place in places if not place.is_socket),
        files=(path,) if text is not None else (),
    )


def _at(tree: Tree, section: str, name: str) -> str:
    below = tree.get(section, "") if isinstance(tree, dict) else ""
    found = below.get(name, "") if isinstance(below, dict) else ""
    return found if isinstance(found, str) else str(cast("object", found))


application = Application(
    name="mongodb",
    product="MongoDB",
    executables=("mongod", "mongos"),
    products=(("mongos", "MongoDB router"),),
    packages=("mongodb-org-server", "mongodb-server", "mongodb"),
    ports=(27017,),
    patterns=("/etc/mongod.conf", "/etc/mongos.conf", "/etc/mongodb.conf"),
    configure=configure,
)
