"""Who asks, and what that allows."""

from dataclasses import dataclass

from cmdb_server.errors import CmdbError

READ, WRITE, REPORT, ADMIN = "read", "write", "report", "admin"
PERMISSIONS_OF_SCOPE = {
    READ: frozenset((READ,)),
    WRITE: frozenset((READ, WRITE)),
    REPORT: frozenset((REPORT,)),
    ADMIN: frozenset((READ, WRITE, REPORT, ADMIN)),
}
ROLES = {"administrator": PERMISSIONS_OF_SCOPE[ADMIN], "reader": PERMISSIONS_OF_SCOPE[READ]}


@dataclass(frozen=True)
class Identity:
    """A person, a program with an API token, or an agent.

    `source` is the only data source it may report as, "" where it may report as any program's (`api:`, `import:`).
    """

    name: str
    kind: str
    permissions: frozenset[str]
    session: str = ""
    source: str = ""
    network_scope: str = "default"

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
