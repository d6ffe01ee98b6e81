"""People of the directory who have left and hold something still: looked up now, and by itself from time to time."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cmdb_server.assets.directory import Directory, DirectoryError
from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.leavers import Leaver
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rule_book import RuleBook, Versioned

_KEY, _SCHEDULE = "leavers_of_directory", "schedule"
_AT_ONCE = 200


class Holding(NamedTuple):
    """Somebody and what they hold."""

    leaver: Leaver
    assets: list[Record]


class Looked(Versioned, frozen=True, kw_only=True):
    """The last look into the directory, at `saved_at`: how many have left, and the names of those who held something.

    `error` is why it could not be asked, "" where it could; what was found before stays then.
    """

    people: int = 0
    holders: tuple[tuple[str, ...], ...] = ()
    error: str = ""


class Leaving:
    """Finds what people hold who have left; safe to use from several threads."""

    def __init__(self, store: GraphStore, directory: Directory, queue: RecordQueue, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._book = RuleBook(store, _KEY, Looked(), clock)
        self._queue, self.directory = queue, directory

    def last(self) -> Looked:
        """The last look; `saved_at` is 0 where there was none yet."""
        return self._book.current()

    def look(self, by: str = _SCHEDULE) -> tuple[Looked, list[Holding]]:
        """Ask the directory, and keep what it says. Raises DirectoryError, which is kept too."""
        try:
            found = self.directory.leavers()
        except DirectoryError as error:
            self._keep(self.last(), str(error), by)
            raise
        holding = self._held(found)
        return self._keep(
            Looked(people=len(found), holders=tuple(one.leaver.names for one in holding)), "", by
        ), holding

    def held(self) -> list[Holding]:
        """What those of the last look hold now."""
        return self._held([Leaver(names) for names in self.last().holders])

    def _held(self, leavers: Sequence[Leaver]) -> list[Holding]:
        """What each holds who holds something; of few among many, so not one by one."""
        of = {name.casefold(): leaver for leaver in reversed(leavers) for name in leaver.names}
        names = sorted({name for leaver in leavers for name in leaver.names})
        held: dict[Leaver, list[Record]] = {}
        for start in range(0, len(names), _AT_ONCE):
            where = {"holder": names[start : start + _AT_ONCE]}
            for asset in self._queue.every(Wanted(type=ASSET, is_open=True, where=where, order="number")):
                held.setdefault(of[asset.value("holder").casefold()], []).append(asset)
        return [Holding(leaver, held[leaver]) for leaver in leavers if leaver in held]

    def _keep(self, looked: Looked, error: str, by: str) -> Looked:
        kept = Looked(people=looked.people, holders=looked.holders, error=error)
        return self._book.save(kept, by, None, _changed)


def _changed(_version: int) -> CmdbError:
    raise AssertionError  # of any version it is saved
