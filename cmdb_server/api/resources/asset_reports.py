"""Reports of assets: how many there are by something, what they cost and are worth; each number opens its rows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query
from fastapi.responses import Response
from pydantic import BaseModel

from cmdb_server.api.asset_asking import AssetAsking, AssetAskingDep, WantedDep
from cmdb_server.api.dependencies import requires
from cmdb_server.api.routes import resource, streams
from cmdb_server.api.times import OnDay
from cmdb_server.assets.report_making import Made, ReportFormat, made, report_file
from cmdb_server.assets.reporting import By, Line, Pairs
from cmdb_server.auth.identity import READ
from cmdb_server.itsm.index import Wanted
from cmdb_server.table_files import MEDIA_TYPES, XLSX

router = resource("assets")
_By = Annotated[By, Query(description="What the groups are.")]
_Service = Annotated[str, Query(max_length=200, description="Only assets that this service needs, by uid.")]
_DAYS = ("dates", "first_day", "last_day")
_PDF = "application/pdf"


class ReportSum(BaseModel):
    """Assets of a currency; `opens` narrows the list to them. `undated` have a cost and no day of purchase."""

    currency: str
    assets: int
    cost: Decimal
    value: Decimal
    undated: int
    opens: str


class ReportRow(BaseModel):
    """A group; `opens` are the parameters of `/assets` that list exactly its assets."""

    label: str
    assets: int
    opens: str
    sums: list[ReportSum]


class AssetReport(BaseModel):
    """Groups in their order and the total, which counts each asset once."""

    by: By
    on: date
    rows: list[ReportRow]
    total: ReportRow


@router.get("/asset-report", name="get_asset_report", dependencies=[requires(READ, is_for_all=True)])
def get_asset_report(
    asking: AssetAskingDep, wanted: WantedDep, by: _By = "site", on: OnDay = None, service: _Service = ""
) -> AssetReport:
    """Assets, which may be narrowed as their list is, by site, holder, cost centre, service, age, warranty and more."""
    day = _day(asking, on)
    return _told(_made(asking, wanted, by, day), (by, day), _asked(wanted, service))


@router.get(
    "/asset-report/export",
    name="export_asset_report",
    response_class=Response,
    responses=streams("text/csv", XLSX, _PDF),
    dependencies=[requires(READ, is_for_all=True)],
)
def export_asset_report(
    *,
    asking: AssetAskingDep,
    wanted: WantedDep,
    by: _By = "site",
    on: OnDay = None,
    format: ReportFormat = "csv",  # noqa: A002 - the parameter's name in the API
) -> Response:
    """The same as CSV (RFC 4180), workbook or PDF: a row for each group and currency."""
    day = _day(asking, on)
    content = report_file(_made(asking, wanted, by, day), by, day, format)
    headers = {"Content-Disposition": f'attachment; filename="assets-by-{by}-{day}.{format}"'}
    return Response(content, media_type=_PDF if format == "pdf" else MEDIA_TYPES[format], headers=headers)


def _day(asking: AssetAsking, on: date | None) -> date:
    return on or datetime.fromtimestamp(asking.services.clock() / 1_000_000, UTC).date()


def _made(asking: AssetAsking, wanted: Wanted, by: By, day: date) -> Made:
    return made(asking.services.records, asking.services.impact, wanted, (by, day))


def _told(found: Made, how: tuple[By, date], asked: Pairs) -> AssetReport:
    lines, total = found
    return AssetReport(by=how[0], on=how[1], rows=[_row(line, asked) for line in lines], total=_row(total, asked))


def _asked(wanted: Wanted, service: str) -> Pairs:
    """What the list was narrowed by, as an address says it."""
    flags = (("is_owned", wanted.is_open), ("has_ci", wanted.has_ci))
    told = [(name, str(value).lower()) for name, value in flags if value is not None]
    told += [("state", state) for state in wanted.states]
    told += [("where", f"{name}={value}") for name, values in wanted.where.items() for value in values]
    told += [("without", name) for name in wanted.without]
    for name, (first, last) in wanted.ranges.items():
        told += zip(_DAYS, (name, first, last), strict=True)
    told += [("service", service), ("ci", wanted.ci), ("names", wanted.names), ("q", wanted.text)]
    return tuple((name, value) for name, value in told if value)


def _row(line: Line, asked: Pairs) -> ReportRow:
    opens = _narrowed(asked, line.group.opens)
    sums = [
        ReportSum(currency=name, **vars(line.sums[name]), opens=urlencode(_narrowed(opens, _of(name))))
        for name in sorted(line.sums)
    ]
    return ReportRow(label=line.group.label, assets=line.assets, opens=urlencode(opens), sums=sums)


def _of(currency: str) -> Pairs:
    return (("where", f"currency={currency}"),)


def _narrowed(asked: Pairs, more: Pairs) -> Pairs:
    """What narrows further: of a field one value instead of several, of a service this one."""
    fields = {said.partition("=")[0] for name, said in more if name == "where"}
    names = {name for name, _ in more} & {"service", *_DAYS}
    kept = (
        (name, said)
        for name, said in asked
        if name not in names and not (name == "where" and said.partition("=")[0] in fields)
    )
    return (*kept, *more)
