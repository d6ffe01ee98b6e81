"""Files of assets: ours or another tool's export, compared row by row with what there is, then taken in."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from cmdb_server.api.asset_asking import AssetAsking, AssetAskingDep
from cmdb_server.api.asset_rows import RowError
from cmdb_server.api.dependencies import ActorDep, requires
from cmdb_server.api.routes import resource
from cmdb_server.assets.arriving import FORMATS, ReadFile
from cmdb_server.assets.comparing import Compared, Outcome
from cmdb_server.assets.export_format import OWN, folded
from cmdb_server.assets.foreign_file import BESIDE_FIELDS, LEFT_OUT, Answers
from cmdb_server.auth.identity import ASSETS
from cmdb_server.errors import FieldError
from cmdb_server.itsm.workflow import RecordRefusedError

router = resource("assets")
MAX_BODY_BYTES = {"/assets/import": 33 << 20}
_FILE = {"schema": {"type": "string", "format": "binary"}}
_Text = Annotated[str, Query(max_length=300)]


class RowChange(BaseModel):
    """What a row changes of an asset; "" for no value."""

    field: str
    before: str
    after: str


class ImportedRow(BaseModel):
    """What comes of a row: `number` is the asset's, "" for one that is not there yet."""

    row: int
    title: str
    outcome: Outcome
    number: str
    changes: list[RowChange]
    errors: list[RowError]


class ImportColumn(BaseModel):
    """A column of the file: the field that it is, "" where it is left out, and why."""

    name: str
    field: str
    why: str


class ImportQuestion(BaseModel):
    """What only a person knows: of a state or category what `value` means; `rows` wait for the answer."""

    field: str
    value: str
    rows: int
    choices: list[str]


class ImportFormat(BaseModel):
    """A format that is read, and where it is described."""

    name: str
    label: str
    described_at: str


class AssetImport(BaseModel):
    """What comes of each row. Of a trial nothing is stored. `fields` are what columns may be said to be."""

    is_trial: bool
    format: str
    formats: list[ImportFormat]
    fields: list[str]
    columns: list[ImportColumn]
    questions: list[ImportQuestion]
    notes: list[str]
    counts: dict[Outcome, int]
    good: int
    refused: int
    items: list[ImportedRow]


@router.post(
    "/assets/import",
    name="import_assets",
    status_code=201,
    dependencies=[requires(ASSETS, is_for_all=True)],
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": _FILE}}},
)
async def import_assets(  # noqa: PLR0913 - FastAPI takes query parameters as arguments
    request: Request,
    asking: AssetAskingDep,
    actor: ActorDep,
    *,
    is_trial: Annotated[bool, Query(description="Only say what would come of each row.")] = False,
    format: Annotated[str, Query(max_length=50, description="Without one, what its header shows.")] = "",  # noqa: A002 - the parameter's name in the API
    column: Annotated[
        list[_Text], Query(max_length=200, description="COLUMN=FIELD; of a column that is left out: -.")
    ] = [],  # noqa: B006 - FastAPI copies defaults
    answer: Annotated[
        list[_Text],
        Query(max_length=500, description="state:WORD=in_use, category:WORD=phone, dates=dmy, decimal=., currency=EUR"),
    ] = [],  # noqa: B006 - as above
    takes_updates: Annotated[bool, Query(description="Change assets that are there already.")] = False,
) -> AssetImport:
    """Take in the assets of a file (its bytes are the body): our own columns, or what another tool exports.

    Snipe-IT, GLPI and OCS are recognised by their header; what is not known of their words is asked for. A row is an
    asset that is there by its tag, or by serial number and maker; an empty cell leaves what that has.
    """
    content = await request.body()
    answers = Answers(dict(map(_column_said, column)), dict(map(_answer_said, answer)))

    def take() -> AssetImport:
        arrivals, by = asking.services.arrivals, asking.asking.by(asking.kind)
        file = arrivals.read(content, format, answers)
        found = arrivals.compare(file.rows, by) if is_trial else None
        if found is None:
            found = arrivals.take(file.rows, by, takes_updates=takes_updates)
            asking.services.audit.append(actor, "assets.imported", str(sum(not one.errors for one in found)))
        return _told(asking, file, found, is_trial=is_trial)

    return await run_in_threadpool(take)


def _told(asking: AssetAsking, file: ReadFile, found: Sequence[Compared], *, is_trial: bool) -> AssetImport:
    items = list(map(_row, found))
    counts: Counter[Outcome] = Counter(item.outcome for item in items)
    refused = sum(bool(item.errors) for item in items)
    formats = [ImportFormat(name=OWN, label="A column for each field", described_at="")]
    formats += [ImportFormat(name=one.name, label=one.label, described_at=one.described_at) for one in FORMATS.values()]
    return AssetImport(
        is_trial=is_trial,
        format=file.format,
        formats=formats,
        fields=[*BESIDE_FIELDS, *(field.name for field in asking.kind.fields), LEFT_OUT],
        columns=[ImportColumn(name=one.name, field=one.field, why=one.why) for one in file.columns],
        questions=[
            ImportQuestion(field=one.field, value=one.value, rows=one.rows, choices=list(one.choices))
            for one in file.questions
        ],
        notes=list(file.notes),
        counts=dict(counts),
        good=len(items) - refused,
        refused=refused,
        items=items,
    )


def _row(one: Compared) -> ImportedRow:
    errors = [
        RowError(field=error.field, value=str(error.value), message=error.message, remedy=error.remedy)
        for error in one.errors
    ]
    changes = [RowChange(field=change.field, before=change.before, after=change.after) for change in one.changes]
    title = one.row.asset.values.get("title", "")[:200]
    return ImportedRow(
        row=one.row.number, title=title, outcome=one.outcome, number=one.number, changes=changes, errors=errors
    )


def _column_said(text: str) -> tuple[str, str]:
    name, sign, field = text.rpartition("=")
    if not sign or not field.strip():
        raise _unreadable("column", text, "give it as COLUMN=FIELD, e.g. Site code=site")
    return name.strip(), field.strip()


def _answer_said(text: str) -> tuple[tuple[str, str], str]:
    name, sign, said = text.rpartition("=")
    if not sign or not said.strip():
        raise _unreadable("answer", text, "give it as FIELD:WORD=MEANING, e.g. state:Pending=received")
    about, _, value = name.partition(":")
    return (about.strip(), folded(value)), said.strip()


def _unreadable(field: str, text: str, remedy: str) -> RecordRefusedError:
    return RecordRefusedError((FieldError(field, text[:100], "cannot be read", remedy),))
