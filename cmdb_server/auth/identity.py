"""Who asks, and what that allows."""

from dataclasses import dataclass

from cmdb_server.errors import CmdbError
from cmdb_server.permissions.grants import EVERYTHING, Grants
from cmdb_server.permissions.roles import ADMIN as ADMIN
from cmdb_server.permissions.roles import APPROVE as APPROVE
from cmdb_server.permissions.roles import ASSETS as ASSETS
from cmdb_server.permissions.roles import AUDIT as AUDIT
from cmdb_server.permissions.roles import CALENDAR as CALENDAR
from cmdb_server.permissions.roles import CHANGES as CHANGES
from cmdb_server.permissions.roles import COLLECT as COLLECT
from cmdb_server.permissions.roles import CREDENTIALS as CREDENTIALS
from cmdb_server.permissions.roles import LICENCE_KEYS as LICENCE_KEYS
from cmdb_server.permissions.roles import MANAGE as MANAGE
from cmdb_server.permissions.roles import PERMISSIONS
from cmdb_server.permissions.roles import READ as READ
from cmdb_server.permissions.roles import REPORT as REPORT
from cmdb_server.permissions.roles import SCAN as SCAN
from cmdb_server.permissions.roles import SIGNALS as SIGNALS
from cmdb_server.permissions.roles import TRACES as TRACES
from cmdb_server.permissions.roles import WORK as WORK
from cmdb_server.permissions.roles import WRITE as WRITE

PERMISSIONS_OF_SCOPE = {
    READ: frozenset((READ,)),
    WRITE: frozenset((READ, WRITE)),
    WORK: frozenset((READ, WORK)),
    REPORT: frozenset((REPORT,)),
    TRACES: frozenset((TRACES,)),
    SIGNALS: frozenset((SIGNALS,)),
    CALENDAR: frozenset((CALENDAR,)),
    ADMIN: frozenset(PERMISSIONS),
}


@dataclass(frozen=True)
class Identity:
    """A person, a program with an API token, an agent or a collector.

    `source` is the only data source it may report as, "" where it may report as any program's (`api:`, `import:`);
    a collector reports as what begins with one of `scanned`.
    `grants` say with which CIs it may do what it is permitted.
    """

    name: str
    kind: str
    permissions: frozenset[str]
    session: str = ""
    source: str = ""
    scanned: tuple[str, ...] = ()
    network_scope: str = "default"
    grants: Grants = EVERYTHING

    def may_report_as(self, source: str) -> bool:
        """Whether a data source is its own; anything for who has none of its own."""
        return not self.source or source == self.source or source.startswith(self.scanned)

    def may(self, permission: str) -> bool:
        """Whether this identity has a permission."""
        return permission in self.permissions


class NotAuthenticatedError(CmdbError):
    """Nobody is logged in, or the credential is wrong, expired or revoked."""

    def __init__(self, message: str) -> None:
        """`message` says what to do."""
        super().__init__(message, 401, "not_authenticated")


class ForbiddenError(CmdbError):
    """Logged in, but not allowed."""

    def __init__(self, message: str) -> None:
        """`message` says who can allow it."""
        super().__init__(message, 403, "forbidden")
