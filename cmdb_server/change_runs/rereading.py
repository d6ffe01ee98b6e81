"""The machines that a change worked on are read again after it, as far as something may be asked to."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from cmdb_server.graph_store.queries import change_runs as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.network_scans.rereading import Rereading, Spot, Wish
from cmdb_server.network_scope_names import scope_of
from cmdb_server.timestamps import OPEN
from discovery_agent.scan.fact_kinds import FACT_KINDS
from discovery_agent.scan.job import METHODS
from discovery_agent.traps.kind import Reads

_ALL = Reads(METHODS, tuple(FACT_KINDS))
_AGENT = "agent:"
NO_MACHINE = "it is on no machine that has an address"
NO_SCAN = "no scan may read its addresses"
BY_AGENT = "its agent is not asked: it reports by itself"


@dataclass(frozen=True)
class Asked:
    """The addresses that are read again, by CI that was worked on, and why others are not: (uid, words)."""

    asked: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]


class Rereads:
    """Asks for what was worked on to be read again."""

    def __init__(self, rereading: Rereading) -> None:
        """The scans that answer are those that hold an address already: nothing else is scanned for it."""
        self._rereading = rereading

    def want(self, tx: Transaction, uids: Sequence[str], cause: str, now: int) -> Asked:
        """Ask for the machines of some CIs in a transaction that has locked `rereading.LOCK`.

        Each is read at the first of its addresses that some scan may read.
        """
        row = tx.run(queries.MACHINES, uids=list(uids))[0]
        roots = dict(zip(row["uid"], row["root_uid"], strict=True))
        has_agent = {
            root for root, sources in zip(row["root_uid"], row["sources"], strict=True)
            if any(source.startswith(_AGENT) for source in sources)
        }  # fmt: skip
        spots = _spots_of(tx, sorted(set(roots.values())))
        readable = self._rereading.readable(tx, [spot for some in spots.values() for spot in some])
        chosen = {root: next((spot for spot in some if spot.uid in readable), None) for root, some in spots.items()}
        wishes = {spot: Wish(spot.network_scope, spot.address, _ALL, cause) for spot in chosen.values() if spot}
        self._rereading.want(tx, wishes.values(), now)
        asked, left = list[tuple[str, str]](), list[tuple[str, str]]()
        for uid in uids:
            root = roots.get(uid, uid)
            if (spot := chosen.get(root)) is not None:
                asked.append((uid, spot.address))
            else:
                left.append((uid, _why(spots.get(root, ()), is_reporting=root in has_agent)))
        return Asked(tuple(asked), tuple(left))


def _why(spots: Sequence[Spot], *, is_reporting: bool) -> str:
    if is_reporting:
        return BY_AGENT
    return NO_SCAN if spots else NO_MACHINE


def _spots_of(tx: Transaction, roots: Sequence[str]) -> dict[str, list[Spot]]:
    row = tx.run(queries.ADDRESSES, uids=list(roots), open=OPEN)[0]
    found: dict[str, list[Spot]] = {}
    for root, address, identifiers in zip(row["uid"], row["address"], row["identifiers"], strict=True):
        at = ip_address(address)
        if not (at.is_loopback or at.is_link_local):
            found.setdefault(root, []).append(Spot(scope_of(identifiers), address))
    return {root: sorted(set(spots)) for root, spots in found.items()}
