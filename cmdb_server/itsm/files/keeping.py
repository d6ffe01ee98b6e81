"""Files at records in the graph: content first, piece by piece; with the file's node it belongs to the record."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import record_files as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.itsm import keeping
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.files.checking import MOST_FILES, cleaned_name, refusal
from cmdb_server.itsm.record import Change, Entry, Record, new_entry
from cmdb_server.itsm.workflow import NotYourPartError, RecordRefusedError, Worker

_PIECE_BYTES = 256 << 10
_MAY = ("requester", "worker")
_FIELD = "file"


@dataclass(frozen=True)
class RecordFile:
    """A file at a record: its cleaned name, size in bytes, SHA-256, and who brought it when (microseconds)."""

    uid: str
    record_uid: str
    name: str
    size: int
    sha256: str
    by: str
    at: int


class UnknownFileError(CmdbError):
    """A file that a record does not have."""

    def __init__(self, number: str, uid: str) -> None:
        """404."""
        super().__init__(f"{number[:50]} has no file {uid[:100]!r}; it may have been removed", 404, "no_file")


class RecordFiles:
    """Takes files in, gives them out, removes them; safe to use from several threads."""

    def __init__(self, store: GraphStore, kinds: Mapping[str, RecordType], clock: Callable[[], int]) -> None:
        """`kinds` are the record types by name; `clock` in microseconds."""
        self._store, self._kinds, self._clock = store, kinds, clock

    def of(self, record: Record) -> list[RecordFile]:
        """The files at a record, the oldest first."""
        found = self._store.read(lambda tx: _read(tx, record.uid))
        return sorted(found, key=lambda one: (one.at, one.uid))

    def one(self, record: Record, uid: str) -> RecordFile:
        """A file at a record. Raises UnknownFileError."""
        found = next((one for one in self.of(record) if one.uid == uid), None)
        if found is None:
            raise UnknownFileError(record.number, uid)
        return found

    def content(self, file: RecordFile) -> bytes:
        """The bytes of a file."""
        rows = self._store.read(lambda tx: tx.run(queries.PIECES, file_uid=file.uid))
        return b"".join(bytes(row["bytes"]) for row in rows)

    def add(self, number: str, name: str, content: bytes, who: Worker) -> Record:
        """Keep a file at a record. Raises UnknownRecordError, NotYourPartError, RecordRefusedError."""
        record = keeping.read_record(self._store, number.upper())
        _check_part(record, who, _MAY)
        shown = cleaned_name(name)
        if error := refusal(shown, content):
            raise RecordRefusedError((error,))
        uid, digest = f"rfi_{secrets.token_hex(8)}", hashlib.sha256(content).hexdigest()
        made = RecordFile(uid, record.uid, shown, len(content), digest, who.name, self._clock())
        self._save_pieces(uid, content)

        def decide(now: Record) -> tuple[RecordType, Record, Entry | None]:
            _check_part(now, who, _MAY)
            return self._kinds[now.type], now, self._entry(who, Change(_FIELD, "", shown))

        def beside(tx: Transaction) -> None:
            if len(_read(tx, record.uid)) >= MOST_FILES:
                remedy = f"a record has at most {MOST_FILES}; remove one, or pack several into one"
                raise RecordRefusedError((FieldError("name", shown, "is one too many", remedy),))
            tx.run(queries.SAVE_FILE, uid=uid, properties={n: v for n, v in asdict(made).items() if n != "uid"})

        try:
            return self._changed(record.number, decide, beside)
        except CmdbError:
            self._store.write(lambda tx: tx.run(queries.DELETE_PIECES, file_uid=uid))
            raise

    def remove(self, record: Record, uid: str, who: Worker) -> Record:
        """Take a file away, by those who work on records or whoever brought it. Raises as `add`, UnknownFileError."""
        file = self.one(record, uid)

        def decide(now: Record) -> tuple[RecordType, Record, Entry | None]:
            if file.by != who.name:
                _check_part(now, who, ("worker",))
            return self._kinds[now.type], now, self._entry(who, Change(_FIELD, file.name, ""))

        def beside(tx: Transaction) -> None:
            tx.run(queries.DELETE_FILE, uid=uid)
            tx.run(queries.DELETE_PIECES, file_uid=uid)

        return self._changed(record.number, decide, beside)

    def _changed(self, number: str, decide: keeping.Decide, beside: Callable[[Transaction], None]) -> Record:
        """The record as `decide` makes it, with what is written in the same transaction."""

        def write(tx: Transaction) -> Record:
            after = keeping.change_within(tx, number, None, decide)
            beside(tx)
            return after

        return self._store.write(write)

    def _save_pieces(self, uid: str, content: bytes) -> None:
        """A file that is cut off leaves pieces of no file, which nobody is shown."""
        for number, start in enumerate(range(0, len(content), _PIECE_BYTES)):
            piece = {"uid": f"{uid}/{number:05}", "file_uid": uid, "number": number}
            part = content[start : start + _PIECE_BYTES]
            self._store.write(lambda tx, piece=piece, part=part: tx.run(queries.SAVE_PIECE, **piece, bytes=part))

    def _entry(self, who: Worker, change: Change) -> Entry:
        return new_entry(self._clock(), who.name, "file", changes=(change,))


def _check_part(record: Record, who: Worker, parts: tuple[Any, ...]) -> None:
    if not who.parts(record).intersection(parts):
        raise NotYourPartError(f"bringing or removing files of {record.number}", parts)


def _read(tx: Transaction, record_uid: str) -> list[RecordFile]:
    found = tx.run(queries.FILES, record_uid=record_uid)[0]["properties"]
    return [RecordFile(**{name: one[name] for name in RecordFile.__dataclass_fields__}) for one in found]
