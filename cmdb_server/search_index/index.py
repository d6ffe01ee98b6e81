"""The index of one server: built from the graph at start, told of every committed change, asked by the API."""

import copy
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from cmdb_server.filter_language.fields import Field
from cmdb_server.filter_language.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.permissions.sight import Place, Sight
from cmdb_server.search_index import (
    dashboard,
    hosting,
    installed,
    listing,
    matching,
    reading,
    running,
    searching,
    table_rows,
)
from cmdb_server.search_index.answers import CIPage, Dashboard, Facet, Filters, ListedCI, SearchHit
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.hosting import Hosting
from cmdb_server.search_index.installed import Installed
from cmdb_server.search_index.live import LiveContents
from cmdb_server.search_index.past import Lender, PastContentsKept
from cmdb_server.search_index.seeing import seen_by
from graph_schema import Registry


class SearchIndex:
    """Lists, facets, search and dashboard numbers; safe to use from several threads."""

    def __init__(
        self,
        store: GraphStore,
        registry: Registry,
        clock: Callable[[], int],
        *,
        path: Path | None = None,
        catch_up_seconds: float | None = None,
    ) -> None:
        """`clock` gives microseconds; `catch_up_seconds` is how often to look for what other servers wrote."""
        self._live = LiveContents(store, registry, clock, path=path, catch_up_seconds=catch_up_seconds)
        self._past = PastContentsKept(self._live)
        self._lent: Lender = self._live
        self._sight: Sight | None = None
        self._installed = installed.InstalledKept()

    def build(self) -> int:
        """Read the whole graph; answers how many CIs are shown. Call it once, before anything is asked."""
        return self._live.build()

    def seen_by(self, sight: Sight) -> Self:
        """The same index for one who sees so much: it answers as if there were nothing else."""
        seen = copy.copy(self)
        vars(seen).update(_sight=None if sight.reads_all else sight)
        return seen

    def as_of(self, at: int | None) -> Self:
        """The same index of the graph as it was at a time that has come (microseconds); of now without one."""
        past = copy.copy(self)
        vars(past).update(_lent=self._live if at is None else self._past.get(at))
        return past

    def uids(self, query: Query) -> list[str]:
        """The CIs that a question is about, sorted; retired ones only when it asks for a status."""
        with self._fresh(query) as contents:
            return contents.tables.uids(matching.matching(contents, query))

    def listed(self, filters: Filters) -> list[str]:
        """The CIs that pass the filters of a list, sorted."""
        with self._fresh(filters.query) as contents:
            return contents.tables.uids(listing.matched(contents, filters))

    def site_counts(self, filters: Filters) -> dict[str | None, int]:
        """How many of the CIs asked for stand on each site, None: on none."""
        with self._fresh(filters.query) as contents:
            matched = listing.matched(contents, filters)
            counts = contents.bitmaps.counts(listing.SITE, matched)
            none = matched.bit_count() - sum(counts.values())
            return {**counts, **({None: none} if none else {})}

    def values(self, field: Field, starting: str, limit: int) -> list[str]:
        """Values of a field that start with a text, for suggestions."""
        with self._fresh() as contents:
            return matching.values(contents, field, starting, limit)

    def list_cis(self, filters: Filters, sort: str, offset: int, limit: int) -> CIPage:
        """One page of the CIs asked for. Raises UnknownColumnError for a sort that is no column."""
        with self._fresh(filters.query) as contents:
            page = listing.list_cis(contents, filters, sort, (offset, limit))
        if self._sight is None:
            return page
        with self._lent.held() as whole:
            everything = listing.count_shown(whole, filters)
        return replace(page, redacted=None if everything is None else everything - page.total)

    def facets(self, filters: Filters) -> tuple[Facet, ...]:
        """What the CIs asked for can be narrowed by; counts of a facet ignore its own selection."""
        with self._fresh(filters.query) as contents:
            return listing.facets(contents, filters)

    def search(self, q: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """The CIs that fit a text, exact identifiers first."""
        with self._fresh() as contents:
            return searching.search(contents, q, limit)

    def installed(self) -> Installed:
        """Which machines have which releases of software now, of those that count."""
        with self._lent.fresh(installed.TYPES) as whole:
            if self._sight is None and self._lent is self._live:
                return self._installed.of(whole)
            return installed.installed(self._seen(whole))

    def programs(self, fits: Callable[[str], bool]) -> dict[str, str]:
        """The process names of programs (uid) whose name fits, of those that run no longer too."""
        with self._fresh() as contents:
            return running.programs(contents, fits)

    def hosting(self, ids: Iterable[int], uids: Iterable[str] = ()) -> Hosting:
        """Machines by their numbers in the index or their uids, and all that they run on or may move to."""
        with self._lent.fresh(hosting.TYPES) as whole:
            seen = self._seen(whole)
            return hosting.hosting(seen, {*ids, *seen.tables.ids(uids).values()})

    def listed_ids(self, ids: list[int]) -> tuple[ListedCI, ...]:
        """The rows of CIs by their numbers in the index, in the order asked; those that are gone are left out."""
        with self._lent.fresh() as whole:
            return self._seen(whole).listed(ids)

    def listed_uids(self, uids: Iterable[str]) -> tuple[ListedCI, ...]:
        """The rows of these CIs; those that are gone are left out."""
        with self._lent.fresh() as whole:
            seen = self._seen(whole)
            return seen.listed(list(seen.tables.ids(uids).values()))

    def dashboard(self) -> Dashboard:
        """The numbers of the dashboard as of now."""
        parked = reading.read_parked(self._live.store)
        with self._fresh() as contents:
            return dashboard.dashboard(contents, self._live.clock(), parked)

    def places(self, uids: Iterable[str]) -> dict[str, Place]:
        """The class and the site of CIs, whoever asks; those that are not there are left out."""
        with self._live.fresh() as contents:
            return contents.places(uids)

    def sites(self) -> list[str]:
        """The names of the sites on which any CI stands."""
        with self._live.fresh() as contents:
            return sorted(contents.bitmaps.values(listing.SITE))

    def export_rows(self, filters: Filters, sort: str) -> Iterator[list[table_rows.Cells]]:
        """The CIs asked for as a table, header first, in blocks of rows. Raises UnknownColumnError at once."""
        with self._fresh(filters.query) as contents:
            selected = listing.ordered_ids(contents, filters, sort)
            head = table_rows.columns_of(contents, selected)
        return self._blocks(head, selected)

    def _blocks(self, head: tuple[str, ...], selected: list[int]) -> Iterator[list[table_rows.Cells]]:
        yield [table_rows.header(head)]
        for start in range(0, len(selected), table_rows.BLOCK):
            with self._lent.held() as whole:
                cis = self._seen(whole).listed(selected[start : start + table_rows.BLOCK])
            yield table_rows.rows_of(head, cis)

    @contextmanager
    def _fresh(self, query: Query | None = None) -> Generator[Contents]:
        with self._lent.fresh(query.relationship_types if query else ()) as whole:
            yield self._seen(whole)

    def _seen(self, whole: Contents) -> Contents:
        return whole if self._sight is None else seen_by(whole, self._sight)
