"""Assets: what is owned, who has it where, since when and why; what else is done with them is done with records."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from cmdb_server.api.asset_asking import AssetAsking, AssetAskingDep, WantedDep
from cmdb_server.api.dependencies import Requires, requires
from cmdb_server.api.record_shapes import RecordOut, ValueOut
from cmdb_server.api.routes import resource, streams
from cmdb_server.api.times import TimeText, instant, time_or_none
from cmdb_server.assets.custody import as_of, custody_of
from cmdb_server.assets.gaps import ASSET
from cmdb_server.auth.identity import READ
from cmdb_server.itsm.index import Wanted
from cmdb_server.table_files import MEDIA_TYPES, XLSX, Row, TableFormat, table_file
from cmdb_server.timestamps import rfc3339

router = resource("assets")
_MOST = 500
_BLOCK = 1_000


class AssetList(BaseModel):
    """One page of assets; `total` is of all pages."""

    total: int
    items: list[RecordOut]


class AssetValue(BaseModel):
    """A value that assets have, and how many have it."""

    value: str
    count: int


class AssetValues(BaseModel):
    """The values of a field, the most frequent first, 500 at most."""

    items: list[AssetValue]


class CustodyOut(BaseModel):
    """A time in which an asset was in one state with one holder at one place; `until` is null while it lasts.

    `holder` is hidden from who may not read it.
    """

    since: str
    until: str | None
    state: str
    state_label: str
    holder: str
    place: str
    by: str
    why: str


class CustodyList(BaseModel):
    """Who had an asset where, the newest first."""

    items: list[CustodyOut]


class AssetThen(BaseModel):
    """An asset as it was at a time: its state and values."""

    number: str
    as_of: str
    state: str
    state_label: str
    values: list[ValueOut]


@router.get("/assets", name="list_assets", dependencies=[Depends(Requires(READ))])
def list_assets(
    asking: AssetAskingDep,
    wanted: WantedDep,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
) -> AssetList:
    """Assets by state, category, holder, place, dates, words; in the order of their numbers unless said otherwise."""
    total, found = asking.services.records.find(wanted, offset, limit)
    telling = asking.telling()
    return AssetList(total=total, items=[telling.record(one) for one in found])


@router.get("/asset-values", name="list_asset_values", dependencies=[Depends(Requires(READ))])
def list_asset_values(
    asking: AssetAskingDep, of: Annotated[str, Query(max_length=50, description="The field, e.g. site.")] = "site"
) -> AssetValues:
    """The values that assets have of a field that the list is narrowed by; 403 for one that may not be read."""
    asking.check_readable(of)
    counts = asking.services.records.counts(ASSET, of)
    return AssetValues(items=[AssetValue(value=value, count=count) for value, count in counts])


@router.get(
    "/assets/export",
    name="export_assets",
    response_class=StreamingResponse,
    responses=streams("text/csv", XLSX),
    dependencies=[requires(READ, is_compiled=True)],
)
def export_assets(
    asking: AssetAskingDep,
    wanted: WantedDep,
    format: TableFormat = "csv",  # noqa: A002 - the parameter's name in the API
) -> StreamingResponse:
    """The same assets as CSV (RFC 4180) or as a workbook, with every field."""
    head = ("number", "state", *(field.name for field in asking.kind.fields), "ci")
    pieces = table_file(chain([[head]], _pages(asking, wanted)), format, "Assets")
    headers = {"Content-Disposition": f'attachment; filename="assets.{format}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[format], headers=headers)


def _pages(asking: AssetAsking, wanted: Wanted) -> Iterator[list[Row]]:
    telling, offset = asking.telling(), 0
    while True:
        _, page = asking.services.records.find(wanted, offset, _BLOCK)
        yield [telling.row(one) for one in page]
        offset += _BLOCK
        if len(page) < _BLOCK:
            return


@router.get("/assets/{number}/custody", name="list_custody", dependencies=[Depends(Requires(READ))])
def list_custody(number: str, asking: AssetAskingDep) -> CustodyList:
    """Who had an asset where, from when to when and why."""
    record, entries = asking.history(number)
    told = [
        CustodyOut(
            since=rfc3339(one.since),
            until=time_or_none(one.until),
            state=one.state,
            state_label=asking.kind.state_of[one.state].label,
            holder=asking.shown("holder", one.holder),
            place=one.place,
            by=one.by,
            why=one.why,
        )
        for one in custody_of(record, entries)
    ]
    return CustodyList(items=told)


@router.get("/assets/{number}/then", name="get_asset_as_of", dependencies=[Depends(Requires(READ))])
def get_asset_as_of(
    number: str,
    asking: AssetAskingDep,
    at: Annotated[TimeText | None, Query(alias="as_of", description="The time, RFC 3339; now without it.")] = None,
) -> AssetThen:
    """An asset as it was at a time; 404 where it was not there yet."""
    record, entries = asking.history(number)
    now = asking.services.clock()
    moment = now if at is None else instant("as_of", at, now)
    then = as_of(asking.kind, record, entries, moment)
    if then is None:
        raise asking.unknown(number)
    label = asking.kind.state_of[then.state].label
    told = {"number": record.number, "as_of": rfc3339(moment), "state": then.state, "state_label": label}
    return AssetThen(**told, values=asking.telling().values(then))
