"""To which devices machines are wired, now or at a time."""

from collections.abc import Sequence

from cmdb_server.graph_store.queries import redundancy as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history.reading import Past
from cmdb_server.timestamps import OPEN
from graph_schema.relationships import CONNECTED_TO, PART_OF


def wired_to(store: GraphStore, machines: Sequence[str], at: int | None) -> list[tuple[str, str]]:
    """Pairs of a machine and a device (uids) of which ports are linked; `at` in microseconds, None for now."""
    if at is None:
        row = store.read(lambda tx: tx.run(queries.WIRED_TO, uids=list(machines), open=OPEN))[0]
        return list(zip(row["machine"], row["device"], strict=True))
    return store.read(lambda tx: _then(tx, machines, at))


def _then(tx: Transaction, machines: Sequence[str], at: int) -> list[tuple[str, str]]:
    past = Past(tx, at)
    machine_of = {bond.source: bond.target for bond in past.incoming(machines, [PART_OF.name])}
    ports = set(machine_of)
    cables = (*past.outgoing(ports, [CONNECTED_TO.name]), *past.incoming(ports, [CONNECTED_TO.name]))
    ends = [(bond.source, bond.target) if bond.source in ports else (bond.target, bond.source) for bond in cables]
    device_of = {bond.source: bond.target for bond in past.outgoing({far for _, far in ends}, [PART_OF.name])}
    return [(machine_of[near], device_of[far]) for near, far in ends if far in device_of]
