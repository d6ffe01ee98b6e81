"""What a credential is for, and in which order credentials are tried."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from cmdb_server.address_ranges import AddressRange, overlaps

if TYPE_CHECKING:
    from cmdb_server.credential_vault.credential import Credential


class Target(NamedTuple):
    """What is scanned: some addresses, on a site ("" for none known), by a scan with tags."""

    ranges: tuple[AddressRange, ...]
    site: str = ""
    tags: frozenset[str] = frozenset()


class Scope(NamedTuple):
    """Addresses, sites and tags that a credential is for; an empty one leaves it for all."""

    ranges: tuple[AddressRange, ...] = ()
    sites: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    def holds(self, target: Target) -> bool:
        """Whether something of a target is within all three."""
        in_range = not self.ranges or overlaps(target.ranges, self.ranges)
        on_site = not self.sites or target.site in self.sites
        return in_range and on_site and (not self.tags or bool(self.tags & target.tags))


def fitting(credentials: Iterable["Credential"], target: Target) -> list["Credential"]:
    """The credentials for a target in the order in which they are tried: that of people, then the narrower first."""
    found = (entry for entry in credentials if entry.scope.holds(target))
    return sorted(found, key=lambda entry: (entry.wanted.order, not entry.wanted.ranges, entry.wanted.name, entry.uid))
