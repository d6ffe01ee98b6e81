"""Transitions that only who has brought a file goes."""

from cmdb_server.graph_store.store import Transaction
from cmdb_server.itsm.declare import Transition
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import RecordRefusedError
from cmdb_server.kept_files.keeping import read_files


def check_file(tx: Transaction, way: Transition | None, record: Record) -> None:
    """Raise RecordRefusedError where a transition asks for a file at the record and there is none."""
    error = way.file_missing(record) if way is not None and way.file_missing is not None else None
    if error is not None and not read_files(tx, record.uid):
        raise RecordRefusedError((error,))
