"""Labels with a QR code or a barcode, as PDF on the usual sheets."""

from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import Query, Request, Response
from pydantic import BaseModel

from cmdb_server.api.asset_asking import AssetAsking, AssetAskingDep, WantedDep
from cmdb_server.api.dependencies import requires
from cmdb_server.api.routes import resource
from cmdb_server.assets.labels import sheets
from cmdb_server.assets.labels.choosing import Content, of_ci, of_record, of_tags
from cmdb_server.assets.labels.drawing import Label, Printing, Symbol, label_pdf
from cmdb_server.assets.labels.sheet import Sheet
from cmdb_server.assets.labels.tags import following
from cmdb_server.auth.identity import READ
from cmdb_server.errors import FieldError
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.workflow import RecordRefusedError
from graph_schema.loading import load_all

router = resource("assets")
PDF = "application/pdf"
_MOST = 2_000
_SHEETS = {sheet.name: sheet for sheet in load_all(sheets, Sheet)}
_Numbers = Annotated[list[Annotated[str, Query(max_length=50)]], Query(max_length=500)]
_Uids = Annotated[list[Annotated[str, Query(max_length=200)]], Query(max_length=500)]


class SheetOut(BaseModel):
    """A format of label sheets; `count` labels are on one."""

    name: str
    label: str
    paper: Literal["A4", "Letter"]
    columns: int
    rows: int
    count: int


class SheetList(BaseModel):
    """The formats there are, by name."""

    items: list[SheetOut]


@router.get("/label-sheets", name="list_label_sheets", dependencies=[requires(READ)])
def list_label_sheets() -> SheetList:
    """The sheets that labels can be printed on."""
    found = (_SHEETS[name] for name in sorted(_SHEETS))
    return SheetList(
        items=[
            SheetOut(
                name=one.name, label=one.label, paper=one.paper, columns=one.columns, rows=one.rows, count=one.count
            )
            for one in found
        ]
    )


@router.get(
    "/asset-labels",
    name="print_labels",
    dependencies=[requires(READ, is_for_all=True)],
    response_class=Response,
    responses={200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}},
)
def print_labels(  # noqa: PLR0913 - FastAPI takes query parameters as arguments
    request: Request,
    asking: AssetAskingDep,
    wanted: WantedDep,
    *,
    sheet: Annotated[str, Query(max_length=50, description="One of /label-sheets.")],
    symbol: Annotated[Symbol, Query(description="QR code or Code 128.")] = "qr",
    content: Annotated[Content, Query(description="The plain tag, or the address of its page.")] = "tag",
    start: Annotated[int, Query(ge=1, le=500, description="The place of the first label on the sheet.")] = 1,
    copies: Annotated[int, Query(ge=1, le=50, description="How often each is printed; 2,000 labels in all.")] = 1,
    number: Annotated[
        _Numbers, Query(description="Only these assets or other records; else all that are asked for.")
    ] = [],  # noqa: B006 - FastAPI copies defaults
    place: Annotated[_Uids, Query(description="Only these CIs, by uid: sites, rooms, racks, devices.")] = [],  # noqa: B006 - as above
    first_tag: Annotated[str, Query(max_length=200, description="Only tags that nothing has yet, from here on.")] = "",
    tag_count: Annotated[int, Query(ge=1, le=_MOST, description="How many of them.")] = 1,
    address: Annotated[str, Query(max_length=200, description="The server's address in codes; as it was asked.")] = "",
) -> Response:
    """Labels of assets, other records, places or of tags that follow each other; the same ones are the same file."""
    paper = _sheet(sheet)
    base = _address(address, request) if content == "page" else ""
    if first_tag:
        labels = of_tags(following(first_tag, tag_count), asking.services.records)
    elif number or place:
        labels = [*_of_records(asking, number, base), *_of_cis(asking, place, base)]
    else:
        labels = list(_of_filter(asking, wanted, base))
    if len(labels) * copies > _MOST:
        remedy = f"print fewer at once: {_MOST} labels with all their copies"
        raise RecordRefusedError((FieldError("copies", str(copies), "leads to too many labels", remedy),))
    headers = {"Content-Disposition": 'inline; filename="labels.pdf"'}
    file = label_pdf(paper, labels, Printing(symbol, start, copies))
    return Response(file, media_type=PDF, headers=headers)


def _sheet(name: str) -> Sheet:
    if name not in _SHEETS:
        remedy = f"give one of {', '.join(sorted(_SHEETS))}"
        raise RecordRefusedError((FieldError("sheet", name, "is no format of labels", remedy),))
    return _SHEETS[name]


def _of_records(asking: AssetAsking, numbers: list[str], base: str) -> Iterator[Label]:
    for number in dict.fromkeys(numbers):
        record = asking.services.desk.one(number)
        yield of_record(record, f"/{record.type}s", base)


def _of_cis(asking: AssetAsking, uids: list[str], base: str) -> Iterator[Label]:
    snapshot = asking.services.impact.snapshot()
    for uid in dict.fromkeys(uids):
        found = snapshot.numbers.get(uid)
        if found is None:
            remedy = "give the uid of a CI (`cmdb find`)"
            raise RecordRefusedError((FieldError("place", uid[:100], "is no CI", remedy),))
        yield of_ci(uid, snapshot.cis.name[found] or uid, snapshot.cis.ci_class[found], base)


def _of_filter(asking: AssetAsking, wanted: Wanted, base: str) -> Iterator[Label]:
    total, found = asking.services.records.find(wanted, 0, _MOST)
    if total == 0:
        remedy = "name others by number, place or first_tag, or ask for other assets"
        raise RecordRefusedError((FieldError("where", "", "leads to no asset", remedy),))
    if total > _MOST:
        remedy = f"narrow them to {_MOST}, e.g. by where=site=Oslo"
        raise RecordRefusedError((FieldError("where", str(total), "leads to too many assets at once", remedy),))
    return (of_record(one, "/assets", base) for one in found)


def _address(text: str, request: Request) -> str:
    """Where the pages are. Raises RecordRefusedError for no address of the web."""
    given = (text or str(request.base_url)).strip().rstrip("/")
    if not _is_address(given):
        remedy = "give the address that people open, e.g. https://cmdb.example.org"
        raise RecordRefusedError((FieldError("address", text[:100], "is no address of a server", remedy),))
    return given


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:  # e.g. half of an IPv6 address
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
