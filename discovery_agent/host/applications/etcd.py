"""etcd: the members of its cluster.

Options at the start win over variables of its environment, which packages keep in files; with a file of configuration
only that counts: https://etcd.io/docs/v3.5/op-guide/configuration/.
"""

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import url_places
from discovery_agent.host.syntax_lines import values
from discovery_agent.host.syntax_yaml import tree_of

_ENVIRONMENTS = ("/etc/default/etcd", "/etc/etcd/etcd.conf", "/etc/etcd.env")
_FILES = ("/etc/etcd/etcd.conf.yml", "/etc/etcd/etcd.yml", "/etc/etcd/etcd.yaml")


def configure(started: Started, files: Files) -> Configured:
    """Name, folder of its data, and members: NAME=URL,..."""
    known, read = _settings(started, files)
    members = url_places(known.get("initial-cluster", "").replace(",", " "))
    return Configured(
        instance=known.get("name", ""),
        data_directory=known.get("data-dir", ""),
        needs=tuple(Need(*found.place, read or "--initial-cluster", is_certain=False) for found in members),
        files=(read,) if read else (),
    )


def _settings(started: Started, files: Files) -> tuple[dict[str, str], str]:
    """The settings, and the file that they are of."""
    named = started.option("--config-file", "-config-file")
    tree = tree_of(files.text(named) or "") if named else None
    if isinstance(tree, dict):
        return {name: value for name, value in tree.items() if isinstance(value, str)}, named
    given = {name: value for name in ("initial-cluster", "name", "data-dir") if (value := started.option(f"--{name}"))}
    for path in _ENVIRONMENTS:
        told = values(files.text(path) or "", comments="#")
        found = {
            name.removeprefix("etcd_").replace("_", "-"): value
            for name, value in told.items()
            if name.startswith("etcd_")
        }
        if found:
            return found | given, path
    return given, ""


application = Application(
    name="etcd",
    product="etcd",
    executables=("etcd",),
    packages=("etcd-server", "etcd"),
    ports=(2379, 2380),
    patterns=(*_ENVIRONMENTS, *_FILES),
    configure=configure,
)
