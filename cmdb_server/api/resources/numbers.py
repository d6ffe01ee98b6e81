"""How well incidents, changes and predictions went: numbers with their formula, and the records behind each."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse

from cmdb_server.api.dependencies import requires
from cmdb_server.api.number_words import By, Chosen, NumberDetail, NumberList, NumberOut, NumberTelling
from cmdb_server.api.periods import PeriodDep
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.routes import resource, streams
from cmdb_server.auth.identity import READ
from cmdb_server.table_files import MEDIA_TYPES, XLSX, Row, TableFormat, table_file
from cmdb_server.timestamps import rfc3339

router = resource("numbers")
_Month = Annotated[str, Query(pattern=r"^(\d{4}-\d\d)?$", description="Only what counts in a month (UTC): 2026-11.")]
_HEAD = ("number", "name", "group", "value", "median", "unit", "counted", "formula")


def _chosen(
    team: Annotated[str, Query(max_length=200, description="Only records that are with a team.")] = "",
    service: Annotated[str, Query(max_length=100, description="Only records that hit a service (uid).")] = "",
    month: _Month = "",
    ci_class: Annotated[str, Query(max_length=100, description="Of predictions, only those of a CI class.")] = "",
) -> Chosen:
    return Chosen(team, service, month, ci_class)


ChosenDep = Annotated[Chosen, Depends(_chosen)]
ByQuery = Annotated[By, Query(description="Into which groups each number is parted too.")]


@router.get("/numbers", name="list_numbers", dependencies=[requires(READ)])
def list_numbers(asking: AskingDep, period: PeriodDep, chosen: ChosenDep, by: ByQuery = "") -> NumberList:
    """Every number of a time, with how many records are behind it."""
    items = NumberTelling(asking, period, chosen).all(by)
    return NumberList(since=rfc3339(period.since), until=rfc3339(period.until), items=items)


@router.get(
    "/numbers/export",
    name="export_numbers",
    response_class=StreamingResponse,
    responses=streams("text/csv", XLSX),
    dependencies=[requires(READ, is_compiled=True)],
)
def export_numbers(
    asking: AskingDep,
    period: PeriodDep,
    chosen: ChosenDep,
    *,
    by: ByQuery = "",
    format: TableFormat = "csv",  # noqa: A002 - the parameter's name in the API
) -> StreamingResponse:
    """The same as CSV (RFC 4180) or as a workbook: a row for each number, and for each of its groups."""
    rows = (row for one in NumberTelling(asking, period, chosen).all(by) for row in _rows(one))
    pieces = table_file(([row] for row in chain([_HEAD], rows)), format, "Numbers")
    headers = {"Content-Disposition": f'attachment; filename="numbers.{format}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[format], headers=headers)


@router.get("/numbers/{number_name}", name="get_number", dependencies=[requires(READ)])
def get_number(  # noqa: PLR0913 - each is a parameter of the request
    number_name: str,
    asking: AskingDep,
    period: PeriodDep,
    chosen: ChosenDep,
    *,
    by: ByQuery = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> NumberDetail:
    """One number with exactly the records that are behind it: as many as it counts, the newest first."""
    number, items = NumberTelling(asking, period, chosen).one(number_name, by, (offset, limit))
    told = {"since": rfc3339(period.since), "until": rfc3339(period.until)}
    return NumberDetail(**told, number=number, total=number.counted, items=items)


def _rows(one: NumberOut) -> Iterator[Row]:
    yield one.name, one.label, "", one.value, one.median, one.unit, one.counted, one.formula
    for group in one.groups:
        yield one.name, one.label, group.label, group.value, group.median, one.unit, group.counted, one.formula
