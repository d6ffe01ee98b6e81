"""People of the directory who have left and hold something still: looked up now, and by itself from time to time."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from cmdb_server.assets.directory import Directory, DirectoryError
from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.known_people import Known, after, gone, is_surprising, packed, unpacked
from cmdb_server.assets.leavers import Leaver
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rule_book import RuleBook, Versioned

_KEY, _KEY_OF_PEOPLE, _SCHEDULE = "leavers_of_directory", "people_of_directory", "schedule"
_AT_ONCE = 200


class Holding(NamedTuple):
    """Somebody and what they hold."""

    leaver: Leaver
    assets: list[Record]


class Looked(Versioned, frozen=True, kw_only=True):
    """The last look into the directory, at `saved_at`: how many have left, and the names of those who held something.

    `known` people are in it, `gone` are no longer and held something. `error` is why it could not be asked, "" where it
    could; what was found before stays then.
    """

    people: int = 0
    known: int = 0
    gone: int = 0
    holders: tuple[tuple[str, ...], ...] = ()
    error: str = ""


class _People(Versioned, frozen=True, kw_only=True):
    """Everybody of the directory at the last look, and how they were asked for: who is asked otherwise is new."""

    asked: tuple[str, ...] = ()
    packed: bytes = b""


class Leaving:
    """Finds what people hold who have left; safe to use from several threads."""

    def __init__(self, store: GraphStore, directory: Directory, queue: RecordQueue, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._book = RuleBook(store, _KEY, Looked(), clock)
        self._people = RuleBook(store, _KEY_OF_PEOPLE, _People(), clock)
        self._queue, self.directory = queue, directory

    def last(self) -> Looked:
        """The last look; `saved_at` is 0 where there was none yet."""
        return self._book.current()

    def look(self, by: str = _SCHEDULE, *, even_many: bool = False) -> tuple[Looked, list[Holding]]:
        """Ask the directory, and keep what it says; `even_many` people may be gone at once.

        Raises DirectoryError, which is kept too.
        """
        try:
            left = self.directory.leavers()
            people = self.directory.people()
            before = self._before()
            missing = _missing(before, people, even_many=even_many)
        except DirectoryError as error:
            self._keep(msgspec.structs.replace(self.last(), error=str(error)), by)
            raise
        holding = self._held([*left, *missing.values()])
        held = {one.leaver for one in holding}
        # Of whom the directory has forgotten no more is kept than what is needed to bring back what they hold.
        still = [one for one, leaver in missing.items() if leaver in held]
        if people is not None:
            self._know(after(before, people, still), by)
        looked = Looked(
            people=len(left), known=len(people or ()), gone=sum(one.leaver.is_gone for one in holding),
            holders=tuple(one.leaver.names for one in holding),
        )  # fmt: skip
        return self._keep(looked, by), holding

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

    def _before(self) -> list[Known]:
        """Everybody of the last look; nobody where they were asked for otherwise."""
        kept = self._people.current()
        return unpacked(kept.packed) if kept.asked == self._asked() else []

    def _asked(self) -> tuple[str, ...]:
        given = self.directory.settings
        return given.ldap_base, given.ldap_people, *self.directory.attributes

    def _know(self, people: Sequence[Known], by: str) -> None:
        known = _People(asked=self._asked(), packed=packed(people))
        self._people.save(known, by, None, _changed)

    def _keep(self, looked: Looked, by: str) -> Looked:
        return self._book.save(looked, by, None, _changed)


def _missing(before: Sequence[Known], people: Sequence[Known] | None, *, even_many: bool) -> dict[Known, Leaver]:
    """Who was in the directory before and is no longer. Raises DirectoryError for more than can be believed."""
    if people is None:
        return {}
    missing = {one: Leaver(names, is_gone=True) for one, names in gone(before, people)}
    if not even_many and is_surprising(before, missing):
        message = (
            f"{len(missing)} of {len(before)} people whom the directory had are not found any more, too many to "
            "believe it: see CMDB_LDAP_BASE, CMDB_LDAP_PEOPLE and what CMDB_LDAP_USER may read, or say that they "
            "have left (cmdb leavers list --directory --even-many)"
        )
        raise DirectoryError(message, "directory_lost_many")
    return missing


def _changed(_version: int) -> CmdbError:
    raise AssertionError  # of any version it is saved
