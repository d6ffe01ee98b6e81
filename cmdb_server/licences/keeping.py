"""Entitlements in the graph: listed, added, changed and taken away; their keys are sealed."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.credential_vault.sealing import Sealing
from cmdb_server.credential_vault.vault import LOCK as _SEALING
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import licences as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.kept_files.keeping import read_files, remove_file
from cmdb_server.licences.entitlement import Entitlement, checked

_KEY = "key"
_DECODER = msgspec.json.Decoder(Entitlement)
_AT_ONCE = 500


@dataclass(frozen=True)
class Held:
    """An entitlement that is kept; `revision` rises with every change."""

    uid: str
    entitlement: Entitlement
    revision: int
    has_key: bool


class NoEntitlementError(CmdbError):
    """There is no such entitlement."""

    def __init__(self, uid: str) -> None:
        """404."""
        message = f"there is no entitlement {uid[:100]!r}; `cmdb licences list` shows those there are"
        super().__init__(message, 404, "not_found")


class ChangedEntitlementError(CmdbError):
    """Somebody else has changed it meanwhile."""

    def __init__(self, uid: str) -> None:
        """409."""
        super().__init__(f"{uid} was changed meanwhile; look at it again and repeat", 409, "changed_meanwhile")


class Entitlements:
    """Keeps entitlements; safe on several servers."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], sealing: Sealing, audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._sealing, self._audit = store, clock, sealing, audit

    def all(self) -> list[Held]:
        """Every entitlement, by name."""
        row = self._store.read(lambda tx: tx.run(queries.ACTIVE)[0])
        columns = zip(row["uid"], row["told"], row["revision"], row["has_key"], strict=True)
        found = [Held(uid, _DECODER.decode(told), revision, has_key) for uid, told, revision, has_key in columns]
        return sorted(found, key=lambda held: (held.entitlement.name.casefold(), held.uid))

    def add(self, wanted: Sequence[Entitlement], actor: Actor) -> list[Held]:
        """Keep what was bought, all or nothing. Raises EntitlementError."""
        made = [Held("ent_" + secrets.token_hex(8), checked(one), 1, has_key=False) for one in wanted]

        def write(tx: Transaction) -> None:
            for start in range(0, len(made), _AT_ONCE):
                some = made[start : start + _AT_ONCE]
                told = [_text(held.entitlement) for held in some]
                tx.run(queries.ADD, uid=[held.uid for held in some], told=told, at=self._clock())
                self._audit.note_each(tx, actor, "entitlement.add", {one.uid: one.entitlement.name for one in some})

        self._store.write(write)
        return made

    def change(self, uid: str, wanted: Entitlement, revision: int, actor: Actor) -> Held:
        """Keep it otherwise. Raises EntitlementError, NoEntitlementError, ChangedEntitlementError."""
        checked(wanted)

        def write(tx: Transaction) -> Held:
            stored = locked(tx, uid)
            if stored["revision"] != revision:
                raise ChangedEntitlementError(uid)
            made = Held(uid, wanted, revision + 1, bool(stored["sealed"]))
            tx.run(queries.SAVE, uid=uid, properties=self._stored(made))
            self._audit.note(tx, actor, "entitlement.change", uid, name=wanted.name)
            return made

        return self._store.write(write)

    def take_away(self, uid: str, actor: Actor) -> None:
        """Keep it no longer; its key and its documents are forgotten. Raises NoEntitlementError."""

        def write(tx: Transaction) -> None:
            stored = locked(tx, uid)
            tx.run(queries.SAVE, uid=uid, properties={"status": "deleted", "sealed": ""})
            for file in read_files(tx, uid):
                remove_file(tx, file.uid)
            self._audit.note(tx, actor, "entitlement.remove", uid, name=_DECODER.decode(stored["told"]).name)

        self._store.write(write)

    def set_key(self, uid: str, key: str, actor: Actor) -> None:
        """Keep its licence key, "" for none. Raises NoEntitlementError."""

        def write(tx: Transaction) -> None:
            locked(tx, uid)
            sealed = self._sealing.seal({_KEY: key}, uid) if key else ""
            tx.run(queries.SAVE, uid=uid, properties={"sealed": sealed})
            self._audit.note(tx, actor, "entitlement.set_key", uid)

        self._store.transact((_SEALING,), write)

    def show_key(self, uid: str, actor: Actor) -> str:
        """Its licence key, "" for none; that it was shown is noted first. Raises NoEntitlementError."""

        def write(tx: Transaction) -> str:
            sealed = locked(tx, uid)["sealed"]
            self._audit.note(tx, actor, "entitlement.show_key", uid)
            return sealed

        sealed = self._store.write(write)
        return self._sealing.open(sealed, uid)[_KEY] if sealed else ""

    def seal_anew(self, tx: Transaction) -> int:
        """Seal every licence key with the sealing key in use; how many there are."""
        found = tx.run(queries.SEALED)[0]
        opened = {uid: self._sealing.open(text, uid) for uid, text in zip(found["uid"], found["sealed"], strict=True)}
        sealed = [self._sealing.seal(secret, uid) for uid, secret in opened.items()]
        tx.run(queries.SEAL_ANEW, uids=list(opened), sealed=sealed)
        return len(sealed)

    def _stored(self, held: Held) -> dict[str, Any]:
        return {"told": _text(held.entitlement), "revision": held.revision, "changed_at": self._clock()}


def _text(one: Entitlement) -> str:
    return msgspec.json.encode(one).decode()


def check_there(tx: Transaction, uid: str) -> None:
    """Raise NoEntitlementError where there is no such entitlement."""
    if not tx.run(queries.THERE, uid=uid):
        raise NoEntitlementError(uid)


def locked(tx: Transaction, uid: str) -> dict[str, Any]:
    """What is stored of an entitlement, which nobody changes until the transaction ends. Raises NoEntitlementError."""
    rows = tx.run(queries.LOCK, uid=uid, token=secrets.token_hex(4))
    if not rows:
        raise NoEntitlementError(uid)
    return rows[0]["properties"]
