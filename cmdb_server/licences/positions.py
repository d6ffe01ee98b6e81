"""The effective licence position on a day."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

import msgspec

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.rule_book import RuleBook, Versioned
from cmdb_server.licence_position.estate import Estate, Installed
from cmdb_server.licence_position.overlay import Changed, Difference, Move, NewHost, Retire, changed, differences
from cmdb_server.licence_position.position import Line, Position, position
from cmdb_server.licence_position.rights import Right
from cmdb_server.licences.component import component
from cmdb_server.licences.entitlement import EntitlementError
from cmdb_server.licences.estate import estate_of, folded, names_of
from cmdb_server.licences.keeping import Entitlements, Held
from cmdb_server.licences.known_products import known_product, names_in
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.software.catalogue import Catalogue, Software
from cmdb_server.software.packs import load_packs

_KEY = "licence_entities"
_MICROSECONDS = 1_000_000


class Entities(Versioned, frozen=True, kw_only=True):
    """Legal entities and the sites that belong to each."""

    sites: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True)
class Positions:
    """A position with what it was computed of; `held` are the entitlements behind the lines, by uid.

    `product` is the one that is asked about (publisher and name), None for all.
    """

    day: date
    estate: Estate
    position: Position
    held: dict[str, Held]
    product: tuple[str, str] | None = None

    @property
    def lines(self) -> list[Line]:
        """The lines of rights to the product, or that cover it somewhere."""
        if self.product is None:
            return list(self.position.lines)
        wanted = folded(*self.product)

        def is_about(line: Line) -> bool:
            names = {folded(one.publisher, one.product) for one in line.pool.terms.products}
            covered = (self.estate.installed[place] for used in line.consumed for place in used.covers)
            return wanted in names or any(folded(one.publisher, one.product) == wanted for one in covered)

        return [line for line in self.position.lines if is_about(line)]

    @property
    def gaps(self) -> list[tuple[Installed, str]]:
        """What of the product no right covers, and why."""
        wanted = folded(*self.product) if self.product else None
        found = ((self.estate.installed[place], reason) for place, reason in self.position.unlicensed.items())
        return [(one, why) for one, why in found if wanted is None or folded(one.publisher, one.product) == wanted]


@dataclass(frozen=True)
class WhatIf:
    """The position as it is, and the estate and the position as they would be."""

    now: Positions
    estate: Estate
    then: Position

    @property
    def differences(self) -> list[Difference]:
        """The pools of rights of which something differs."""
        return differences(self.now.position, self.then)


_Facts: TypeAlias = tuple[Estate, list[Right], dict[str, Held], date]


class Licences:
    """Computes positions."""

    def __init__(
        self, store: GraphStore, clock: Callable[[], int], entitlements: Entitlements, catalogue: Catalogue
    ) -> None:
        """`clock` in microseconds."""
        self._book = RuleBook(store, _KEY, Entities(), clock)
        self._clock, self._entitlements, self._catalogue = clock, entitlements, catalogue

    def on(self, index: SearchIndex, day: date | None = None) -> Positions:
        """The position at the end of a day that has passed; of today and days to come, of what is installed now."""
        estate, rights, held, when = self._facts(index, day, ())
        return Positions(when, estate, position(estate, rights), held)

    def asked(self, index: SearchIndex, day: date | None, publisher: str, product: str) -> Positions:
        """The position of a product, of all without one. Raises UnknownProductError, SeveralProductsError."""
        return self.of_product(index, day, (publisher, product)) if product else self.on(index, day)

    def of_product(self, index: SearchIndex, day: date | None, product: tuple[str, str]) -> Positions:
        """The same of what a product (publisher, "" for any, and name) depends on alone: its lines and gaps.

        Raises UnknownProductError, SeveralProductsError.
        """
        rights, held, when, end = self._rights(day)
        seen = index.as_of(end)
        software = self._catalogue.software(seen)
        named = known_product(*product, _names(software, held.values()))
        part = component(folded(*named), rights, software.names.values())
        estate = estate_of(seen, software, part.names, self._entities_of_sites(), only=True)
        return Positions(when, estate, position(estate, part.rights), held, named)

    def what_if(self, index: SearchIndex, changes: Sequence[Changed]) -> WhatIf:
        """The position of today as it is, and as it would be after changes. Raises OverlayError."""
        also = {uid for change in changes for uid in _named(change)}
        return _compared(self._facts(index, None, also), changes)

    def without(self, index: SearchIndex, uids: Sequence[str]) -> WhatIf:
        """The same as if these CIs were retired, as far as licences count them."""
        facts = self._facts(index, None, ())
        return _compared(facts, [Retire(uid) for uid in dict.fromkeys(uids) if uid in facts[0].machines])

    def _facts(self, index: SearchIndex, day: date | None, also: Collection[str]) -> _Facts:
        """What a position is computed of: the estate with `also` other machines, the rights of the day, who holds."""
        rights, held, when, end = self._rights(day)
        seen = index.as_of(end)
        wanted = frozenset(name for right in rights for name in names_of(right))
        software = self._catalogue.software(seen)
        return estate_of(seen, software, wanted, self._entities_of_sites(), also), rights, held, when

    def _rights(self, day: date | None) -> tuple[list[Right], dict[str, Held], date, int | None]:
        """The rights of a day, who holds them, the day, and the end of it (microseconds), None while it lasts."""
        now = datetime.fromtimestamp(self._clock() / _MICROSECONDS, UTC)
        when = day or now.date()
        end = datetime(when.year, when.month, when.day, tzinfo=UTC) + timedelta(days=1)
        held = {one.uid: one for one in self._entitlements.all()}
        found = (one.entitlement.right_on(uid, when) for uid, one in sorted(held.items(), key=_oldest_first))
        past = int(end.timestamp()) * _MICROSECONDS - 1 if end <= now else None
        return [right for right in found if right is not None], held, when, past

    def _entities_of_sites(self) -> dict[str, str]:
        return {site: name for name, sites in self.entities().sites.items() for site in sites}

    def entities(self) -> Entities:
        """Legal entities with their sites."""
        return self._book.current()

    def save_entities(self, sites: dict[str, tuple[str, ...]], who: str, version: int) -> Entities:
        """Let other legal entities hold. Raises EntitlementError, and a conflict where others were saved."""
        every: Sequence[str] = [site for found in sites.values() for site in found]
        for site in every:
            if every.count(site) > 1:
                raise EntitlementError("sites", site, "belongs to two legal entities", "name it once")

        def changed(now: int) -> CmdbError:
            message = f"the entities were changed meanwhile (version {now}, yours was {version}); look again and repeat"
            return CmdbError(message, 409, "changed_meanwhile")

        return self._book.save(Entities(sites=sites), who, version, changed)


def _names(software: Software, held: Iterable[Held]) -> Iterator[tuple[str, str]]:
    """The products that there are: installed, bought, or known to rules."""
    yield from {(naming.publisher, naming.product) for naming in software.names.values()}
    yield from {(one.publisher, one.product) for each in held for one in each.entitlement.products}
    yield from names_in(load_packs())


def _oldest_first(entry: tuple[str, Held]) -> tuple[str, str]:
    return entry[1].entitlement.starts, entry[0]


def _compared(facts: _Facts, changes: Sequence[Changed]) -> WhatIf:
    estate, rights, held, when = facts
    then = changed(estate, changes)
    return WhatIf(Positions(when, estate, position(estate, rights), held), then, position(then, rights))


def _named(change: Changed) -> tuple[str, ...]:
    """The machines that a change names."""
    if isinstance(change, Move):
        return change.machine, change.host
    return () if isinstance(change, NewHost) else (change.machine,)
