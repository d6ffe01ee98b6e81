"""The index as somebody sees it who may not see all: the same questions over smaller sets.

Rights become sets of CIs: the visible ones, and for each attribute those on which it may be read. Whatever is asked by
an attribute (filter, facet, order, search term) is asked of the latter, so that no answer tells a hidden value.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from cmdb_server.permissions.sight import NAME, REDACTED, Place, Sight
from cmdb_server.search_index.answers import NamedCI
from cmdb_server.search_index.bitmaps import Bitmaps, Bits
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import ATTRIBUTE_FACET, CLASS, Compared
from cmdb_server.search_index.readable import Readable
from cmdb_server.search_index.tables import Tables, phrase
from cmdb_server.search_index.value_table import ValueTable


def seen_by(contents: Contents, sight: Sight) -> Contents:
    """The contents as somebody sees them; they share everything with the whole ones."""
    return SeenContents(contents, sight)


class SeenBitmaps(Bitmaps):
    """The sets of CIs without those on which the property may not be read."""

    def __init__(self, whole: Bitmaps, readable: Readable) -> None:
        """Nothing is put into these; they are read only."""
        super().__init__()
        self._whole = whole
        self._readable = readable

    def having(self, facet: str, values: Iterable[str]) -> Bits:
        """The CIs that have one of these values and show it."""
        return self._whole.having(facet, values) & self._shown(facet)

    def values(self, facet: str) -> list[str]:
        """The values that any CI shows."""
        return list(self._whole.counts(facet, self._shown(facet)))

    def counts(self, facet: str, within: Bits) -> dict[str, int]:
        """For each value how many CIs of a set show it."""
        return self._whole.counts(facet, within & self._shown(facet))

    def _shown(self, facet: str) -> Bits:
        return self._readable.of(facet.removeprefix(ATTRIBUTE_FACET))


class SeenValues(ValueTable):
    """The values of attributes without those that may not be read."""

    def __init__(self, whole: ValueTable, readable: Readable) -> None:
        """Nothing is written into these; they are read only."""
        self._whole = whole
        self._readable = readable

    def numbers(self, attribute: str, members: Iterable[int]) -> dict[int, float]:
        """The values that are shown of an attribute that holds numbers, by id."""
        shown = self._readable.on(attribute)
        return self._whole.numbers(attribute, [member for member in members if member in shown])

    def having(self, attribute: str) -> Bits:
        """Who shows any value."""
        return self._whole.having(attribute) & self._readable.of(attribute)

    def equal(self, attribute: str, wanted: Iterable[Compared]) -> Bits:
        """Who shows one of these values."""
        return self._whole.equal(attribute, wanted) & self._readable.of(attribute)

    def like(self, attribute: str, glob: str) -> Bits:
        """Who shows a text that fits a pattern."""
        return self._whole.like(attribute, glob) & self._readable.of(attribute)

    def ordered(self, attribute: str, operator: str, bound: Compared) -> Bits:
        """Who shows a value before or after another one."""
        return self._whole.ordered(attribute, operator, bound) & self._readable.of(attribute)

    def starting(self, attribute: str, folded: str, limit: int) -> list[Compared]:
        """The first values that start with a text and that anybody shows."""
        found = (value for value in self._whole.starting(attribute, folded, -1) if self.equal(attribute, [value]))
        return list(islice(found, limit))


class SeenTables(Tables):
    """The tables without what may not be read."""

    def __init__(self, whole: Tables, readable: Readable) -> None:
        """Nothing is written into these; they are read only."""
        self._whole = whole
        self._readable = readable
        self.values = SeenValues(whole.values, readable)

    def rows(self, ids: Sequence[int]) -> list[tuple[int, str, bytes]]:
        """Id, uid and row of each id; what of the row is shown is for SeenContents."""
        return self._whole.rows(ids)

    def ids(self, uids: Iterable[str]) -> dict[str, int]:
        """The ids of these CIs, seen or not."""
        return self._whole.ids(uids)

    def ordered(self, column: str, *, is_descending: bool) -> Iterator[int]:
        """All ids that show a value in a column, in its order; by a hidden value nothing is ordered."""
        found = self._whole.ordered(column, is_descending=is_descending)
        if not self._readable.of(column):
            return iter(())
        if self._readable.of(column) == self._readable.visible:
            return found
        shown = self._readable.on(column)
        return (member for member in found if member in shown)

    def ordered_among(self, bits: Bits, column: str, *, is_descending: bool) -> list[int]:
        """The ids of a small set that show a value in a column, in its order."""
        return self._whole.ordered_among(bits & self._readable.of(column), column, is_descending=is_descending)

    def within(self, column: str, low: int, high: int) -> Bits:
        """The ids whose number in a column lies between two, where it may be read."""
        return self._whole.within(column, low, high) & self._readable.of(column)

    def uids(self, bits: Bits) -> list[str]:
        """The uids of a set, sorted."""
        return self._whole.uids(bits)

    def exact(self, folded: Iterable[str], limit: int) -> list[tuple[int, str, str]]:
        """Id, field and value of the readable terms that are one of these texts."""
        return self._limited((entry for entry in self._whole.exact(folded, -1) if self._shows(entry)), limit)

    def starting(self, folded: str, limit: int) -> list[tuple[int, str, str]]:
        """Id, field and value of the readable terms that start with a text."""
        return self._limited((entry for entry in self._whole.starting(folded, -1) if self._shows(entry)), limit)

    def matching(self, expression: str, limit: int) -> list[int]:
        """Visible ids whose terms, readable or not, match an FTS5 expression: look at the terms before telling."""
        visible = self._readable.on(CLASS)
        found = (member for member in self._whole.matching(expression, -1) if member in visible)
        return self._limited(found, limit)

    def resembling(self, expression: str, limit: int) -> list[int]:
        """Visible ids whose terms, readable or not, match best: look at the terms before telling."""
        visible = self._readable.on(CLASS)
        found = (member for member in self._whole.resembling(expression, -1) if member in visible)
        return self._limited(found, limit)

    def holding(self, word: str) -> list[int]:
        """The ids with a readable term that holds a word."""
        candidates = self.matching(phrase(word), -1)
        return list(dict.fromkeys(member for member, folded, _, _ in self.terms(candidates) if word in folded))

    def terms(self, ids: Sequence[int]) -> list[tuple[int, str, str, str]]:
        """Id, folded term, field and value of every readable term of these ids."""
        return [entry for entry in self._whole.terms(ids) if entry[0] in self._readable.on(entry[2])]

    def _shows(self, entry: tuple[int, str, str]) -> bool:
        return entry[0] in self._readable.on(entry[1])

    def _limited(self, found: Iterator[Any], limit: int) -> list[Any]:
        return list(found if limit < 0 else islice(found, limit))


class SeenContents(Contents):
    """The contents as somebody sees them."""

    def __init__(self, whole: Contents, sight: Sight) -> None:
        """Shares everything with the whole contents; nothing is put into it."""
        vars(self).update(vars(whole))
        readable = whole.readable.of(whole.bitmaps, sight)
        self._sight = sight
        self._redactions: dict[tuple[str, str | None], _Redaction] = {}
        self.bitmaps = SeenBitmaps(whole.bitmaps, readable)
        self.tables = SeenTables(whole.tables, readable)

    def decoded(self, ids: Sequence[int]) -> list[tuple[int, str, dict[str, Any]]]:
        """The rows of these CIs with what may be shown of them."""
        rows = super().decoded(ids)
        known = self._redactions
        for _, _, row in rows:
            key = row["ci_class"], row["site"]
            hidden, replaced, hides_scans = known.get(key) or self._redaction(Place(*key))
            if replaced:
                row.update(replaced)
                for name in hidden.intersection(row["attributes"]):
                    del row["attributes"][name]
            if hides_scans and row["sources"]:
                row["sources"] = [self._sight.source_key(source, Place(*key)) for source in row["sources"]]
        return rows

    def named(self, uids: Iterable[str]) -> dict[str, NamedCI]:
        """These CIs as others refer to them."""
        rows = super().decoded(list(self.tables.ids(uids).values()))
        found = {uid: NamedCI(uid, row["name"], row["ci_class"]) for _, uid, row in rows}
        places = {(row["ci_class"], row["site"]) for _, _, row in rows}
        if nameless := {place for place in places if NAME in self._redaction(Place(*place)).hidden}:
            hidden = {uid for _, uid, row in rows if (row["ci_class"], row["site"]) in nameless}
            return {uid: NamedCI(uid, REDACTED, ci.ci_class) if uid in hidden else ci for uid, ci in found.items()}
        return found

    def _redaction(self, place: Place) -> "_Redaction":
        """Made once per class and site: a page has hundreds of rows of the same few."""
        if place not in self._redactions:
            self._redactions[place] = self._made(place)
        return self._redactions[place]

    def _made(self, place: Place) -> "_Redaction":
        hidden = self._sight.hidden(place)
        replaced: dict[str, Any] = {"hidden": sorted(hidden & self._columns_of[place.ci_class])} if hidden else {}
        if not self._sight.sees(place):
            replaced |= {"site": None, "root_uid": "", "sources": []}
        if NAME in hidden:
            replaced |= {NAME: REDACTED}
        return _Redaction(hidden, replaced, self._sight.hides_scans(place))


class _Redaction(NamedTuple):
    """What is hidden of the CIs of a class on a site, what their rows say instead, and whether scans are told."""

    hidden: frozenset[str]
    replaced: dict[str, Any]
    hides_scans: bool
