"""Programs that are told of records: each a node with its sealed secret, which is shown once."""

import base64
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.credential_vault.sealing import Sealing
from cmdb_server.credential_vault.vault import LOCK as _SEALING
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import notifications as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.notifications.addresses import Allowed, address_for, target_of
from cmdb_server.notifications.kinds import BY_NAME

_PREFIX, _SECRET = "whk_", "whsec_"
_LOCK = "webhooks"
_SECRET_BYTES = 32
_MOST = 100
_FIELD = "secret"


@dataclass(frozen=True)
class Wanted:
    """A webhook as somebody wants it; without types or kinds it is told of all."""

    name: str
    url: str
    types: Sequence[str] = ()
    kinds: Sequence[str] = ()
    is_on: bool = True


@dataclass(frozen=True)
class Webhook:
    """A webhook; times in microseconds, `revision` rises with every change."""

    uid: str
    wanted: Wanted
    created_by: str
    created_at: int
    changed_at: int
    secret_at: int
    revision: int

    def takes(self, record_type: str, kinds: Collection[str], at: int) -> bool:
        """Whether it is told of something that happened to a record at a time."""
        wanted = self.wanted
        if not wanted.is_on or at < self.created_at:
            return False
        is_of_type = not wanted.types or record_type in wanted.types
        return is_of_type and (not wanted.kinds or not set(wanted.kinds).isdisjoint(kinds))


class WebhookError(CmdbError):
    """A webhook that cannot be kept, or is not there."""

    def __init__(self, field: str, value: str, message: str, remedy: str, status: int = 422) -> None:
        """Names the field, its value and what to do."""
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", status, "webhook_refused", (error,))


class Webhooks:
    """Keeps webhooks; every change is in the audit log, no secret is."""

    def __init__(
        self, store: GraphStore, clock: Callable[[], int], sealed: tuple[Sealing, AuditLog], types: Collection[str],
        allowed: Allowed,
    ) -> None:  # fmt: skip
        """`clock` in microseconds; `types` are the record types there are, `allowed` where requests may go."""
        self._store, self._clock, self._types = store, clock, types
        (self._sealing, self._audit), self.allowed = sealed, allowed

    def all(self) -> list[Webhook]:
        """Every webhook by name."""
        found = self._store.read_at_once(queries.WEBHOOKS)[0]["properties"]
        return sorted(map(_webhook, found), key=lambda one: (one.wanted.name.casefold(), one.uid))

    def one(self, uid: str) -> Webhook:
        """A webhook. Raises WebhookError."""
        return self._store.read(lambda tx: _webhook(_properties(tx, uid)))

    def secret(self, uid: str) -> str:
        """What its requests are signed with, for who sends them. Raises WebhookError, UnsealError."""
        sealed = self._store.read(lambda tx: _properties(tx, uid)["sealed"])
        return self._sealing.open(sealed, uid)[_FIELD]

    def create(self, wanted: Wanted, actor: Actor) -> tuple[Webhook, str]:
        """A new webhook with its secret. Raises WebhookError, TargetRefusedError, SealingKeyError."""
        self._check(wanted)
        uid, now, secret = _PREFIX + secrets.token_hex(8), self._clock(), _new_secret()

        def create(tx: Transaction) -> Webhook:
            _check_name(tx, wanted.name, "")
            known = {"created_by": actor.name, "created_at": now, "changed_at": now, "secret_at": now, "revision": 1}
            sealed = {"sealed": self._sealing.seal({_FIELD: secret}, uid), "status": "active"}
            tx.run(queries.CREATE_WEBHOOK, uid=uid, properties={**_stored(wanted), **known, **sealed})
            self._audit.note(tx, actor, "webhook.created", uid, **_stored(wanted))
            return _webhook(_properties(tx, uid))

        return self._store.transact((_SEALING, _LOCK), create), secret

    def change(self, uid: str, wanted: Wanted, revision: int | None, actor: Actor) -> Webhook:
        """Let it be another one; its secret stays. Raises what `create` raises."""
        self._check(wanted)

        def change(tx: Transaction) -> Webhook:
            before = _webhook(_properties(tx, uid))
            if revision is not None and revision != before.revision:
                remedy = "read it again, then change it"
                raise WebhookError("revision", str(revision), "is not that of now", remedy, 412)
            _check_name(tx, wanted.name, uid)
            told = {**_stored(wanted), "changed_at": self._clock(), "revision": before.revision + 1}
            tx.run(queries.CHANGE_WEBHOOK, uid=uid, properties=told)
            self._audit.note(tx, actor, "webhook.changed", uid, old=_stored(before.wanted), new=_stored(wanted))
            return _webhook(_properties(tx, uid))

        return self._store.transact((_LOCK,), change)

    def rotate(self, uid: str, actor: Actor) -> str:
        """Another secret in place of the one it has. Raises WebhookError, SealingKeyError."""
        secret = _new_secret()

        def rotate(tx: Transaction) -> str:
            before = _webhook(_properties(tx, uid))
            sealed = self._sealing.seal({_FIELD: secret}, uid)
            told = {"sealed": sealed, "secret_at": self._clock(), "revision": before.revision + 1}
            tx.run(queries.CHANGE_WEBHOOK, uid=uid, properties=told)
            self._audit.note(tx, actor, "webhook.rotated", uid, name=before.wanted.name)
            return secret

        return self._store.transact((_SEALING, _LOCK), rotate)

    def remove(self, uid: str, actor: Actor) -> None:
        """Forget it and its secret. Raises WebhookError."""

        def remove(tx: Transaction) -> None:
            before = _webhook(_properties(tx, uid))
            tx.run(queries.CHANGE_WEBHOOK, uid=uid, properties={"status": "removed", "sealed": ""})
            self._audit.note(tx, actor, "webhook.removed", uid, name=before.wanted.name)

        self._store.transact((_LOCK,), remove)

    def seal_anew(self, tx: Transaction) -> int:
        """Seal every secret with the key in use; how many there are. The transaction has locked credentials."""
        opened = {
            one["uid"]: self._sealing.open(one["sealed"], one["uid"])
            for one in tx.run(queries.WEBHOOKS)[0]["properties"]
        }
        sealed = [self._sealing.seal(secret, uid) for uid, secret in opened.items()]
        tx.run(queries.SEAL_WEBHOOKS_ANEW, uids=list(opened), sealed=sealed)
        return len(sealed)

    def _check(self, wanted: Wanted) -> None:
        if not wanted.name.strip():
            raise WebhookError("name", "", "is missing", "say what it is for")
        for name in wanted.types:
            if name not in self._types:
                raise WebhookError("types", name, "is no record type", f"give some of {', '.join(self._types)}")
        for name in wanted.kinds:
            if name not in BY_NAME:
                raise WebhookError("kinds", name, "is no kind of notice", f"give some of {', '.join(BY_NAME)}")
        address_for(target_of(wanted.url), self.allowed)


def _new_secret() -> str:
    return _SECRET + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def _check_name(tx: Transaction, name: str, uid: str) -> None:
    known = [one for one in tx.run(queries.WEBHOOKS)[0]["properties"] if one["uid"] != uid]
    if any(one["name"].casefold() == name.strip().casefold() for one in known):
        raise WebhookError("name", name, "is the name of another webhook", "choose another one", 409)
    if not uid and len(known) >= _MOST:
        raise WebhookError("name", name, f"would be one more than {_MOST} webhooks", "remove one first", 409)


def _properties(tx: Transaction, uid: str) -> Mapping[str, Any]:
    rows = tx.run(queries.WEBHOOK, uid=uid)
    if not rows:
        raise WebhookError("webhook_id", uid, "is no webhook", "`cmdb webhooks list` shows those there are", 404)
    return rows[0]["properties"]


def _stored(wanted: Wanted) -> dict[str, Any]:
    return {"name": wanted.name.strip(), "url": wanted.url, "types": sorted(set(wanted.types)),
            "kinds": sorted(set(wanted.kinds)), "is_on": wanted.is_on}  # fmt: skip


def _webhook(stored: Mapping[str, Any]) -> Webhook:
    types, kinds = tuple(stored["types"] or ()), tuple(stored["kinds"] or ())
    wanted = Wanted(stored["name"], stored["url"], types, kinds, stored["is_on"])
    names = ("created_by", "created_at", "changed_at", "secret_at", "revision")
    return Webhook(stored["uid"], wanted, **{name: stored[name] for name in names})
