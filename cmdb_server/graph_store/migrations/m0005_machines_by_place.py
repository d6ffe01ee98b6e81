"""Have every source send its devices once more: a local hardware address with an IP address tells them apart too."""

from cmdb_server.graph_store.asking_again import ask_for_devices
from cmdb_server.graph_store.store import GraphStore


def migrate(store: GraphStore) -> None:
    """What a source says stays as it is: its next report is stored whole."""
    ask_for_devices(store)
