"""Who is wired to whom: what the tables of each network scope came to."""

from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import READ, SCAN
from cmdb_server.topology.topology import Derivation

router = resource("topology")


class TopologyOfScope(BaseModel):
    """What the topology of a network scope came to, from the tables of so many devices.

    `missing` links are known from before and not seen now; `changed` sections differ from those of the last time.
    """

    network_scope: str
    derived_at: str | None
    devices: int
    links: int
    missing: int
    unmanaged_switches: int
    gateways: int
    changed: int


class Topologies(BaseModel):
    """The network scopes in which devices are read."""

    items: list[TopologyOfScope]


class DeriveIn(Body):
    """Which network scope."""

    network_scope: str = Field(default="default", min_length=1, max_length=256)


@router.get("/topology", name="list_topologies", dependencies=[requires(READ)])
def list_topologies(services: ServicesDep) -> Topologies:
    """What was decided last, by network scope. It is decided anew soon after reports have come in."""
    return Topologies(items=[_shown(entry) for entry in services.topology.derivations()])


@router.post("/topology/derivations", name="derive_topology", dependencies=[requires(SCAN)])
def derive_topology(wanted: DeriveIn, services: ServicesDep) -> TopologyOfScope:
    """Decide a network scope's topology now, from all that is known."""
    return _shown(services.topology.derive(wanted.network_scope))


def _shown(entry: Derivation) -> TopologyOfScope:
    return TopologyOfScope(
        network_scope=entry.network_scope,
        derived_at=time_or_none(entry.derived_at),
        devices=entry.devices,
        links=entry.links,
        missing=entry.missing,
        unmanaged_switches=entry.unmanaged_switches,
        gateways=entry.gateways,
        changed=entry.changed,
    )
