"""The parts that know of vulnerabilities, wired for one server."""

from collections.abc import Callable

from cmdb_server.auth.audit import AuditLog
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.vulnerabilities.exceptions import Exceptions
from cmdb_server.vulnerabilities.installed import InstalledPackages
from cmdb_server.vulnerabilities.keeping import Tables
from cmdb_server.vulnerabilities.known import KnownVulnerabilities
from cmdb_server.vulnerabilities.resting import Resting
from cmdb_server.vulnerabilities.support import SupportTables


class Vulnerabilities:
    """Tables, what they tell of what is installed, accepted risks, and what rests on what is affected."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self.tables = Tables(store, clock, audit)
        self.packages = InstalledPackages(store)
        self.known = KnownVulnerabilities(store, self.tables, self.packages)
        self.exceptions = Exceptions(store, clock, audit)
        self.resting = Resting(clock)
        self.support = SupportTables(store, self.tables)
