"""Values that no two records of a type have: each is a node of its own, which is locked before it is given."""

import secrets
from collections.abc import Iterable, Mapping, Sequence

from cmdb_server.errors import FieldError
from cmdb_server.graph_store.queries import itsm as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import RecordRefusedError

_BETWEEN = "\x1f"


def keys_of(kind: RecordType, record: Record) -> dict[str, tuple[str, ...]]:
    """The keys that a record has, each with the fields that it is made of."""
    whole = [names for names in kind.keys if all(map(record.value, names))]
    return {_key(kind, names, record.values): names for names in whole}


def holders(store: GraphStore, kind: RecordType, records: Iterable[Record]) -> dict[str, str]:
    """The numbers of the records that have the keys of these, by key; keys that nobody has are left out."""
    keys = sorted({key for record in records for key in keys_of(kind, record)})
    if not keys:
        return {}
    found = store.read_at_once(queries.KEYS, keys=keys)[0]
    return {key: number for key, number in zip(found["key"], found["number"], strict=True) if number}


def give(tx: Transaction, kind: RecordType, before: Sequence[Record], after: Sequence[Record]) -> None:
    """Let records have their keys and no longer those of `before`. Raises RecordRefusedError, naming who has one."""
    freed = {key: record.number for record in before for key in keys_of(kind, record)}
    given = [(key, names, record) for record in after for key, names in keys_of(kind, record).items()]
    wanted = {key: record.number for key, _, record in given}
    if freed == wanted and len(wanted) == len(given):
        return
    held = _locked(tx, sorted({*freed, *wanted}))
    for key, names, record in given:
        holder = held.get(key) or wanted[key]
        if holder != record.number:
            raise RecordRefusedError((taken(names, record, holder),))
    changed = {key: wanted.get(key, "") for key in (*freed, *wanted)}
    tx.run(queries.SET_KEYS, keys=list(changed), numbers=list(changed.values()))


def taken(names: Sequence[str], record: Record, holder: str) -> FieldError:
    """What is wrong where another record has the same values."""
    told = ", ".join(map(record.value, names))
    remedy = f"give another one, or change {holder}" if holder else "give it to one of them only"
    return FieldError(names[-1], told[:100], f"is that of {holder or 'another row'}", remedy)


def _locked(tx: Transaction, keys: Sequence[str]) -> Mapping[str, str]:
    found = tx.run(queries.LOCK_KEYS, keys=keys, token=secrets.token_hex(4))[0]
    return dict(zip(found["key"], found["number"], strict=True))


def _key(kind: RecordType, names: Sequence[str], values: Mapping[str, str]) -> str:
    folded = (" ".join(values[name].casefold().split()) for name in names)
    return _BETWEEN.join((kind.name, *names, *folded))
