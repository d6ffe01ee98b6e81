"""Files of assets: read as ours or as another tool's export, compared with what there is, then taken in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cmdb_server.assets import exports
from cmdb_server.assets.asset_file import MOST_ROWS, FileRow, is_own, read_assets
from cmdb_server.assets.comparing import Compared, Outcome, compared, known_of, reason_for
from cmdb_server.assets.export_format import OWN, ExportFormat
from cmdb_server.assets.foreign_file import (
    BESIDE_FIELDS,
    LEFT_OUT,
    Answers,
    Column,
    Question,
    choices_of,
    read_foreign,
)
from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.matching import serial_of
from cmdb_server.assets.ocs_document import is_document, read_document
from cmdb_server.assets.register import AssetRegister, By, Taken
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.refusals import refused
from cmdb_server.imports.tables import Contents, Reading, Table
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.desk import Desk, Saying
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from graph_schema.loading import load_all

FORMATS: dict[str, ExportFormat] = {form.name: form for form in load_all(exports, ExportFormat)}


@dataclass(frozen=True)
class ReadFile:
    """A file as it was read: by which format, what its columns are, and what is asked."""

    format: str
    rows: tuple[FileRow, ...]
    columns: tuple[Column, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]


class Arrivals:
    """Compares files with the assets that there are, and takes them in; safe to use from several threads."""

    def __init__(self, register: AssetRegister, desk: Desk, queue: RecordQueue) -> None:
        """New assets go through the register, changes of others through the desk."""
        self._register, self._desk, self._queue = register, desk, queue

    def read(self, content: bytes, name: str, answers: Answers) -> ReadFile:
        """A file, by the format of a name, else by what its header shows. Raises ImportRefusedError."""
        kind, contents = self._desk.types[ASSET], _contents(content)
        table = next(table for table in contents.tables if table.columns)
        form = FORMATS.get(name) if name else _recognised(table, kind)
        if name == OWN or (not name and form is None):
            own = read_assets(contents, kind)
            return ReadFile(OWN, own.rows, (), (), own.notes)
        if form is None:
            raise refused("format", name, "is none that is read", f"give one of {', '.join((OWN, *FORMATS))}")
        _check_answers(answers, table.columns, kind)
        if len(table.rows) > MOST_ROWS:
            raise refused("file", len(table.rows), "has too many rows", f"split it: {MOST_ROWS} at once")
        file = read_foreign(table, form, kind, answers)
        notes = (*contents.notes, *table.notes, *file.notes)
        return ReadFile(form.name, file.rows, file.columns, file.questions, notes)

    def compare(self, rows: Sequence[FileRow], by: By) -> list[Compared]:
        """What would come of each row. Raises NotYourPartError for who keeps no assets."""
        found = compared(self._desk.types[ASSET], rows, known_of(self._records(rows)), by[0])
        return self._tried(found, by, is_trial=True)

    def take(self, rows: Sequence[FileRow], by: By, *, takes_updates: bool) -> list[Compared]:
        """Take in those rows that can be; assets that are there are changed only where somebody wants it."""
        found = compared(self._desk.types[ASSET], rows, known_of(self._records(rows)), by[0])
        changed = [self._changed(one, by) if takes_updates else _left_alone(one) for one in found]
        return self._tried(changed, by, is_trial=False)

    def _tried(self, found: Sequence[Compared], by: By, *, is_trial: bool) -> list[Compared]:
        """The rows, the new ones taken in, or only tried."""
        new = [one for one in found if one.outcome == "create"]
        taken = iter(self._register.take([one.row.asset for one in new], by, is_trial=is_trial))
        return [_of_new(one, next(taken)) if one.outcome == "create" else one for one in found]

    def _changed(self, one: Compared, by: By) -> Compared:
        """A row of an asset that is there, once that is changed."""
        if one.outcome != "update" or one.record is None:
            return one
        revision = one.record.revision
        try:
            if one.way is not None:
                said = Saying(one.values, reason_for("the file"), revision)
                self._desk.move(one.number, one.way.name, said, by)
            else:
                self._desk.change(one.number, one.values, by, revision)
        except CmdbError as error:
            told = tuple(error.errors) or (FieldError("row", "", str(error), "read the file again"),)
            return replace(one, outcome="reject", errors=told)
        return one

    def _records(self, rows: Sequence[FileRow]) -> list[Record]:
        """The assets that have a tag or a serial number of the rows."""
        values = [row.asset.values for row in rows]
        wanted = {
            "asset_tag": {one["asset_tag"] for one in values if one.get("asset_tag")},
            "serial_number": {one["serial_number"] for one in values if serial_of(one.get("serial_number", ""))},
        }
        found = [
            record
            for name, some in wanted.items()
            if some
            for record in self._queue.every(Wanted(type=ASSET, where={name: sorted(some)}, order="number"))
        ]
        return list({record.number: record for record in found}.values())


def _left_alone(one: Compared) -> Compared:
    if one.outcome != "update":
        return one
    error = FieldError("row", str(one.row.number), f"is {one.number} already", "say that assets may be changed")
    return replace(one, outcome="conflict", errors=(error,))


def _of_new(one: Compared, taken: Taken) -> Compared:
    outcome: Outcome = "reject" if taken.errors else "create"
    return replace(one, outcome=outcome, number=taken.number, errors=taken.errors)


def _contents(content: bytes) -> Contents:
    return read_document(content) if is_document(content) else read_file(content, Reading())


def _recognised(table: Table, kind: RecordType) -> ExportFormat | None:
    """The export that a file is by its header; None where every column is a field of ours, or it is none."""
    if is_own(table, kind):
        return None
    best = max(FORMATS.values(), key=lambda form: form.fits(table.columns))
    return best if best.fits(table.columns) else None


def _check_answers(answers: Answers, columns: Sequence[str], kind: RecordType) -> None:
    """Raise ImportRefusedError for what answers nothing: nobody should think that it was heard."""
    fields, choices = (LEFT_OUT, *BESIDE_FIELDS, *kind.field_of), choices_of(kind)
    for name, field in answers.columns.items():
        if name not in columns:
            raise refused("column", name, "is none of the file", "name it as its header does")
        if field not in fields:
            raise refused("column", field, "is no field of assets", f"give one of {', '.join(fields)}")
    for (about, _), said in answers.words.items():
        if said not in choices.get(about, ()):
            remedy = f"give one of {', '.join(choices.get(about, ()) or choices)}"
            raise refused("answer", f"{about}={said}", "is no answer", remedy)
