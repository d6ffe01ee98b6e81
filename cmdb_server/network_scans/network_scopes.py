"""Network scopes: parts of the estate in which an address means one machine, each on at most one site."""

from collections.abc import Callable
from typing import NamedTuple

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scope_names import DEFAULT, check_scope_name


class NetworkScope(NamedTuple):
    """A network scope; `site` "" where it is on no one site."""

    name: str
    site: str = ""
    description: str = ""


class NetworkScopes:
    """Lists and keeps network scopes; `default` is always there."""

    def __init__(self, store: GraphStore, audit: AuditLog, in_use: Callable[[], set[str]]) -> None:
        """`in_use` tells which scopes collectors, tokens and scans name."""
        self._store, self._audit, self._in_use = store, audit, in_use

    def all(self) -> list[NetworkScope]:
        """Every scope that is kept or in use, by name."""
        kept = {scope.name: scope for scope in self._store.read(_read)}
        names = sorted({DEFAULT, *kept, *self._in_use()})
        return [kept.get(name, NetworkScope(name)) for name in names]

    def site(self, name: str) -> str:
        """The site of a scope, "" for none."""
        return self._store.read(lambda tx: site_of(tx, name))

    def save(self, scope: NetworkScope, actor: Actor) -> None:
        """Say where a scope is. Raises ScopeNameError."""
        check_scope_name(scope.name, "name")

        def save(tx: Transaction) -> None:
            properties = {"site": scope.site, "description": scope.description, "status": "active"}
            tx.run(queries.SAVE_SCOPE, name=scope.name, properties=properties)
            self._audit.note(tx, actor, "network_scope.saved", scope.name, site=scope.site)

        self._store.write(save)


def site_of(tx: Transaction, name: str) -> str:
    """The site of a scope, "" for none."""
    return next((scope.site for scope in _read(tx) if scope.name == name), "")


def _read(tx: Transaction) -> list[NetworkScope]:
    stored = tx.run(queries.SCOPES)[0]["properties"]
    return [NetworkScope(entry["name"], entry["site"], entry["description"]) for entry in stored]
