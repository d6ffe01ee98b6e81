"""Which CI a person says is meant by what senders name: `host db-old` of a network scope is this CI."""

from collections.abc import Callable, Collection
from hashlib import blake2b
from typing import Any, NamedTuple

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.graph_store.queries import signals as queries
from cmdb_server.graph_store.store import GraphStore, Transaction


class Binding(NamedTuple):
    """A place that senders of a network scope name, and the CI that it is."""

    uid: str
    network_scope: str
    place: str
    ci_uid: str
    actor: str
    reason: str
    at: int


class Bindings:
    """Keeps what people say of what senders name."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._audit = store, clock, audit

    def all(self) -> list[Binding]:
        """All of them, by scope and place."""
        stored = self._store.read(lambda tx: tx.run(queries.ALL_BINDINGS))[0]["properties"]
        return sorted(map(_binding, stored), key=lambda entry: (entry.network_scope, entry.place))

    def save(self, where: tuple[str, str], ci_uid: str, actor: Actor, reason: str) -> Binding:
        """Say that a place of a network scope (`where`: scope, place) is a CI."""
        scope, place = where
        binding = Binding(_uid(scope, place), scope, place, ci_uid, actor.name, reason, self._clock())
        properties: dict[str, Any] = {**binding._asdict(), "status": "active"}
        del properties["uid"]

        def save(tx: Transaction) -> None:
            tx.run(queries.SAVE_BINDING, uid=binding.uid, properties=properties)
            said = {"network_scope": scope, "place": place, "ci_uid": ci_uid, "reason": reason}
            self._audit.note(tx, actor, "signals.bound", binding.uid, **said)

        self._store.write(save)
        return binding

    def remove(self, uid: str, actor: Actor) -> bool:
        """Take it back; False when there is none."""

        def remove(tx: Transaction) -> bool:
            found = tx.run(queries.REMOVE_BINDING, uid=uid)
            if found:
                self._audit.note(tx, actor, "signals.unbound", uid, place=found[0]["properties"]["place"])
            return bool(found)

        return self._store.write(remove)


def read_bound(tx: Transaction, network_scope: str, places: Collection[str]) -> dict[str, str]:
    """The CIs that people say some places of a network scope are."""
    if not places:
        return {}
    uids = sorted(_uid(network_scope, place) for place in places)
    return {entry["place"]: entry["ci_uid"] for entry in tx.run(queries.BINDINGS, uids=uids)[0]["properties"]}


def _uid(network_scope: str, place: str) -> str:
    return "sb_" + blake2b(f"{network_scope}\x1f{place}".encode(), digest_size=13).hexdigest()


def _binding(stored: dict[str, Any]) -> Binding:
    return Binding(**{name: stored[name] for name in Binding._fields})
