"""Agents: an enrolment token lets a machine in once, afterwards it has an id and a secret of its own."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.auth.credentials import VerifiedCache, digest, new_secret
from cmdb_server.auth.identity import COLLECT, PERMISSIONS_OF_SCOPE, REPORT, Identity, NotAuthenticatedError
from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore, Transaction

PREFIX = "ple_"
AGENT, COLLECTOR = "agent", "collector"
SCANNED = ("ssh", "snmp")
_SERVER = Actor("server")


@dataclass(frozen=True)
class EnrolmentToken:
    """An enrolment token without its value; times in microseconds, 0 for never; `max_uses` 0 for any number.

    `kind` is what it lets in: agents, or collectors that scan networks.
    """

    token_id: str
    name: str
    network_scope: str
    created_at: int
    expires_at: int
    uses: int
    max_uses: int
    kind: str = AGENT


class Agents:
    """Enrols, lists, checks and revokes agents and collectors."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], cache: VerifiedCache, audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock
        self._cache = cache
        self._audit = audit

    def create_token(
        self,
        name: str,
        network_scope: str,
        expires_at: int,
        max_uses: int = 0,
        *,
        kind: str = AGENT,
        by: Actor = _SERVER,
    ) -> tuple[EnrolmentToken, str]:
        """A new enrolment token and its value, which cannot be read again."""
        value, uid = new_secret(PREFIX), f"en_{secrets.token_hex(8)}"
        properties: dict[str, Any] = {
            "name": name,
            "network_scope": network_scope,
            "created_at": self._clock(),
            "expires_at": expires_at,
            "uses": 0,
            "max_uses": max_uses,
            "kind": kind,
        }
        stored = {**properties, "digest": digest(value), "status": "active"}

        def create(tx: Transaction) -> None:
            tx.run(queries.CREATE_ENROLMENT, uid=uid, properties=stored)
            said = {"name": name, "network_scope": network_scope, "kind": kind, "max_uses": max_uses}
            self._audit.note(tx, by, "enrolment_token.created", uid, **said, is_value_shown=True)

        self._store.write(create)
        return EnrolmentToken(uid, **properties), value

    def tokens(self) -> list[EnrolmentToken]:
        """The active enrolment tokens, oldest first."""
        rows = self._store.read(lambda tx: tx.run(queries.ENROLMENTS))
        return [_token(row["properties"]) for row in rows]

    def revoke_token(self, token_id: str, *, by: Actor = _SERVER) -> bool:
        """Make an enrolment token useless; agents it let in stay."""
        return self._revoked(queries.REVOKE_ENROLMENT, "enrolment_token.revoked", token_id, by)

    def enrol(self, value: str, name: str, version: str, address: str = "") -> tuple[str, str]:
        """The id and secret of a new agent. Raises NotAuthenticatedError for a token that is not or no longer valid."""
        agent_id, secret, now = secrets.token_hex(13), new_secret(), self._clock()
        parameters = {"digest": digest(value), "now": now, "token": secrets.token_hex(4)}
        rows = self._store.write(lambda tx: tx.run(queries.USE_ENROLMENT, **parameters))
        if not rows:
            self._audit.append(Actor(name, address), "agent.refused", name)
            message = "the enrolment token is wrong, expired, used up or revoked; create one on the discovery page"
            raise NotAuthenticatedError(message)
        properties = {
            "name": name,
            "version": version,
            "digest": digest(secret),
            "network_scope": rows[0]["network_scope"],
            "kind": rows[0]["kind"],
            "enrolled_at": now,
            "status": "active",
        }

        def create(tx: Transaction) -> None:
            tx.run(queries.CREATE_AGENT, uid=agent_id, properties=properties)
            self._audit.note(tx, Actor(name, address), "agent.enrolled", agent_id, name=name)

        self._store.write(create)
        return agent_id, secret

    def identity(self, agent_id: str, secret: str) -> Identity | None:
        """The agent, None when it is unknown or revoked or the secret is wrong."""
        if (known := self.verified(agent_id, secret)) is not None:
            return known
        rows = self._store.read_at_once(queries.AGENT, uid=agent_id)
        if not rows or not secrets.compare_digest(rows[0]["properties"]["digest"], digest(secret)):
            return None
        identity = _identity(agent_id, rows[0]["properties"])
        self._cache.put(_key(agent_id, secret), identity)
        return identity

    def verified(self, agent_id: str, secret: str) -> Identity | None:
        """The agent if its secret was found right a moment ago; nothing is read for it."""
        return self._cache.get(_key(agent_id, secret))

    def all(self) -> list[dict[str, Any]]:
        """The active agents with their last contact, CI and section outcomes."""
        agents = self._store.read(lambda tx: tx.run(queries.AGENTS, kind=AGENT))
        sources = [f"agent:{agent['uid']}" for agent in agents]
        sections = self._store.read(lambda tx: tx.run(queries.AGENT_SECTIONS, sources=sources)) if sources else []
        for agent, source in zip(agents, sources, strict=True):
            agent["sections"] = [section for section in sections if section["source"] == source]
        return agents

    def revoke(self, agent_id: str, *, by: Actor = _SERVER) -> bool:
        """Refuse an agent from now on; what it reported stays."""
        return self._revoked(queries.REVOKE_AGENT, "agent.revoked", agent_id, by)

    def _revoked(self, query: Query, action: str, uid: str, by: Actor) -> bool:
        def revoke(tx: Transaction) -> bool:
            is_revoked = bool(tx.run(query, uid=uid))
            if is_revoked:
                self._audit.note(tx, by, action, uid)
            return is_revoked

        is_revoked = self._store.write(revoke)
        self._cache.clear()
        return is_revoked


def _key(agent_id: str, secret: str) -> str:
    return digest(f"{agent_id}:{secret}")


def _identity(agent_id: str, stored: Mapping[str, Any]) -> Identity:
    """Who an enrolled program is: an agent speaks of its own machine, a collector of what it scans in its network."""
    kind, scope = stored.get("kind") or AGENT, stored["network_scope"]
    source, permissions = f"{kind}:{agent_id}", PERMISSIONS_OF_SCOPE[REPORT]
    if kind != COLLECTOR:
        return Identity(source, kind, permissions, source=source, network_scope=scope)
    scanned = tuple(f"{method}:{scope}/" for method in SCANNED)
    return Identity(source, kind, permissions | {COLLECT}, source=source, scanned=scanned, network_scope=scope)


def _token(stored: Mapping[str, Any]) -> EnrolmentToken:
    names = ("name", "network_scope", "created_at", "expires_at", "uses", "max_uses")
    return EnrolmentToken(stored["uid"], **{name: stored[name] for name in names}, kind=stored.get("kind") or AGENT)
