"""Stock-takes: what is counted, what was scanned, and the report that was signed."""

from typing import Literal

from fastapi import Response
from pydantic import BaseModel, Field

from cmdb_server.api.asset_asking import AssetAsking, AssetAskingDep
from cmdb_server.api.dependencies import requires
from cmdb_server.api.record_shapes import RecordDetail
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import TimeText, moment
from cmdb_server.assets.counting import Evidence, Expected, Facts, Line, Result, Scan, counted, judge, meanings, report
from cmdb_server.assets.scanning import LONGEST_CODE, scanned
from cmdb_server.assets.stocktake_pdf import report_pdf
from cmdb_server.assets.stocktakes import STOCKTAKE
from cmdb_server.auth.identity import ASSETS, READ
from cmdb_server.errors import FieldError
from cmdb_server.itsm.workflow import RecordRefusedError
from cmdb_server.timestamps import rfc3339

router = resource("stock-takes")


class ScanIn(Body):
    """A code that somebody scanned or typed; `uid` is made by whoever scans, so that it may be sent again.

    `at` is when, by the clock there; now without it. `is_statement`: its holder says so.
    """

    uid: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    code: str = Field(min_length=1, max_length=2_000)
    room: str = Field(default="", max_length=200)
    at: TimeText | None = None
    is_statement: bool = False
    note: str = Field(default="", max_length=500)


class ScansIn(Body):
    """Scans; the same one again changes nothing."""

    scans: list[ScanIn] = Field(min_length=1, max_length=500)


class SignIn(Body):
    """What whoever signs has to say."""

    text: str = Field(default="", max_length=2_000)


class CountedAsset(BaseModel):
    """An asset as the register has it."""

    number: str
    asset_tag: str
    serial_number: str
    title: str
    holder: str
    place: str


class CountLine(BaseModel):
    """What is said of an asset, or of a code that is none: by a scan, by proof of discovery, or by a statement.

    `evidence_at` is when that was, `age_days` how many days before it was judged; null where there is none.
    """

    result: Result
    evidence: Evidence
    evidence_at: str | None
    age_days: int | None
    by: str
    asset: CountedAsset | None
    seen_at: str
    told: str


class CountTotal(BaseModel):
    """How many lines there are of a result and evidence."""

    result: Result
    evidence: Evidence
    count: int


class StocktakeCount(BaseModel):
    """What a stock-take comes to, as it was signed or as it is now; `signed_by` is "" before."""

    number: str
    frozen_at: str
    judged_at: str
    signed_by: str
    expected: int
    scans: int
    totals: list[CountTotal]
    lines: list[CountLine]


class Scanned(BaseModel):
    """What a code means now: the result and the name of the asset, "" for one that is none."""

    uid: str
    result: Result
    number: str
    title: str
    expected_at: str


class ScannedList(BaseModel):
    """What came of scans, in their order."""

    items: list[Scanned]


@router.get("/stocktakes/{number}/count", name="get_stocktake_count", dependencies=[requires(READ, is_for_all=True)])
def get_stocktake_count(number: str, asking: AssetAskingDep) -> StocktakeCount:
    """What a stock-take comes to, line by line."""
    facts = _facts(number, asking)
    lines = judge(facts)
    totals = [CountTotal(result=one, evidence=by, count=count) for (one, by), count in counted(lines).items()]
    return StocktakeCount(
        number=facts.number,
        frozen_at=rfc3339(facts.frozen_at),
        judged_at=rfc3339(facts.judged_at),
        signed_by=facts.signed_by,
        expected=sum(asset.is_expected for asset in facts.assets),
        scans=len(facts.scans),
        totals=totals,
        lines=list(map(_line, lines)),
    )


@router.get(
    "/stocktakes/{number}/report",
    name="get_stocktake_report",
    dependencies=[requires(READ, is_for_all=True)],
    response_class=Response,
    responses={200: {"content": {kind: {"schema": {"type": "string"}} for kind in ("text/csv", "application/pdf")}}},
)
def get_stocktake_report(
    number: str,
    asking: AssetAskingDep,
    format: Literal["csv", "pdf"] = "csv",  # noqa: A002 - the parameter's name in the API
) -> Response:
    """The report as CSV or PDF: of a signed stock-take the same bytes each time, made of the facts that were kept."""
    facts = _facts(number, asking)
    headers = {"Content-Disposition": f'attachment; filename="{facts.number}.{format}"'}
    if format == "pdf":
        return Response(report_pdf(facts), media_type="application/pdf", headers=headers)
    return Response(report(facts), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/stocktakes/{number}/scans", name="add_stocktake_scans", dependencies=[requires(ASSETS, is_for_all=True)])
def add_stocktake_scans(number: str, wanted: ScansIn, asking: AssetAskingDep) -> ScannedList:
    """Keep scans and say what each means; 409 where nothing is counted (any more)."""
    stocktakes, worker = asking.services.stocktakes, asking.asking.worker(asking.kind)
    scans = [_scan(turn, one, worker.name, asking.services.clock()) for turn, one in enumerate(wanted.scans)]
    record = stocktakes.scan(number, scans, worker)
    facts = stocktakes.facts(record)
    meant = zip(scans, meanings(facts, scans), strict=True)
    return ScannedList(items=[_scanned(scan, result, asset) for scan, (result, asset) in meant])


@router.post("/stocktakes/{number}/sign", name="sign_stocktake", dependencies=[requires(ASSETS, is_for_all=True)])
def sign_stocktake(number: str, wanted: SignIn, asking: AssetAskingDep, response: Response) -> RecordDetail:
    """Sign a stock-take: its report is made for good, and its SHA-256 stands in the timeline."""
    worker = asking.asking.worker(asking.services.desk.types[STOCKTAKE])
    return asking.asking.detail(asking.services.stocktakes.sign(number, wanted.text, worker), response)


def _facts(number: str, asking: AssetAsking) -> Facts:
    return asking.services.stocktakes.facts(asking.services.stocktakes.one(number))


def _scan(turn: int, wanted: ScanIn, who: str, now: int) -> Scan:
    """A scan as it is kept: without what scanners add, of an asset's address its number."""
    code = scanned(wanted.code)
    if not code or len(code) > LONGEST_CODE:
        remedy = f"scan it again; a code has 1 to {LONGEST_CODE} characters"
        raise RecordRefusedError((FieldError(f"scans[{turn}].code", wanted.code[:100], "is no code", remedy),))
    at = now if wanted.at is None else min(now, moment(f"scans[{turn}].at", wanted.at))
    return Scan(wanted.uid, code, wanted.room.strip(), at, who, wanted.is_statement, wanted.note.strip())


def _scanned(scan: Scan, result: Result, asset: Expected | None) -> Scanned:
    told = asset or Expected("", "", "", "", "", "", "")
    return Scanned(uid=scan.uid, result=result, number=told.number, title=told.title, expected_at=told.place)


def _line(line: Line) -> CountLine:
    asset = line.asset
    told = asset and CountedAsset(
        number=asset.number,
        asset_tag=asset.tag,
        serial_number=asset.serial,
        title=asset.title,
        holder=asset.holder,
        place=asset.place,
    )
    return CountLine(
        result=line.result,
        evidence=line.evidence,
        evidence_at=rfc3339(line.at) if line.at else None,
        age_days=line.age_days if line.at else None,
        by=line.by,
        asset=told,
        seen_at=line.seen_at,
        told=line.told,
    )
