"""What ends soon: warranties, leases and loans of assets, notice periods and ends of contracts, certificates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cmdb_server.assets.gaps import ASSET
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record

Kind = Literal["warranty", "lease", "loan", "contract notice", "contract end", "certificate"]
_CONTRACT = "contract"
_OF_ASSETS: tuple[tuple[Kind, str], ...] = (
    ("warranty", "warranty_until"), ("lease", "lease_until"), ("loan", "due_back"),
)  # fmt: skip


@dataclass(frozen=True)
class Due:
    """Something that ends, or has to be done by, on a day: of a record (`number`) or of a CI (`uid`)."""

    on: date
    kind: Kind
    field: str
    number: str
    uid: str
    title: str
    said: str


def due_dates(queue: RecordQueue, since: date, until: date) -> list[Due]:
    """What of assets and contracts ends from one day to another, both included; the first first."""
    found = [*_of_assets(queue, since, until), *_of_contracts(queue, since, until)]
    return sorted(found, key=lambda due: (due.on, due.kind, due.number))


def notice_day(contract: Record) -> date | None:
    """The last day on which notice of a contract can be given, None where none is agreed."""
    ends, days = contract.value("ends_on"), contract.value("notice_days")
    return date.fromisoformat(ends) - timedelta(days=int(days)) if ends and days else None


def _of_assets(queue: RecordQueue, since: date, until: date) -> Iterator[Due]:
    for kind, field in _OF_ASSETS:
        within = {field: (since.isoformat(), until.isoformat())}
        for asset in queue.every(Wanted(type=ASSET, is_open=True, ranges=within, order="number")):
            day = date.fromisoformat(asset.value(field))
            yield Due(day, kind, field, asset.number, "", asset.value("title"), asset.value("holder"))


def _of_contracts(queue: RecordQueue, since: date, until: date) -> Iterator[Due]:
    for contract in queue.every(Wanted(type=_CONTRACT, is_open=True, order="number")):
        told = (contract.number, "", contract.value("title"), contract.value("supplier"))
        notice, ends = notice_day(contract), contract.value("ends_on")
        if notice and since <= notice <= until:
            yield Due(notice, "contract notice", "ends_on", *told)
        if ends and since <= date.fromisoformat(ends) <= until:
            yield Due(date.fromisoformat(ends), "contract end", "ends_on", *told)
