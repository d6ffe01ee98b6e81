"""Elasticsearch and OpenSearch: the cluster, the node and the hosts it looks for others on."""

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of
from discovery_agent.host.syntax_yaml import Tree, tree_of

_PATTERNS = ("/etc/elasticsearch/elasticsearch.yml", "/etc/opensearch/opensearch.yml")
_FOLDERS = ("-Des.path.conf=", "-Dopensearch.path.conf=")
_SEEDS = ("discovery.seed_hosts", "discovery.zen.ping.unicast.hosts")


def configure(started: Started, files: Files) -> Configured:
    """The settings below the folder that the node was started with."""
    home = next(
        (
            w.partition("=")[2]
            for w in started.arguments
            if w.startswith(("-Des.path.conf=", "-Dopensearch.path.conf="))
        ),
        "",
    )
    named = [f"{home}/{name}.yml" for name in ("elasticsearch", "opensearch")] if home else []
    for path in (*named, *_PATTERNS):
        text = files.text(path)
        if text is None:
            continue
        known = _flat(tree_of(text))
        seeds = next((found for name in _SEEDS if (found := known.get(name))), "")
        places = [place for entry in seeds.split(",") if (place := place_of(entry, 9300))]
        return Configured(
            instance="/".join(filter(None, (known.get("cluster.name"), known.get("node.name")))),
            data_directory=known.get("path.data", ""),
            needs=tuple(Need(*place, path, is_certain=False) for place in places if not place.is_socket),
            files=(path,),
        )
    return Configured()


def _flat(tree: Tree, before: str = "") -> dict[str, str]:
    """Names with dots, however they are nested; a list as one text."""
    if isinstance(tree, dict):
        return {name: value for key, below in tree.items() for name, value in _flat(below, f"{before}{key}.").items()}
    text = ",".join(entry for entry in tree if isinstance(entry, str)) if isinstance(tree, list) else tree
    return {before[:-1]: text}


application = Application(
    name="elasticsearch",
    product="Elasticsearch",
    executables=("java",),
    runs=r"org\.elasticsearch\.|org\.opensearch\.",
    products=(("opensearch", "OpenSearch"),),
    packages=("elasticsearch", "opensearch"),
    ports=(9200, 9300),
    patterns=_PATTERNS,
    configure=configure,
)
