"""Events as the expiry of a certificate comes nearer: of it, and of the services that fail on the day."""

import secrets
from typing import NamedTuple

from cmdb_server.certificates.expiry import days_left, in_words, stage_of
from cmdb_server.certificates.listing import MOST_FOLLOWED, Known, failing_services, in_use, read_certificates
from cmdb_server.graph_store.queries import certificates as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.ingest.writing import tick
from cmdb_server.timestamps import rfc3339
from impact.rows import plain

_LOCK = "certificates:expiry"


class _Told(NamedTuple):
    """An event: of which CI, and what it says."""

    ci_uid: str
    reason: str


def tell(store: GraphStore, snapshot: Snapshot, now: int) -> int:
    """Write the events that are due and were not written yet, of the first to expire; of how many certificates."""
    uids = [snapshot.cis.uid[ci] for ci in plain(in_use(snapshot))]
    found = _due(store.read(lambda tx: read_certificates(tx, uids)), now)[:MOST_FOLLOWED]
    events = {known: _events(snapshot, known, now) for known in found}
    if not events:
        return 0

    def write(tx: Transaction) -> int:
        due = events.keys() & _due(read_certificates(tx, [known.uid for known in events]), now)
        told = [event for known in sorted(due) for event in events[known]]
        if told:
            stages = [stage_of(days_left(known.expires_at, now)) for known in sorted(due)]
            tx.run(queries.NOTE_TOLD, uids=[known.uid for known in sorted(due)], told=stages)
            _write(tx, told, tick(tx, now))
        return len(due)

    return store.transact([_LOCK], write)


def _due(found: list[Known], now: int) -> list[Known]:
    """The certificates of which something nearer is to be told than was told."""
    due = (known for known in found if stage_of(days_left(known.expires_at, now)) < known.told)
    return sorted(due, key=lambda known: known.expires_at)


def _events(snapshot: Snapshot, known: Known, now: int) -> list[_Told]:
    days, date = days_left(known.expires_at, now), rfc3339(known.expires_at)[:10]
    words, services = in_words(days, date), failing_services(snapshot, known.uid)
    count = f"{len(services)} service{'s' * (len(services) != 1)}"
    then = "so" if days < 0 else "then"
    behind = [
        _Told(service.uid, f"a certificate that it needs {words}; {then} it is {service.state}") for service in services
    ]
    return [_Told(known.uid, f"{words}; {then} {count} cannot work as usual" if services else words), *behind]


def _write(tx: Transaction, told: list[_Told], at: int) -> None:
    tx.events_written += 1
    tx.run(
        queries.TELL,
        uid=[f"ev_{tx.events_written:04x}{secrets.token_hex(11)}" for _ in told],
        ci_uid=[event.ci_uid for event in told],
        reason=[event.reason for event in told],
        at=at,
        sequence=tx.events_written,
    )
