"""What ends soon: warranties, leases and loans of assets, notice periods and ends of contracts, certificates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cmdb_server.assets.contract_terms import terms_between
from cmdb_server.assets.gaps import ASSET
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue

Kind = Literal[
    "warranty",
    "lease",
    "loan",
    "contract notice",
    "contract end",
    "contract renewal",
    "certificate",
    "end of support",
]
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


def _of_assets(queue: RecordQueue, since: date, until: date) -> Iterator[Due]:
    for kind, field in _OF_ASSETS:
        within = {field: (since.isoformat(), until.isoformat())}
        for asset in queue.every(Wanted(type=ASSET, is_open=True, ranges=within, order="number")):
            day = date.fromisoformat(asset.value(field))
            yield Due(day, kind, field, asset.number, "", asset.value("title"), asset.value("holder"))


def _of_contracts(queue: RecordQueue, since: date, until: date) -> Iterator[Due]:
    for contract in queue.every(Wanted(type=_CONTRACT, is_open=True, order="number")):
        told = (contract.number, "", contract.value("title"), contract.value("supplier"))
        for term in terms_between(contract, since, until):
            if term.notice_by and since <= term.notice_by <= until:
                yield Due(term.notice_by, "contract notice", "ends_on", *told)
            if since <= term.ends_on <= until:
                yield Due(term.ends_on, "contract renewal" if term.is_renewed else "contract end", "ends_on", *told)
