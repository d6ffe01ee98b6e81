"""Host keys that people accept: a device was installed anew, and scans may believe the key that it shows now."""

from collections.abc import Sequence
from typing import NamedTuple

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scans.runs import decoded
from cmdb_server.network_scans.spec import ScanError
from discovery_agent.scan.job import AddressOutcome
from discovery_agent.scan.shown_key import ShownKey, shown_key


class Device(NamedTuple):
    """An address of a network scope."""

    network_scope: str
    address: str

    @property
    def uid(self) -> str:
        """Of its node."""
        return f"{self.network_scope}/{self.address}"


class HostKeys:
    """Lets people accept what the last scan of an address was shown, and nothing else."""

    def __init__(self, store: GraphStore, audit: AuditLog) -> None:
        """Nothing is read before it is asked for."""
        self._store, self._audit = store, audit

    def accept(self, device: Device, fingerprint: str, actor: Actor) -> ShownKey:
        """Let scans believe the key of this fingerprint from now on. Raises ScanError unless the device shows it."""

        def accept(tx: Transaction) -> ShownKey:
            rows = tx.run(queries.TARGETS, uids=[device.uid])[0]["properties"]
            key = key_shown(decoded(rows[0]["body"])) if rows else None
            if key is None:
                said = "shows no other host key than the pinned one, as it was scanned last"
                raise ScanError("address", device.address, said, "look at GET /scan-failures, or scan it again", 409)
            if key.fingerprint != fingerprint:
                remedy = f"it was {key.fingerprint} when it was scanned last; compare that at the device"
                raise ScanError("fingerprint", fingerprint, "is not the key that it shows", remedy, 409)
            tx.run(queries.ACCEPT_KEY, uid=device.uid, key=str(key))
            self._audit.note(tx, actor, "host_key.accepted", device.uid, key=str(key))
            return key

        return self._store.transact((f"scan-target:{device.uid}",), accept)


def key_shown(outcome: AddressOutcome) -> ShownKey | None:
    """The key that a device shows instead of the pinned one, None where that is not what is wrong."""
    return next((attempt.host_key for attempt in reversed(outcome.attempts) if attempt.host_key), None)


def accepted_keys(tx: Transaction, network_scope: str, addresses: Sequence[str]) -> dict[str, ShownKey]:
    """What people accepted, by address."""
    found = tx.run(queries.ACCEPTED_KEYS, uids=[f"{network_scope}/{address}" for address in addresses])[0]
    keys = zip(found["address"], map(shown_key, found["host_key"]), strict=True)
    return {address: key for address, key in keys if key}
