"""The vault: keeps credentials sealed, hands them out for a job, learns which work and which lock accounts."""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.credential_vault import guard
from cmdb_server.credential_vault.credential import (
    Credential,
    OpenCredential,
    Wanted,
    check_scope,
    credential_of,
    properties_of,
)
from cmdb_server.credential_vault.guard import Account, Try
from cmdb_server.credential_vault.kind import CredentialError, checked, kind_of
from cmdb_server.credential_vault.scope import Target, fitting
from cmdb_server.credential_vault.sealing import Sealing
from cmdb_server.graph_store.queries import credentials as queries
from cmdb_server.graph_store.store import GraphStore, Transaction

PREFIX = "cr_"
LOCK = "credentials"
_SERVER = Actor("server")


class CredentialVault:
    """Makes, changes, rotates and hands out credentials. Every change is in the audit log, no secret ever is."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], sealing: Sealing, audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._sealing, self._audit = store, clock, sealing, audit
        self._others: list[Callable[[Transaction], int]] = []

    def seals_too(self, reseal: Callable[[Transaction], int]) -> None:
        """Have what others keep sealed with the same keys sealed anew with credentials; `reseal` says how many.

        Without that it could not be opened any more once the old keys are gone.
        """
        self._others.append(reseal)

    def all(self) -> list[Credential]:
        """Every credential in the order in which they are tried."""
        found = self._store.read(self._read)
        return sorted(found.values(), key=lambda entry: (entry.wanted.order, entry.wanted.name, entry.uid))

    def one(self, uid: str) -> Credential | None:
        """A credential, None where there is none."""
        return self._store.read(self._read).get(uid)

    def create(self, kind: str, wanted: Wanted, secret: Mapping[str, str], actor: Actor) -> str:
        """Keep a new credential; its uid. Raises CredentialError, BadRangeError, SealingKeyError."""
        given = checked(kind_of(kind), wanted.user, wanted.options, secret)
        check_scope(wanted)
        uid, now = PREFIX + secrets.token_hex(8), self._clock()
        known = {"kind": kind, "created_at": now, "created_by": actor.name, "secret_changed_at": now}

        def create(tx: Transaction) -> None:
            _check_name(self._read(tx).values(), wanted.name, "")
            # Not before the lock is held: the key in use may be about to go, and only what is stored is sealed anew.
            sealed = self._sealing.seal(given, uid)
            stored = {**properties_of(wanted), **known, "sealed": sealed, "status": "active"}
            tx.run(queries.CREATE, uid=uid, properties=stored)
            self._audit.note(tx, actor, "credential.created", uid, name=wanted.name, kind=kind, user=wanted.user)

        self._store.transact((LOCK,), create)
        return uid

    def change(self, uid: str, wanted: Wanted, actor: Actor, secret: Mapping[str, str] | None = None) -> bool:
        """Change a credential, with `secret` that too (a rotation); False where there is none. Raises as `create`."""
        check_scope(wanted)

        def change(tx: Transaction) -> bool:
            known = self._read(tx)
            before = known.get(uid)
            if before is None:
                return False
            _check_name(known.values(), wanted.name, uid)
            kept = self._opened(tx, [uid])[uid] if secret is None else secret
            given = checked(kind_of(before.kind), wanted.user, wanted.options, kept)
            properties = properties_of(wanted)
            if secret is not None:
                properties |= {"sealed": self._sealing.seal(given, uid), "secret_changed_at": self._clock()}
            tx.run(queries.CHANGE, uid=uid, properties=properties)
            action = "credential.changed" if secret is None else "credential.rotated"
            self._audit.note(tx, actor, action, uid, old=_shown(before.wanted), new=_shown(wanted))
            return True

        return self._store.transact((LOCK,), change)

    def remove(self, uid: str, actor: Actor) -> bool:
        """Forget a credential and its secret; False where there is none."""

        def remove(tx: Transaction) -> bool:
            found = self._read(tx).get(uid)
            if found is not None:
                tx.run(queries.REMOVE, uid=uid)
                self._audit.note(tx, actor, "credential.removed", uid, name=found.wanted.name)
            return found is not None

        return self._store.transact((LOCK,), remove)

    def reset(self, uid: str, actor: Actor) -> bool:
        """Let an account be tried again that the guard has stopped; False where there is no such credential."""

        def reset(tx: Transaction) -> bool:
            found = self._read(tx).get(uid)
            if found is None:
                return False
            if found.account:
                _save(tx, {found.account: Account(0, found.last_failure_at, found.last_failure)})
            self._audit.note(tx, actor, "credential.reset", uid, account=found.account, failures=found.failures)
            return True

        return self._store.transact((LOCK,), reset)

    def seal_anew(self, actor: Actor, *, with_new_key: bool) -> int:
        """Seal every secret with the key in use, with a new one if asked; how many there are.

        The old keys of the server's own file go when nothing needs them any more. Raises CmdbError for a new key where
        keys are kept elsewhere, UnsealError.
        """

        def seal(tx: Transaction) -> int:
            opened = self._opened(tx, list(self._read(tx)))
            sealed = [self._sealing.seal(secret, uid) for uid, secret in opened.items()]
            tx.run(queries.SEAL_ANEW, uids=list(opened), sealed=sealed)
            count = len(sealed) + sum(reseal(tx) for reseal in self._others)
            self._audit.note(tx, actor, "credentials.sealed_anew", "sealing key", count=count, new=with_new_key)
            return count

        file = self._sealing.with_new_key() if with_new_key else None
        count = self._store.transact((LOCK,), seal)
        if file is not None:
            file.keep_first()
        return count

    def fitting(self, target: Target, only: Collection[str] = ()) -> list[Credential]:
        """The credentials for a target in the order in which they are tried, also those that the guard has stopped."""
        found = fitting(self.all(), target)
        return [entry for entry in found if not only or entry.uid in only]

    def for_job(
        self, tx: Transaction, target: Target, only: Collection[str], methods: Collection[str]
    ) -> list[OpenCredential]:
        """The credentials that a collector needs for a target now, with their secrets, in their order.

        Those that the guard has stopped or whose sealing key is missing, as the credentials page says, are left out.
        Raises UnsealError, SealingKeyError.
        """
        return self.for_jobs(tx, [(target, only)], methods)

    def for_jobs(
        self, tx: Transaction, wanted: Iterable[tuple[Target, Collection[str]]], methods: Collection[str]
    ) -> list[OpenCredential]:
        """As for_job for several targets, each with the credentials that it is limited to; each credential once."""
        usable = [
            entry
            for entry in self._read(tx).values()
            if not entry.is_stopped and entry.is_openable and kind_of(entry.kind).method in methods
        ]
        fit = (entry for target, only in wanted for entry in fitting(usable, target) if not only or entry.uid in only)
        found = list({entry.uid: entry for entry in fit}.values())
        opened = self._opened(tx, [entry.uid for entry in found])
        return [OpenCredential(entry, opened[entry.uid]) for entry in found]

    def learn(self, tx: Transaction, tries: Iterable[Try]) -> None:
        """Note which credentials worked and which were refused; stop an account before it is locked.

        The transaction has locked LOCK.
        """
        known = self._read(tx)
        by_credential: dict[str, list[Try]] = {}
        for one in tries:
            if one.credential_id in known:
                by_credential.setdefault(one.credential_id, []).append(one)
        if not by_credential:
            return
        _note_use(tx, by_credential)
        by_account: dict[str, list[Try]] = {}
        for uid, found in by_credential.items():
            by_account.setdefault(known[uid].account, []).extend(found)
        by_account.pop("", None)
        accounts = {key: guard.after(_account(known, key), found) for key, found in by_account.items()}
        _save(tx, accounts)
        for entry in known.values():
            limit = entry.wanted.max_failures
            if limit and entry.account in accounts and entry.failures < limit <= accounts[entry.account].failures:
                said = {"account": entry.account, "failures": accounts[entry.account].failures}
                self._audit.note(tx, _SERVER, "credential.stopped", entry.uid, **said)

    def _read(self, tx: Transaction) -> dict[str, Credential]:
        stored = tx.run(queries.CREDENTIALS)[0]["properties"]
        keys = {kind_of(entry["kind"]).account(entry["user"]) for entry in stored} - {""}
        rows = tx.run(queries.ACCOUNTS, keys=sorted(keys))[0]["properties"]
        accounts: dict[str, dict[str, Any]] = {entry["key"]: entry for entry in rows}
        found: dict[str, Credential] = {}
        for entry in stored:
            account = accounts.get(kind_of(entry["kind"]).account(entry["user"]), {})
            found[entry["uid"]] = credential_of(entry, account, self._sealing)
        return found

    def _opened(self, tx: Transaction, uids: Sequence[str]) -> dict[str, dict[str, str]]:
        stored = {entry["uid"]: entry["sealed"] for entry in tx.run(queries.CREDENTIALS)[0]["properties"]}
        return {uid: self._sealing.open(stored[uid], uid) for uid in uids if uid in stored}


def _check_name(known: Iterable[Credential], name: str, uid: str) -> None:
    if any(entry.wanted.name.casefold() == name.strip().casefold() and entry.uid != uid for entry in known):
        raise CredentialError("name", "is the name of another credential", "choose another one", name, 409)


def _shown(wanted: Wanted) -> dict[str, Any]:
    return {**properties_of(wanted), "options": dict(wanted.options)}


def _account(known: Mapping[str, Credential], key: str) -> Account:
    found = next(entry for entry in known.values() if entry.account == key)
    return Account(found.failures, found.last_failure_at, found.last_failure)


def _save(tx: Transaction, accounts: Mapping[str, Account]) -> None:
    columns = {name: [getattr(entry, name) for entry in accounts.values()] for name in Account._fields}
    tx.run(queries.SAVE_ACCOUNTS, keys=list(accounts), **columns)


def _note_use(tx: Transaction, tries: Mapping[str, list[Try]]) -> None:
    used = [max(one.at for one in found) for found in tries.values()]
    worked = [max((one.at for one in found if not one.is_refused), default=0) for found in tries.values()]
    tx.run(queries.USED, uids=list(tries), used_at=used, worked_at=worked)
