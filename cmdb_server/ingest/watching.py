"""Who waits for what: one node for each CI and each thing that it waits for.

So that what is popular costs nobody: to note one more, or to find those whom a change concerns, only their own nodes
are read, by an index. Who waits for an address waits at one of its ports: an endpoint that comes or goes concerns the
clients of that port, an address that moves concerns those of all its ports.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from cmdb_server.graph_store.queries import watching as queries
from cmdb_server.graph_store.store import Transaction

_MOST_SPOTS = 10_000


class Spot(NamedTuple):
    """What is waited for: a key as a whole, or who answers there at a port."""

    key: str
    port: int | None = None

    @property
    def name(self) -> str:
        """The spot as one text; that of a key as a whole is the key."""
        return self.key if self.port is None else f"{self.key}#{self.port}"


class Watch(NamedTuple):
    """A CI that waits at a spot; `spot` is its name, `key` what the spot belongs to."""

    key: str
    spot: str
    ci_uid: str

    @property
    def uid(self) -> str:
        """What the watch is stored under."""
        return f"{self.spot}|{self.ci_uid}"


def local_key(machine: str) -> str:
    """The key under which a machine's programs wait for its own endpoints."""
    return f"local:{machine}"


def refs_key(source: str) -> str:
    """The key under which the CIs of a source wait for refs that it has not reported yet."""
    return f"refs:{source}"


def within_key(owner: str) -> str:
    """The key under which claims wait for a dependent of the CI with that identifier."""
    return owner if owner.startswith("within:") else f"within:{owner}"


def watch_of(spot: Spot, ci_uid: str) -> Watch:
    """A CI that waits at a spot."""
    return Watch(spot.key, spot.name, ci_uid)


def save_watches(tx: Transaction, watches: Collection[Watch]) -> None:
    """Note who waits, where that is not noted yet."""
    if not watches:
        return
    by_uid = {watch.uid: watch for watch in watches}
    known = set(tx.run(queries.KNOWN_WATCHES, uids=sorted(by_uid))[0]["uid"])
    if missing := sorted(by_uid.keys() - known):
        keys, spots, ci_uids = (list(column) for column in zip(*(by_uid[uid] for uid in missing), strict=True))
        tx.later(queries.SAVE_WATCHES, uids=missing, keys=keys, spots=spots, ci_uids=ci_uids)


def read_watches(tx: Transaction, keys: Collection[str]) -> set[Watch]:
    """Who waits for these keys, at whichever port."""
    return _watches(tx, queries.WATCHES_OF, sorted(keys))


def read_watches_at(
    tx: Transaction, keys: Collection[str], touched: Collection[str], turned: Collection[str]
) -> set[Watch]:
    """Who waits for the ports of these keys at which something else answers now.

    They are those of endpoints that were `touched`, and of programs and databases that `turned`: a program whose
    endpoint is a new one is touched, but at its other endpoints it answers as before.
    """
    if not keys or not touched:
        return set()
    ports = set(tx.run(queries.PORTS_OF, uids=sorted(touched), turned=dict.fromkeys(turned, 1))[0]["port"])
    if not ports:
        return set()
    if len(keys) * len(ports) > _MOST_SPOTS:
        return read_watches(tx, keys)
    spots = {Spot(key, port).name for key in keys for port in ports}
    return _watches(tx, queries.WATCHES_AT, sorted(spots | set(keys)))


def forget_watches(tx: Transaction, watches: Iterable[Watch]) -> None:
    """Let CIs no longer wait."""
    if uids := sorted(watch.uid for watch in watches):
        tx.later(queries.DELETE_WATCHES, uids=uids)


def superseded(before: Collection[Watch], now: Collection[Watch]) -> set[Watch]:
    """Watches at no port, of versions that knew of no ports, of CIs that wait at the ports of the same key now."""
    exact = {(watch.key, watch.ci_uid) for watch in now if watch.spot != watch.key}
    return {watch for watch in before if watch.spot == watch.key and (watch.key, watch.ci_uid) in exact} - set(now)


def _watches(tx: Transaction, query: queries.Query, names: list[str]) -> set[Watch]:
    if not names:
        return set()
    row = tx.run(query, names=names)[0]
    return set(map(Watch, row["key"], row["spot"], row["ci_uid"]))
