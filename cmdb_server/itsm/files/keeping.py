"""Files at records: brought by who has a part in the record, removed by who works on it or brought it."""

from collections.abc import Callable, Mapping
from typing import Any

from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.itsm import keeping
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Change, Entry, Record, new_entry
from cmdb_server.itsm.workflow import NotYourPartError, Worker
from cmdb_server.kept_files.keeping import KeptFile, KeptFiles, remove_file

_MAY = ("requester", "worker")
_FIELD = "file"


class RecordFiles:
    """Takes files in, gives them out, removes them; safe to use from several threads."""

    def __init__(self, store: GraphStore, kinds: Mapping[str, RecordType], clock: Callable[[], int]) -> None:
        """`kinds` are the record types by name; `clock` in microseconds."""
        self._store, self._kinds, self._clock = store, kinds, clock
        self._files = KeptFiles(store, clock)

    def of(self, record: Record) -> list[KeptFile]:
        """The files at a record, the oldest first."""
        return self._files.of(record.uid)

    def one(self, record: Record, uid: str) -> KeptFile:
        """A file at a record. Raises UnknownFileError."""
        return self._files.one(record.uid, uid, record.number)

    def content(self, file: KeptFile) -> bytes:
        """The bytes of a file."""
        return self._files.content(file)

    def add(self, number: str, name: str, content: bytes, who: Worker) -> Record:
        """Keep a file at a record. Raises UnknownRecordError, NotYourPartError, FileRefusedError."""
        record = keeping.read_record(self._store, number.upper())
        _check_part(record, who, _MAY)
        made = self._files.made(record.uid, name, content, who.name)

        def decide(now: Record) -> tuple[RecordType, Record, Entry | None]:
            _check_part(now, who, _MAY)
            return self._kinds[now.type], now, self._entry(who, Change(_FIELD, "", made.name))

        return self._files.add(made, content, lambda beside: self._changed(record.number, decide, beside))

    def remove(self, record: Record, uid: str, who: Worker) -> Record:
        """Take a file away, by those who work on records or whoever brought it. Raises as `add`, UnknownFileError."""
        file = self.one(record, uid)

        def decide(now: Record) -> tuple[RecordType, Record, Entry | None]:
            if file.by != who.name:
                _check_part(now, who, ("worker",))
            return self._kinds[now.type], now, self._entry(who, Change(_FIELD, file.name, ""))

        return self._changed(record.number, decide, lambda tx: remove_file(tx, uid))

    def _changed(self, number: str, decide: keeping.Decide, beside: Callable[[Transaction], None]) -> Record:
        """The record as `decide` makes it, with what is written in the same transaction."""

        def write(tx: Transaction) -> Record:
            after = keeping.change_within(tx, number, None, decide)
            beside(tx)
            return after

        return self._store.write(write)

    def _entry(self, who: Worker, change: Change) -> Entry:
        return new_entry(self._clock(), who.name, "file", changes=(change,))


def _check_part(record: Record, who: Worker, parts: tuple[Any, ...]) -> None:
    if not who.parts(record).intersection(parts):
        raise NotYourPartError(f"bringing or removing files of {record.number}", parts)
