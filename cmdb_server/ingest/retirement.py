"""Which facts of a section are new, changed or absent: a last-writer-wins map with an enumeration horizon.

The kept facts of a section are one observation per ref. A complete section also moves the horizon of the classes
it enumerates: what was last seen before the horizon is absent. Both are joins of ordered values, so the outcome
does not depend on the order in which reports arrive, nor on how often.

Facts of a partial section lie in a layer of their own beside the last complete ones: they add, never remove.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from cmdb_server.ingest.items import CheckedSection, Item
from cmdb_server.ingest.keys import is_waiting

PARTIAL_LAYER = "~"
CLAIMS_ONLY = ""
Layer: TypeAlias = Literal["", "~"]
Horizons: TypeAlias = Mapping[str, int]


class Head(NamedTuple):
    """What is stored of one observation, without its contents. Times in microseconds."""

    uid: str
    layer: str
    ref: str
    ci_uid: str
    ci_class: str
    observed_at: int
    digest: str
    is_absent: bool


@dataclass(frozen=True)
class Kept:
    """An observation to write: `head` is the stored one it replaces, None for a new one."""

    item: Item
    digest: str
    layer: str
    observed_at: int
    is_absent: bool
    head: Head | None


@dataclass(frozen=True)
class SectionDelta:
    """What a section changes: observations with new contents, heads that become absent, heads only seen again."""

    kept: tuple[Kept, ...]
    absent: tuple[Head, ...]
    seen_again: tuple[Head, ...]
    horizons: dict[str, int]


def layer_of(section: CheckedSection) -> str:
    """The layer in which a section's facts are kept."""
    return "" if section.outcome == "complete" else PARTIAL_LAYER


def merge_section(
    section: CheckedSection, observed_at: int, digests: Mapping[str, str], stored: tuple[Iterable[Head], Horizons]
) -> SectionDelta:
    """Join a section observed at a time with what is kept of its source; `digests` are those of its items."""
    stored_heads, before = stored
    heads = {(head.layer, head.ref): head for head in stored_heads}
    horizons = _raised(before, section, observed_at)
    layer = layer_of(section)
    kept: list[Kept] = []
    seen_again: list[Head] = []
    for ref, item in section.items.items():
        head = heads.get((layer, ref))
        is_absent = observed_at < horizons.get(item.ci_class or CLAIMS_ONLY, 0)
        if head is None:
            kept.append(Kept(item, digests[ref], layer, observed_at, is_absent, None))
        elif _is_newer(observed_at, digests[ref], head, before):
            if head.digest != digests[ref] or head.is_absent != is_absent or is_waiting(head.ci_uid):
                kept.append(Kept(item, digests[ref], layer, observed_at, is_absent, head))
            else:
                seen_again.append(head)
    written = {(layer, entry.item.ref) for entry in kept} | {(head.layer, head.ref) for head in seen_again}
    absent = tuple(
        head
        for place, head in heads.items()
        if place not in written
        and not head.is_absent
        and horizons.get(head.ci_class or CLAIMS_ONLY, 0) > seen_at(head, before)
    )
    uncovered = tuple(head for head in seen_again if seen_at(head, horizons) < observed_at)
    return SectionDelta(tuple(kept), absent, uncovered, horizons)


def seen_at(head: Head, horizons: Horizons) -> int:
    """When a fact was last known to be so: present facts were seen again at each enumeration that passed them."""
    if head.is_absent or head.layer == PARTIAL_LAYER:
        return head.observed_at
    return max(head.observed_at, horizons.get(head.ci_class or CLAIMS_ONLY, 0))


def _raised(before: Horizons, section: CheckedSection, observed_at: int) -> dict[str, int]:
    enumerated = (*section.enumerates, CLAIMS_ONLY) if section.outcome == "complete" else ()
    return {**before, **{name: max(before.get(name, 0), observed_at) for name in enumerated}}


def _is_newer(observed_at: int, digest: str, head: Head, before: Horizons) -> bool:
    return (observed_at, digest) >= (seen_at(head, before), head.digest)
