"""Which assets business services need, by what the graph says now."""

from collections.abc import Collection

from cmdb_server.assets.costing import services_of
from cmdb_server.assets.gaps import ASSET
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.following import current
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue

NOBODY = "-"
"""Stands for no service."""
_KIND = "business_service"


def assets_of(queue: RecordQueue, impact: ImpactAnalysis, service: str) -> frozenset[str]:
    """The numbers of the assets that a service needs; of `NOBODY` those that none does. Raises UnknownCIError."""
    if service == NOBODY:
        every = {record.number for record in queue.every(Wanted(type=ASSET, order="number"))}
        return frozenset(every.difference(*by_service(queue, impact)[1].values()))
    return _among(_connected(queue, impact), impact.needs(service))


def by_service(queue: RecordQueue, impact: ImpactAnalysis) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """The names of the business services, and the numbers of the assets that each needs, by uid."""
    connected, services = _connected(queue, impact), services_of(impact, _KIND)
    return {one.uid: one.name for one in services}, {one.uid: _among(connected, one.needs) for one in services}


def _connected(queue: RecordQueue, impact: ImpactAnalysis) -> list[tuple[str, str]]:
    snapshot = impact.snapshot()
    return [(current(uid, snapshot), number) for uid, number in queue.connected(ASSET)]


def _among(connected: list[tuple[str, str]], needs: Collection[str]) -> frozenset[str]:
    return frozenset(number for uid, number in connected if uid in needs)
