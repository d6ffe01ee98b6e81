"""People for whom an OpenID provider vouches: an account at the first log-in, roles by groups at every one."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.auth.oidc import OidcError
from cmdb_server.auth.rights import RIGHTS_LOCK, read_rights
from cmdb_server.auth.sessions import Sessions
from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.store import GraphStore, Transaction

_NAMES = ("preferred_username", "email", "sub")
_BY_ANYBODY = frozenset(("oidc_state", "oidc_unreachable"))
_USABLE = re.compile(r"[A-Za-z0-9._@-]{1,200}\Z")


class ForeignAccounts:
    """Opens sessions for people whom the provider knows."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], sessions: Sessions, audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock
        self._sessions = sessions
        self._audit = audit

    def log_in(self, claims: Mapping[str, Any], roles: Iterable[str], address: str) -> str:
        """A new session's secret for the subject of these claims, who has `roles` by its groups. Raises OidcError.

        Somebody who was in a group and is no more loses its roles also where no session is opened.
        """
        subject, given = f"{claims['iss']}|{claims['sub']}", set(roles)

        def enter(tx: Transaction) -> str | OidcError:
            tx.lock([RIGHTS_LOCK])
            rights = read_rights(tx)
            rows = tx.run(queries.USER_OF_SUBJECT, subject=subject)
            known: dict[str, Any] = rows[0]["properties"] if rows else {}
            name = known["name"] if known else _new_name(tx, claims)
            user: dict[str, Any] = {"roles": [], "teams": [], **known, "oidc_roles": sorted(given & set(rights.roles))}
            refusal = None if rights.roles_of(user) else _no_role(name)
            if refusal and known.get("status") != "active":
                return refusal
            self._save(tx, name, subject, user)
            if known.get("oidc_roles") != user["oidc_roles"]:
                action = "user.changed" if known else "user.created"
                self._audit.note(tx, Actor(name, address), action, name, oidc_roles=user["oidc_roles"])
            return refusal or self._sessions.open(tx, Actor(name, address), "oidc")

        entered = self._store.write(enter)
        self._sessions.forget()
        if isinstance(entered, OidcError):
            raise entered
        return entered

    def refused(self, error: OidcError, address: str) -> None:
        """Note a log-in that failed; not one that anybody can bring about without the provider."""
        if error.code in _BY_ANYBODY:
            return
        self._audit.append(Actor("", address), "session.refused", "", how="oidc", reason=error.code, text=str(error))

    def _save(self, tx: Transaction, name: str, subject: str, user: Mapping[str, Any]) -> None:
        properties: dict[str, Any] = {
            "subject": subject,
            "status": "active",
            "password": "",
            "roles": user["roles"],
            "teams": user["teams"],
            "oidc_roles": user["oidc_roles"],
            "preferences": user.get("preferences") or "{}",
            "created_at": user.get("created_at") or self._clock(),
        }
        tx.run(queries.SAVE_USER, name=name, properties=properties)


def _no_role(name: str) -> OidcError:
    message = f"{name} is in no group that gives a role here; an administrator can map one or give a role"
    return OidcError("oidc_no_role", message)


def _new_name(tx: Transaction, claims: Mapping[str, Any]) -> str:
    """The name of a new account: nobody takes over the account of somebody else by being called so elsewhere."""
    names = (str(claims.get(field) or "") for field in _NAMES)
    name = next((text for text in names if _USABLE.match(text)), "")
    if not name:
        raise OidcError("oidc_refused", "the provider's token holds no usable name: preferred_username, email or sub")
    known = next((row["properties"] for row in tx.run(queries.USER, name=name)), None)
    if known and known.get("status", "active") == "active":
        message = f"the user name {name!r} is taken by another account here; an administrator can remove that one"
        raise OidcError("oidc_name_taken", message)
    return name
