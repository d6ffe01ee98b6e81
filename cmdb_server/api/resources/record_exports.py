"""Records as a table with all their fields, those of your own among them: a queue as a file."""

from collections.abc import Iterator

from fastapi.responses import StreamingResponse

from cmdb_server.api.dependencies import requires
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.record_wanted import WantedDep, found_of
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.routes import resource, streams
from cmdb_server.api.service_level_shapes import ClockStates
from cmdb_server.auth.identity import READ
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Record
from cmdb_server.table_files import MEDIA_TYPES, XLSX, Row, TableFormat, table_file

router = resource("record exports")
_HEAD = ("number", "type", "state", "priority", "opened_by", "opened_at", "changed_at", "closed_at", "affects")
_MOST = 100_000


@router.get(
    "/record-export", name="export_records", response_class=StreamingResponse, responses=streams("text/csv", XLSX),
    dependencies=[requires(READ, is_compiled=True)],
)  # fmt: skip
def export_records(
    asking: AskingDep,
    wanted: WantedDep,
    *,
    clock: ClockStates = [],  # noqa: B006 - FastAPI copies defaults
    format: TableFormat = "csv",  # noqa: A002 - the parameter's name in the API
) -> StreamingResponse:
    """The records of a list as CSV (RFC 4180) or as a workbook: all fields of their type, in words; 100,000 at most."""
    _, found = found_of(asking, wanted, clock, (0, _MOST))
    kind = asking.kind(wanted.type) if wanted.type else None
    names = [field.name for field in kind.fields] if kind else ["title"]
    rows = _rows(RecordTelling(asking.services), found, kind, names)
    pieces = table_file(([row] for row in rows), format, kind.plural if kind else "Records")
    headers = {"Content-Disposition": f'attachment; filename="{wanted.type or "record"}s.{format}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[format], headers=headers)


def _rows(telling: RecordTelling, found: list[Record], kind: RecordType | None, names: list[str]) -> Iterator[Row]:
    yield (*_HEAD[:4], *names, *_HEAD[4:])
    for record in found:
        one = telling.record(record)
        said = (
            [telling.value(record, field, frozenset(), is_settled=True).shown for field in kind.fields] if kind else []
        )
        affects = [ci.name or ci.uid for ci in one.affects]
        times = (one.opened_by, one.opened_at, one.changed_at, one.closed_at)
        yield (one.number, one.type, one.state_label, one.priority, *(said or [one.title]), *times, affects)
