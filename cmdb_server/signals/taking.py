"""A batch of offers in one transaction: the same number of statements, however many offers and whatever the estate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cmdb_server.graph_store.queries import signals as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.signals.deciding import RETURNS_WITHIN, after
from cmdb_server.signals.looking import look_up
from cmdb_server.signals.matching import match
from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import Signal, key_of, signal_of, stored_form
from graph_schema import Registry

MOST_OPEN = 20_000


@dataclass(frozen=True)
class Taken:
    """What became of offers: how many signals began, ended, fit no CI; `refused` were too many for one sender."""

    taken: int = 0
    opened: int = 0
    resolved: int = 0
    unmatched: int = 0
    refused: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(*(mine + yours for mine, yours in zip(vars(self).values(), vars(other).values(), strict=True)))


def lock_of(source: str) -> str:
    """What a transaction locks that takes signals of a source."""
    return f"signals:{source}"


def take_in(tx: Transaction, registry: Registry, sender: Sender, offers: Sequence[Offer], now: int) -> Taken:
    """Take offers of one sender, in their order, in a transaction that has locked `lock_of` its source."""
    if not offers:
        return Taken()
    before = _recent(tx, {key_of(sender.source, offer.fingerprint) for offer in offers}, now)
    room = MOST_OPEN - int(tx.run(queries.COUNT_OPEN, source=sender.source)[0]["signals"])
    found, refused = _folded(before, offers, sender, (now, room))
    told = rematched(tx, registry, [signal for signal in found if _is_to_match(signal, before.get(signal.key))])
    kept = [told.get(signal.uid, signal) for signal in found]
    save(tx, kept)
    return Taken(
        taken=len(offers) - refused,
        opened=sum(signal.is_open and not _was_open(before.get(signal.key), signal) for signal in kept),
        resolved=sum(_was_open(before.get(signal.key), signal) and not signal.is_open for signal in kept),
        unmatched=sum(signal.is_open and not signal.ci_uid for signal in kept),
        refused=refused,
    )


def rematched(tx: Transaction, registry: Registry, signals: Iterable[Signal]) -> dict[str, Signal]:
    """Signals with the CIs that their subjects mean now, by uid; a fixed number of statements per network scope."""
    by_scope: dict[str, list[Signal]] = {}
    for signal in signals:
        by_scope.setdefault(signal.network_scope, []).append(signal)
    found: dict[str, Signal] = {}
    for scope, many in sorted(by_scope.items()):
        known = look_up(tx, registry, scope, {signal.subject for signal in many})
        matches = {signal.uid: match(signal.subject, known) for signal in many}
        found |= {
            signal.uid: replace(
                signal,
                ci_uid=matches[signal.uid].uid,
                reason=matches[signal.uid].reason,
                candidates=matches[signal.uid].candidates,
            )
            for signal in many
        }
    return found


def save(tx: Transaction, signals: Sequence[Signal]) -> None:
    """Write signals as they are now."""
    if signals:
        properties: list[Mapping[str, Any]] = [stored_form(signal) for signal in signals]
        tx.run(queries.SAVE, uid=[signal.uid for signal in signals], properties=properties)


def _recent(tx: Transaction, keys: Iterable[str], now: int) -> dict[str, Signal]:
    """The last signal of each key, of those that are open or ended a moment ago."""
    stored = tx.run(queries.RECENT, keys=sorted(keys), since=now - RETURNS_WITHIN)[0]["properties"]
    signals = sorted(map(signal_of, stored), key=lambda signal: (signal.resolved_at, signal.started_at))
    return {signal.key: signal for signal in signals}


def _folded(
    before: Mapping[str, Signal], offers: Iterable[Offer], sender: Sender, limits: tuple[int, int]
) -> tuple[list[Signal], int]:
    """The signals that the offers change, and how many offers find no room; `limits`: now, how many may be opened."""
    now, room = limits
    last, changed, refused = dict(before), dict[str, Signal](), 0
    for offer in offers:
        known = last.get(key_of(sender.source, offer.fingerprint))
        signal = after(known, offer, sender, now)
        if signal is None or signal is known:
            continue
        if signal.is_open and not (known and known.is_open):
            if not room:
                refused += 1
                continue
            room -= 1
        last[signal.key] = changed[signal.uid] = signal
    return list(changed.values()), refused


def _is_to_match(signal: Signal, before: Signal | None) -> bool:
    """Whether it is looked for whose it is: until that is known, also of one that begins and ends at once."""
    if before is None or before.uid != signal.uid:
        return True
    return signal.is_open and not (before.subject == signal.subject and signal.ci_uid)


def _was_open(before: Signal | None, signal: Signal) -> bool:
    return before is not None and before.uid == signal.uid and before.is_open
