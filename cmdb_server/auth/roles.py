"""Roles and teams as administrators keep them."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.auth.credentials import VerifiedCache
from cmdb_server.auth.rights import RIGHTS_LOCK, Rights, Team, keeping_administrator, read_rights, read_users
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import rights as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.permissions.grants import check
from cmdb_server.permissions.roles import BUILT_IN, PERMISSIONS, Role
from graph_schema import Registry


class BuiltInRoleError(CmdbError):
    """A built-in role stays as it is."""

    def __init__(self, name: str) -> None:
        """409."""
        super().__init__(f"the role {name!r} is built in; make another one under a new name", 409, "built_in_role")


class InUseError(CmdbError):
    """What is to be removed is still given to somebody."""

    def __init__(self, what: str, name: str, users: Iterable[str]) -> None:
        """409, naming some of those who have it."""
        shown = ", ".join(sorted(users)[:5])
        super().__init__(f"the {what} {name!r} is given to {shown}; take it from them first", 409, "in_use")


class RolesAndTeams:
    """Makes, changes and removes roles and teams; every change is in the audit log."""

    def __init__(self, store: GraphStore, registry: Registry, audit: AuditLog, cache: VerifiedCache) -> None:
        """What is changed counts at once: `cache` forgets who was let in."""
        self._store = store
        self._registry = registry
        self._audit = audit
        self._cache = cache

    def rights(self) -> Rights:
        """All roles and teams."""
        return self._store.read(read_rights)

    def save_role(self, role: Role, actor: Actor) -> None:
        """Make a role, or replace the one of that name. Raises BuiltInRoleError, GrantError, LastAdministratorError."""
        if role.name in BUILT_IN:
            raise BuiltInRoleError(role.name)
        check(role.grants, self._registry)
        _check_permissions(role.permissions)
        properties: dict[str, Any] = {
            "description": role.description,
            "permissions": sorted(role.permissions),
            "grants": msgspec.json.encode(role.grants).decode(),
        }

        def save(tx: Transaction) -> None:
            before = read_rights(tx).roles.get(role.name)
            with keeping_administrator(tx, role.name):
                tx.run(queries.SAVE_ROLE, name=role.name, properties=properties)
            old = {"permissions": before.permissions, "grants": before.grants} if before else None
            new = {"permissions": role.permissions, "grants": role.grants}
            self._audit.note(tx, actor, "role.changed" if before else "role.created", role.name, old=old, new=new)

        self._changing(save)

    def remove_role(self, name: str, actor: Actor) -> bool:
        """Remove a role; False when there is none. Raises BuiltInRoleError, InUseError."""
        if name in BUILT_IN:
            raise BuiltInRoleError(name)

        def remove(tx: Transaction) -> bool:
            rights = read_rights(tx)
            if name not in rights.roles:
                return False
            people = [user["name"] for user in read_users(tx) if name in (user.get("roles") or ())]
            holders = [*people, *(f"the team {team.name}" for team in rights.teams.values() if name in team.roles)]
            if holders:
                raise InUseError("role", name, holders)
            tx.run(queries.REMOVE_ROLE, name=name)
            self._audit.note(tx, actor, "role.removed", name)
            return True

        return self._changing(remove)

    def save_team(self, team: Team, actor: Actor) -> None:
        """Make a team, or replace the one of that name. Raises UnknownRightsError, LastAdministratorError."""
        properties: dict[str, Any] = {"description": team.description, "roles": sorted(set(team.roles))}

        def save(tx: Transaction) -> None:
            rights = read_rights(tx)
            rights.check_roles(team.roles)
            before = rights.teams.get(team.name)
            with keeping_administrator(tx, team.name):
                tx.run(queries.SAVE_TEAM, name=team.name, properties=properties)
            old = before.roles if before else None
            self._audit.note(
                tx, actor, "team.changed" if before else "team.created", team.name, old=old, new=properties["roles"]
            )

        self._changing(save)

    def remove_team(self, name: str, actor: Actor) -> bool:
        """Remove a team; False when there is none. Raises InUseError while anybody is in it."""

        def remove(tx: Transaction) -> bool:
            if name not in read_rights(tx).teams:
                return False
            if members := [user["name"] for user in read_users(tx) if name in (user.get("teams") or ())]:
                raise InUseError("team", name, members)
            tx.run(queries.REMOVE_TEAM, name=name)
            self._audit.note(tx, actor, "team.removed", name)
            return True

        return self._changing(remove)

    def _changing(self, change: Any) -> Any:  # noqa: ANN401 - passes through what the change answers
        def locked(tx: Transaction) -> Any:  # noqa: ANN401 - passes through what the change answers
            tx.lock([RIGHTS_LOCK])
            return change(tx)

        answer = self._store.write(locked)
        self._cache.clear()
        return answer


def _check_permissions(permissions: Iterable[str], known: Mapping[str, str] = PERMISSIONS) -> None:
    for name in permissions:
        if name not in known:
            remedy = f"use some of {', '.join(known)}"
            error = FieldError("permissions", name[:100], "is no permission", remedy)
            raise CmdbError(f"permissions {error.value!r} {error.message}; {remedy}", 422, "bad_permission", (error,))
