"""What a record affects: how many CIs at most, and what goes with those that go."""

from collections.abc import Sequence
from dataclasses import replace

from cmdb_server.errors import FieldError
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rows import rows_of, text_of
from cmdb_server.itsm.workflow import RecordRefusedError

_MOST_AFFECTED = 200


def check_number(uids: Sequence[str]) -> None:
    """Raise RecordRefusedError for more CIs than a record is about."""
    if len(uids) > _MOST_AFFECTED:
        remedy = f"name at most {_MOST_AFFECTED}: the services, or what they have in common"
        raise RecordRefusedError((FieldError("affects", str(len(uids)), "are too many CIs", remedy),))


def without_rows_of(kind: RecordType, record: Record, gone: Sequence[str]) -> Record:
    """The record without rows of CIs that it no longer affects."""
    values = dict(record.values)
    for field in kind.fields:
        if field.is_of_affected and (rows := rows_of(record, field.name)):
            values[field.name] = text_of(row for row in rows if row["ci"] not in gone)
    return replace(record, values={name: value for name, value in values.items() if value})
