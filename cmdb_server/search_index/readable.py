"""Rights as sets of CIs: the visible ones, and for each attribute those on which it may be read."""

from functools import cached_property

from cmdb_server.permissions.grants import GENERAL
from cmdb_server.permissions.sight import Sight
from cmdb_server.search_index.bitmaps import Bitmaps, Bits, Membership
from cmdb_server.search_index.entries import CLASS, SITE

# A set takes a bit per CI and read attribute: 1,000,000 CIs with 40 attributes in use some 5 MB each.
_MOST_KEPT = 20


class Readable:
    """For every attribute the CIs on which it may be read."""

    def __init__(self, bitmaps: Bitmaps, sight: Sight) -> None:
        """Of the CIs in `bitmaps` as they are now."""
        self._bitmaps = bitmaps
        self._sight = sight
        self._declared = {name for spec in sight.registry.classes.values() for name in spec.attributes}
        self._sets: dict[str, Bits] = {}
        self._members: dict[str, Membership] = {}

    @cached_property
    def visible(self) -> Bits:
        """The CIs of which anything may be read."""
        return self._granted(None)

    def of(self, field: str) -> Bits:
        """The CIs of which a field may be read: an attribute, else what every visible CI shows."""
        if field not in self._sets:
            self._sets[field] = self._granted(field) if field in self._declared else self.visible
        return self._sets[field]

    def on(self, field: str) -> Membership:
        """Tells of a CI whether a field may be read on it."""
        if field not in self._members:
            self._members[field] = Membership(self.of(field))
        return self._members[field]

    def _granted(self, attribute: str | None) -> Bits:
        found = 0
        classes = self._sight.registry.classes
        for grant in self._sight.grants:
            groups = {GENERAL, *grant.read}
            reached = [
                name
                for name in self._sight.classes_of(grant)
                if attribute is None
                or ((spec := classes[name].attributes.get(attribute)) is not None and spec.options.group in groups)
            ]
            of_class = self._bitmaps.having(CLASS, reached)
            found |= of_class & self._bitmaps.having(SITE, grant.sites) if grant.sites else of_class
        return found


class ReadableKept:
    """What the last few askers may read, put together anew only after a CI changed its class or another facet."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._kept: dict[Sight, Readable] = {}
        self._of: tuple[Bitmaps | None, int] = (None, 0)

    def copied(self) -> "ReadableKept":
        """Nothing: what is kept is of other sets."""
        return ReadableKept()

    def of(self, bitmaps: Bitmaps, sight: Sight) -> Readable:
        """What may be read of the CIs in `bitmaps` as they are now."""
        if self._of != (bitmaps, bitmaps.changes):
            self._kept.clear()
            self._of = bitmaps, bitmaps.changes
        found = self._kept.pop(sight, None) or Readable(bitmaps, sight)
        self._kept[sight] = found
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return found
