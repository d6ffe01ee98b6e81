"""The collector that asks, and credentials as it gets them."""

from pydantic import BaseModel

from cmdb_server.auth.identity import Identity
from cmdb_server.network_scans.dispatch import Collecting


class ScanCredential(BaseModel):
    """With what a device is asked. `failures_left`: refusals after which it must not be tried again; null for any.

    A password for sudo in `secret` is a credential of its own, which the two last say of.
    """

    credential_id: str
    kind: str
    user: str
    secret: dict[str, str]
    networks: list[str]
    order: int
    failures_left: int | None
    sudo_credential_id: str = ""
    sudo_failures_left: int | None = None


def collecting(who: Identity) -> Collecting:
    """The collector behind an identity."""
    return Collecting(who.name.partition(":")[2], who.network_scope)
