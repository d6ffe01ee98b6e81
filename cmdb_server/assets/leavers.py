"""People who leave: what they hold, by their names or addresses, one by one or from a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cmdb_server.assets.gaps import ASSET
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.refusals import refused
from cmdb_server.imports.tables import Reading, Row, Table
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record

MOST_PEOPLE = 500
# What columns with people's names and addresses are called in exports of directories and of personnel.
_NAMED = frozenset(
    (
        *("name", "full name", "display name", "displayname", "cn", "person", "holder", "employee", "e-mail", "email"),
        *("mail", "e-mail address", "userprincipalname", "samaccountname", "user", "user name", "login"),
    )
)


@dataclass(frozen=True)
class Leaver:
    """A person by all names that assets may have them under; `is_gone`: no longer in the directory that had them."""

    names: tuple[str, ...]
    is_gone: bool = False

    @property
    def shown(self) -> str:
        """How they are called."""
        return self.names[0]


def leavers_in(content: bytes) -> list[Leaver]:
    """The people in a CSV file or workbook. Raises ImportRefusedError for one without a column of people."""
    contents = read_file(content, Reading())
    table = next(table for table in contents.tables if table.columns)
    places = _places(table)
    found = [leaver for row in table.rows if (leaver := _leaver(row, places)) is not None]
    if len(found) > MOST_PEOPLE:
        raise refused("file", len(found), "names too many people", f"split it: {MOST_PEOPLE} at once")
    return found


def once(leavers: Iterable[Leaver]) -> list[Leaver]:
    """The people, each once, as the case of letters tells nobody apart."""
    found: dict[tuple[str, ...], Leaver] = {}
    for leaver in leavers:
        found.setdefault(tuple(name.casefold() for name in leaver.names), leaver)
    return list(found.values())


def held_by(leaver: Leaver, queue: RecordQueue) -> list[Record]:
    """What somebody holds."""
    return queue.every(Wanted(type=ASSET, is_open=True, where={"holder": leaver.names}, order="number"))


def _places(table: Table) -> Sequence[int]:
    """The columns that name people."""
    folded = [" ".join(column.casefold().replace("_", " ").split()) for column in table.columns]
    found = [place for place, name in enumerate(folded) if name in _NAMED]
    if not found:
        shown = ", ".join(table.columns)[:100]
        raise refused("file", shown, "has no column of people", "call one of them name or e-mail")
    return found


def _leaver(row: Row, places: Sequence[int]) -> Leaver | None:
    names = tuple(dict.fromkeys(_texts(row, places)))
    return Leaver(names) if names else None


def _texts(row: Row, places: Sequence[int]) -> Iterator[str]:
    for place in places:
        cell = row.cells[place] if place < len(row.cells) else None
        if isinstance(cell, str) and cell.strip():
            yield " ".join(cell.split())[:200]
