"""Traps and informs: what collectors take becomes events and scans; the credentials by which they take it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.credential_vault.credential import OpenCredential
from cmdb_server.credential_vault.scope import Target
from cmdb_server.credential_vault.vault import CredentialVault
from cmdb_server.graph_store.queries import traps as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scans.definitions import read_definitions
from cmdb_server.network_scans.dispatch import Collecting
from cmdb_server.network_scans.network_scopes import site_of
from cmdb_server.network_scans.rereading import LOCK as REREADS
from cmdb_server.network_scans.rereading import Rereading, Wish
from cmdb_server.network_scans.spec import scanned
from cmdb_server.network_scans.trap_events import Placed, interface_in_words, place, record
from cmdb_server.network_scans.trap_receivers import (
    Sender,
    TrapReceiver,
    after,
    read_receiver,
    read_receivers,
    save_receiver,
)
from cmdb_server.network_scans.wire_credentials import wire_credentials
from cmdb_server.signals.taking import lock_of
from cmdb_server.signals.traps import SOURCE, Notification, TakeNotifications
from discovery_agent.scan.job import Credential
from discovery_agent.traps.batch import Batch, Trap
from discovery_agent.traps.kind import all_kinds

VALID_SECONDS = 3600
DAYS_KEPT = 90
_DAY = 24 * 60 * 60 * 1_000_000
_FORGOTTEN_AT_ONCE = 1_000
_SNMP = "snmp"


class Lent(NamedTuple):
    """Credentials for a while, secrets among them."""

    credentials: tuple[Credential, ...]
    valid_seconds: int = VALID_SECONDS


class Traps:
    """Takes what collectors tell of traps, and lends them what they check it by."""

    def __init__(
        self,
        store: GraphStore,
        clock: Callable[[], int],
        audit: AuditLog,
        vault: CredentialVault,
        rereading: Rereading,
    ) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._audit = store, clock, audit
        self._vault, self.rereading = vault, rereading
        self._take_signals: TakeNotifications = _nobody

    def signals_go_to(self, take: TakeNotifications) -> None:
        """Have signals made of what devices say, in the transaction that keeps it."""
        self._take_signals = take

    def receivers(self) -> list[TrapReceiver]:
        """What every collector that listens has counted."""
        return self._store.read(read_receivers)

    def take(self, who: Collecting, batch: Batch) -> None:
        """Make events and wishes to scan of a batch; the same batch again changes nothing."""

        def take(tx: Transaction) -> None:
            receiver, now = read_receiver(tx, who.collector_id, who.network_scope), self._clock()
            if batch.batch_id in receiver.batches:
                return
            placed = place(tx, batch.traps, who.network_scope)
            known = {entry.trap.subject.address for entry in placed}
            record(tx, placed, now)
            self._take_signals(tx, who.network_scope, _told(placed), now)
            self.rereading.want(tx, _wishes(placed, who.network_scope), now)
            save_receiver(tx, after(receiver, batch, _strangers(batch.traps, known, now), now))

        self._store.transact((f"traps:{who.network_scope}", REREADS, lock_of(SOURCE)), take)

    def lend(self, who: Collecting) -> Lent:
        """The SNMP credentials of all scans that the collector may get jobs of. Raises UnsealError, SealingKeyError."""

        def lend(tx: Transaction) -> Lent:
            opened = self._of_its_scans(tx, who)
            receiver = read_receiver(tx, who.collector_id, who.network_scope)
            lent = tuple(sorted(f"{entry.credential.uid} {entry.credential.secret_changed_at}" for entry in opened))
            if lent != receiver.lent:
                uids = [entry.credential.uid for entry in opened]
                actor = Actor(f"collector:{who.collector_id}")
                self._audit.note(tx, actor, "credentials.handed_out", "traps", uids=uids)
                save_receiver(tx, replace(receiver, lent=lent))
            return Lent(tuple(wire_credentials(opened)))

        return self._store.transact((f"traps:{who.network_scope}",), lend)

    def forget_old(self) -> int:
        """Forget the events that ended long ago, so many in each transaction; how many."""
        asked = {"before": self._clock() - DAYS_KEPT * _DAY, "limit": _FORGOTTEN_AT_ONCE}
        forgotten, some = 0, _FORGOTTEN_AT_ONCE
        while some == _FORGOTTEN_AT_ONCE:
            some = int(self._store.write(lambda tx: tx.run(queries.FORGET_EVENTS, **asked))[0]["events"])
            forgotten += some
        return forgotten

    def _of_its_scans(self, tx: Transaction, who: Collecting) -> list[OpenCredential]:
        site = site_of(tx, who.network_scope)
        specs = [definition.plan.spec for definition in read_definitions(tx) if definition.plan.is_enabled]
        wanted = [
            (Target(scanned(spec), site, frozenset(spec.tags)), spec.credentials)
            for spec in specs
            if spec.network_scope == who.network_scope
            and spec.collector in ("", who.collector_id)
            and _SNMP in spec.methods
        ]
        return self._vault.for_jobs(tx, wanted, (_SNMP,))


def _nobody(*_told: object) -> None:
    """Nobody makes signals."""


def _told(placed: Iterable[Placed]) -> list[Notification]:
    """The notifications as signals are made of them: of the interface, where one is known."""
    kinds = all_kinds()
    return [
        Notification(
            entry.part_uid or entry.ci_uid,
            kinds[entry.trap.subject.oid].name,
            interface_in_words(entry.trap),
            kinds[entry.trap.subject.oid].meaning,
            dict(entry.trap.details),
        )
        for entry in placed
    ]


def _wishes(placed: Iterable[Placed], network_scope: str) -> list[Wish]:
    kinds = all_kinds()
    told = dict.fromkeys((entry.trap.subject.address, entry.trap.subject.oid) for entry in placed)
    return [
        Wish(network_scope, address, kinds[oid].rereads, kinds[oid].name)
        for address, oid in told
        if kinds[oid].rereads.methods
    ]


def _strangers(traps: Sequence[Trap], known: set[str], now: int) -> dict[str, Sender]:
    """The senders that no CI is known of, with the last thing that each said."""
    found: dict[str, Sender] = {}
    for trap in traps:
        address = trap.subject.address
        if address not in known:
            times = found[address].times if address in found else 0
            found[address] = Sender(address, all_kinds()[trap.subject.oid].name, times + trap.times, now)
    return found
