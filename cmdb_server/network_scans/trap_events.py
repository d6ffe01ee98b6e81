"""Traps become events of CIs: one for each kind and interface, which counts on until the device has been quiet."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from cmdb_server.graph_store.queries import traps as queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import Transaction
from cmdb_server.network_scope_names import scope_of
from cmdb_server.timestamps import OPEN
from discovery_agent.traps.batch import MOST_TIMES, Trap

QUIET_MICROSECONDS = 10 * 60 * 1_000_000
LONGEST_MICROSECONDS = 24 * 60 * 60 * 1_000_000
_KEY_BYTES = 16


class Placed(NamedTuple):
    """A trap and the device that it is of, with the interface that it names ("" for none that is known)."""

    ci_uid: str
    part_uid: str
    trap: Trap

    @property
    def key(self) -> str:
        """The same for all that count as one."""
        subject = self.trap.subject
        place = self.part_uid or f"{subject.interface_index} {subject.interface_name}"
        return blake2b(f"{self.ci_uid} {subject.oid} {place}".encode(), digest_size=_KEY_BYTES).hexdigest()


class _Interface(NamedTuple):
    """An interface of a device as a trap names it: "" for what it does not say."""

    ci_uid: str
    number: str
    name: str


def place(tx: Transaction, traps: Sequence[Trap], network_scope: str) -> list[Placed]:
    """The traps whose address a CI of the network scope has, with that CI; of an address that two have, with both."""
    addresses = sorted({trap.subject.address for trap in traps})
    found = tx.run(queries.CIS_OF_ADDRESSES, addresses=addresses, open=OPEN)[0]
    devices: dict[str, set[str]] = {}
    for address, uid, identifiers in zip(found["address"], found["uid"], found["identifiers"], strict=True):
        if scope_of(identifiers) == network_scope:
            devices.setdefault(address, set()).add(uid)
    placed = [(uid, trap) for trap in traps for uid in sorted(devices.get(trap.subject.address, ()))]
    parts = _interfaces(tx, placed)
    return [Placed(uid, parts.get(_interface_of(uid, trap), ""), trap) for uid, trap in placed]


def record(tx: Transaction, placed: Iterable[Placed], now: int) -> None:
    """Write the events, in a transaction that has locked what others would write them by."""
    by_key: dict[str, list[Placed]] = {}
    for entry in placed:
        by_key.setdefault(entry.key, []).append(entry)
    if not by_key:
        return
    since = {"quiet_since": now - QUIET_MICROSECONDS, "begun_since": now - LONGEST_MICROSECONDS}
    stored = tx.run(queries.OPEN_EVENTS, keys=sorted(by_key), **since)[0]["properties"]
    known = {entry["key"]: entry for entry in sorted(stored, key=lambda entry: entry["recorded_at"])}
    events = [_event(known.get(key), entries, now) for key, entries in by_key.items()]
    tx.run(queries.SAVE_EVENTS, uid=[uid for uid, _ in events], properties=[properties for _, properties in events])


def _event(known: Mapping[str, Any] | None, entries: Sequence[Placed], now: int) -> tuple[str, dict[str, Any]]:
    """An event with more on top, or a new one."""
    last = entries[-1]
    subject, before = last.trap.subject, known or {"times": 0, "unread": 0}
    counted = {
        "times": min(MOST_TIMES, before["times"] + sum(entry.trap.times for entry in entries)),
        "unread": min(MOST_TIMES, before["unread"] + sum(entry.trap.unread for entry in entries)),
        "details": msgspec.json.encode(dict(last.trap.details)).decode(),
        "proof": last.trap.proof,
        "last_at": now,
    }
    if known is not None:
        return known["uid"], counted
    made = {
        "key": last.key,
        "ci_uid": last.ci_uid,
        "part_uid": last.part_uid,
        "oid": subject.oid,
        "address": subject.address,
        "interface": interface_in_words(last.trap),
        "recorded_at": now,
    }
    return f"te_{secrets.token_hex(13)}", {**made, **counted}


def interface_in_words(trap: Trap) -> str:
    """What a trap calls the interface that it names, "" for none."""
    subject = trap.subject
    return subject.interface_name or (f"ifIndex {subject.interface_index}" if subject.interface_index else "")


def _interface_of(ci_uid: str, trap: Trap) -> _Interface:
    return _Interface(ci_uid, str(trap.subject.interface_index or ""), trap.subject.interface_name)


def _interfaces(tx: Transaction, placed: Iterable[tuple[str, Trap]]) -> dict[_Interface, str]:
    """The uids of interfaces: by the number of the scan that read them, else by the name."""
    wanted = sorted({_interface_of(uid, trap) for uid, trap in placed})
    found = _found(tx, queries.INTERFACES_BY_NUMBER, "number", [entry for entry in wanted if entry.number])
    left = [entry for entry in wanted if entry.name and entry not in found]
    return {**found, **_found(tx, queries.INTERFACES_BY_NAME, "name", left)}


def _found(tx: Transaction, query: Query, column: str, wanted: Sequence[_Interface]) -> dict[_Interface, str]:
    if not wanted:
        return {}
    values = [getattr(entry, column) for entry in wanted]
    told = tx.run(query, **{"ci_uid": [entry.ci_uid for entry in wanted], column: values})[0]
    uids = dict(zip(zip(told["ci_uid"], told[column], strict=True), told["uid"], strict=True))
    found = {entry: uids.get((entry.ci_uid, value)) for entry, value in zip(wanted, values, strict=True)}
    return {entry: uid for entry, uid in found.items() if uid}
