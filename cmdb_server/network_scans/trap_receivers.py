"""What collectors count of traps: how much was taken and how much was not, from where, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from cmdb_server.graph_store.queries import traps as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.network_scans.runs import added
from discovery_agent.traps.batch import MOST_TIMES, Batch

MOST_REFUSED, MOST_UNKNOWN, _MOST_BATCHES = 100, 500, 50
_COUNTS = msgspec.json.Decoder(dict[str, int])


class Sender(NamedTuple):
    """An address that sends what was not made an event: what or why, how often, and when last (microseconds)."""

    address: str
    said: str
    times: int
    last_at: int


@dataclass(frozen=True)
class TrapReceiver:
    """The receiver of a collector; `unknown` are the senders that are believed and that no CI is known of."""

    collector_id: str
    network_scope: str
    listens_on: str = ""
    since: int = 0
    last_at: int = 0
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    refused: tuple[Sender, ...] = ()
    unknown: tuple[Sender, ...] = ()
    batches: tuple[str, ...] = ()
    lent: tuple[str, ...] = ()


_SENDERS = msgspec.json.Decoder(tuple[Sender, ...])


def merged(known: Iterable[Sender], more: Iterable[Sender], most: int) -> tuple[Sender, ...]:
    """Senders with others on top, the latest first and no more than so many."""
    found: dict[tuple[str, str], Sender] = {}
    for sender in (*known, *more):
        key = (sender.address, sender.said)
        before = found.get(key, Sender(*key, 0, 0))
        times = min(MOST_TIMES, before.times + sender.times)
        found[key] = Sender(*key, times, max(before.last_at, sender.last_at))
    return tuple(sorted(found.values(), key=lambda sender: (-sender.last_at, sender.address, sender.said))[:most])


def after(receiver: TrapReceiver, batch: Batch, unknown: Mapping[str, Sender], now: int) -> TrapReceiver:
    """A receiver after a batch, of whose senders some are `unknown`; those that now have a CI are that no more."""
    of_a_ci = {trap.subject.address for trap in batch.traps} - set(unknown)
    refused = [Sender(entry.address, entry.reason, entry.times, now) for entry in batch.refusals]
    lost = sum(sender.times for sender in unknown.values())
    counted = added(receiver.counts, {**batch.counts, **({"unknown_address": lost} if lost else {})})
    counts = {reason: min(MOST_TIMES, count) for reason, count in counted.items()}
    still = [sender for sender in receiver.unknown if sender.address not in of_a_ci]
    return TrapReceiver(
        receiver.collector_id,
        receiver.network_scope,
        batch.listens_on,
        receiver.since or now,
        now,
        counts,
        merged(receiver.refused, refused, MOST_REFUSED),
        merged(still, unknown.values(), MOST_UNKNOWN),
        (*receiver.batches, batch.batch_id)[-_MOST_BATCHES:],
        receiver.lent,
    )


def read_receivers(tx: Transaction) -> list[TrapReceiver]:
    """The receivers of all collectors."""
    return [_receiver(stored) for stored in tx.run(queries.RECEIVERS)[0]["properties"]]


def read_receiver(tx: Transaction, collector_id: str, network_scope: str) -> TrapReceiver:
    """The receiver of a collector, a new one where it has none."""
    rows = tx.run(queries.RECEIVER, uid=collector_id)
    return _receiver(rows[0]["properties"]) if rows else TrapReceiver(collector_id, network_scope)


def save_receiver(tx: Transaction, receiver: TrapReceiver) -> None:
    """Keep it."""
    properties = {
        "network_scope": receiver.network_scope,
        "listens_on": receiver.listens_on,
        "since": receiver.since,
        "last_at": receiver.last_at,
        "counts": _text(receiver.counts),
        "refused": _text(receiver.refused),
        "unknown": _text(receiver.unknown),
        "batches": list(receiver.batches),
        "lent": list(receiver.lent),
        "status": "active",
    }
    tx.run(queries.SAVE_RECEIVER, uid=receiver.collector_id, properties=properties)


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _receiver(stored: Mapping[str, Any]) -> TrapReceiver:
    return TrapReceiver(
        collector_id=stored["uid"],
        **{name: stored[name] for name in ("network_scope", "listens_on", "since", "last_at")},
        counts=_COUNTS.decode(stored["counts"]),
        refused=_SENDERS.decode(stored["refused"]),
        unknown=_SENDERS.decode(stored["unknown"]),
        batches=tuple(stored["batches"]),
        lent=tuple(stored["lent"]),
    )
