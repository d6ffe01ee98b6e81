"""Host keys: accepting what a device shows that was installed anew."""

from pydantic import Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.scan_words import HostKey, host_key_answer
from cmdb_server.auth.identity import SCAN
from cmdb_server.network_scans.host_keys import Device

router = resource("scans")


class HostKeyIn(Body):
    """A device, and the fingerprint that was compared with what the device itself says."""

    network_scope: str = Field(default="default", min_length=1, max_length=100)
    address: str = Field(min_length=1, max_length=50)
    fingerprint: str = Field(min_length=1, max_length=100)


@router.post("/host-keys", name="accept_host_key", status_code=201, dependencies=[requires(SCAN)])
def accept_host_key(wanted: HostKeyIn, services: ServicesDep, actor: ActorDep) -> HostKey:
    """Let scans believe the key that a device shows instead of the pinned one; collectors hear of it with the next job.

    409 where the last scan of the address was shown another key, or none.
    """
    device = Device(wanted.network_scope, wanted.address)
    return host_key_answer(services.scans.host_keys.accept(device, wanted.fingerprint, actor))
