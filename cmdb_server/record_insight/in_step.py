"""What is kept beside records is brought in step with them, those that were changed last first."""

from collections.abc import Callable, Mapping, Sequence

from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record

_PAGE, _A_TURN = 500, 100


def bring_in_step(
    records: RecordQueue,
    kind: str,
    kept: Callable[[Sequence[str]], Mapping[str, int]],
    keep: Callable[[Record], None],
) -> int:
    """Keep anew what belongs to records of a type in another revision; how many, at most 100 at once.

    `kept` answers the revisions that are kept, by number.
    """
    done, offset = 0, 0
    while done < _A_TURN:
        page = records.find(Wanted(type=kind, order="changed"), offset, _PAGE)[1]
        known = kept([record.number for record in page])
        missing = [record for record in page if known.get(record.number) != record.revision]
        for record in missing[: _A_TURN - done]:
            keep(record)
            done += 1
        # Behind a page that is known whole all is known: what changes comes first.
        if not missing or len(page) < _PAGE:
            break
        offset += _PAGE
    return done
