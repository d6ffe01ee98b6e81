"""What assets and contracts cost a year, and for which CIs, as the records and the graph are now."""

from collections.abc import Iterator
from datetime import date

from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.service_costs import Item, Service, of_asset, of_contract
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.following import current
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record

_CONTRACT = "contract"


def costs_of_records(queue: RecordQueue, snapshot: Snapshot, on: date) -> Iterator[Item]:
    """Each asset and contract that costs something on a day; a contract is for the CIs of the assets it covers too."""
    covered: dict[str, set[str]] = {}
    for asset in queue.every(Wanted(type=ASSET, is_open=True, order="number")):
        cis = _cis(asset, snapshot)
        covered.setdefault(asset.value("contract"), set()).update(cis)
        if (item := of_asset(asset, cis, on)) is not None:
            yield item
    for contract in queue.every(Wanted(type=_CONTRACT, is_open=True, order="number")):
        cis = _cis(contract, snapshot) | covered.get(contract.number, set())
        if (item := of_contract(contract, frozenset(cis), on)) is not None:
            yield item


def services_of(impact: ImpactAnalysis, kind: str) -> list[Service]:
    """The services of a class in use with what each needs, by name."""
    snapshot = impact.snapshot()
    places = (snapshot.of_class([kind]) & snapshot.is_counted).nonzero()[0].tolist()
    cis = snapshot.cis
    found = [Service(cis.uid[at], cis.name[at], int(cis.users[at]), impact.needs(cis.uid[at])) for at in places]
    return sorted(found, key=lambda service: (service.name, service.uid))


def _cis(record: Record, snapshot: Snapshot) -> frozenset[str]:
    return frozenset(current(uid, snapshot) for uid in record.affects)
