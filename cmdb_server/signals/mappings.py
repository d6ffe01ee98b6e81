"""Mappings by name, as administrators keep them."""

from collections.abc import Callable

import msgspec

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import signals as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.signals.mapping import SignalMapping, check

_DECODER = msgspec.json.Decoder(SignalMapping)


class NoMappingError(CmdbError):
    """There is no mapping of that name."""

    def __init__(self, name: str) -> None:
        """404."""
        message = f"there is no mapping {name[:100]!r} of signals; make it first on the page Signals"
        super().__init__(message, 404, "not_found")


class Mappings:
    """Keeps how senders' JSON is read."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._audit = store, clock, audit

    def all(self) -> list[SignalMapping]:
        """All of them by name."""
        stored = self._store.read(lambda tx: tx.run(queries.MAPPINGS))[0]["properties"]
        return sorted((_DECODER.decode(entry["mapping"]) for entry in stored), key=lambda mapping: mapping.name)

    def get(self, name: str) -> SignalMapping:
        """One mapping. Raises NoMappingError."""
        rows = self._store.read(lambda tx: tx.run(queries.MAPPING, name=name))
        if not rows:
            raise NoMappingError(name)
        return _DECODER.decode(rows[0]["properties"]["mapping"])

    def save(self, mapping: SignalMapping, actor: Actor) -> None:
        """Make a mapping, or replace the one of that name. Raises BadSignalsError."""
        check(mapping)
        text = msgspec.json.encode(mapping).decode()
        properties = {"mapping": text, "status": "active", "changed_at": self._clock(), "changed_by": actor.name}

        def save(tx: Transaction) -> None:
            tx.run(queries.SAVE_MAPPING, name=mapping.name, properties=properties)
            self._audit.note(tx, actor, "signals.mapping_changed", mapping.name)

        self._store.write(save)

    def remove(self, name: str, actor: Actor) -> bool:
        """Remove it; False when there is none."""

        def remove(tx: Transaction) -> bool:
            is_removed = bool(tx.run(queries.REMOVE_MAPPING, name=name))
            if is_removed:
                self._audit.note(tx, actor, "signals.mapping_removed", name)
            return is_removed

        return self._store.write(remove)
