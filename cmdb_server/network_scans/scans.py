"""Everything about network scans, wired once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cmdb_server.auth.agents import Agents
from cmdb_server.auth.audit import AuditLog
from cmdb_server.credential_vault.vault import CredentialVault
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.network_scans.collectors import Collectors
from cmdb_server.network_scans.coverage import Coverage
from cmdb_server.network_scans.definitions import Definitions
from cmdb_server.network_scans.dispatch import Dispatch
from cmdb_server.network_scans.failures import Failures
from cmdb_server.network_scans.host_keys import HostKeys
from cmdb_server.network_scans.network_scopes import NetworkScopes
from cmdb_server.network_scans.orders import Orders
from cmdb_server.network_scans.preview import Previews
from cmdb_server.network_scans.rereading import Rereading
from cmdb_server.network_scans.runs import Runs
from cmdb_server.network_scans.traps import Traps
from cmdb_server.network_scans.why_not import WhyNot
from cmdb_server.permissions.sight import Place


@dataclass(frozen=True)
class NetworkScans:
    """The parts that a request about scans may need."""

    definitions: Definitions
    runs: Runs
    dispatch: Dispatch
    collectors: Collectors
    scopes: NetworkScopes
    previews: Previews
    orders: Orders
    failures: Failures
    why_not: WhyNot
    coverage: Coverage
    traps: Traps
    host_keys: HostKeys


class Enrolled(NamedTuple):
    """What scans need to know of the rest: who may enrol, and on which site CIs stand."""

    agents: Agents
    places: Callable[[Iterable[str]], Mapping[str, Place]]


def network_scans(
    store: GraphStore, clock: Callable[[], int], audit: AuditLog, vault: CredentialVault, enrolled: Enrolled
) -> NetworkScans:
    """The network scans of a server; `clock` in microseconds."""
    definitions, collectors = Definitions(store, clock, audit), Collectors(store, clock)

    def scopes_in_use() -> set[str]:
        named = {entry.network_scope for entry in (*enrolled.agents.tokens(), *collectors.all())}
        return named | {entry.plan.spec.network_scope for entry in definitions.all()}

    scopes, runs = NetworkScopes(store, audit, scopes_in_use), Runs(store, clock, audit)
    return NetworkScans(
        definitions=definitions,
        runs=runs,
        dispatch=Dispatch(store, clock, vault, audit),
        collectors=collectors,
        scopes=scopes,
        previews=Previews(vault, collectors, scopes, clock),
        orders=Orders(store, definitions, vault),
        failures=Failures(store),
        why_not=WhyNot(store, collectors),
        coverage=Coverage(store, scopes, enrolled.places),
        traps=Traps(store, clock, audit, vault, Rereading(store, clock, runs)),
        host_keys=HostKeys(store, audit),
    )
