"""What is stored of a source and some of its sections, and what became of one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import sources
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.items import LeftOut, Refused
from cmdb_server.ingest.keys import waiting_uid
from cmdb_server.ingest.retirement import PARTIAL_LAYER, Head
from cmdb_server.ingest.source_record import SectionRecord, SourceRecord, record_of

_HORIZONS = msgspec.json.Decoder(dict[str, int])


@dataclass(frozen=True)
class SectionResult:
    """What became of a section.

    `record` is what is kept of the source then and `uids` the CIs of the section's refs; None where more of the source
    changed, which must be read.
    """

    status: str
    created: int = 0
    changed: int = 0
    retired: int = 0
    parked: tuple[Refused, ...] = ()
    root_uid: str = ""
    left_out: tuple[LeftOut, ...] = ()
    record: SourceRecord | None = field(default=None, repr=False, compare=False)
    uids: Mapping[str, str] = field(default_factory=dict[str, str], repr=False, compare=False)


@dataclass(frozen=True)
class SectionState:
    """What is stored of a source and one of its sections.

    `is_waited`: other observations of the source wait for their owners; `heads`: the section's observations in both
    layers, without their contents; `is_first`: the source said nothing before this transaction, in which its refs were
    `placed`.
    """

    record: SourceRecord
    section: SectionRecord
    horizons: dict[str, int]
    parked: frozenset[str]
    is_waited: bool
    heads: list[Head]
    is_first: bool = False
    placed: Mapping[str, str] = field(default_factory=dict[str, str])

    def confirmed(self, record: SourceRecord) -> "SectionState":
        """The state once unchanged reports are noted, by which `record` is what is kept of the source."""
        section = record.sections.get(self.section.key, self.section)
        seen = [self._seen_again(head, section.observed_at) for head in self.heads]
        return replace(self, record=record, section=section, horizons=_HORIZONS.decode(section.horizons), heads=seen)

    def _seen_again(self, head: Head, at: int) -> Head:
        is_held = head.layer == PARTIAL_LAYER and head.observed_at == self.section.observed_at
        return head._replace(observed_at=at) if is_held and self.section.outcome != "complete" else head

    @property
    def root_uid(self) -> str:
        """The root CI of the source."""
        return self.record.root_uid

    @property
    def root_ref(self) -> str:
        """What the source calls its root CI."""
        return self.record.root_ref


def read_states(tx: Transaction, source: str, section_keys: Collection[str]) -> dict[str, SectionState]:
    """The state of a source and some of its sections, by their keys; empty values where one is new."""
    layers = {layer: key for key in section_keys for layer in (key, key + PARTIAL_LAYER)}
    query = sources.SECTION_STATES
    row = tx.run(query, source=source, layer_keys=list(layers), waiting=waiting_uid(source))[0]
    record = record_of(row)
    heads: dict[str, list[Head]] = {key: [] for key in section_keys}
    for layer, head in _heads(row):
        heads[layers[layer]].append(head)
    parked: dict[str, set[str]] = {key: set() for key in section_keys}
    for uid, key in zip(row["parked_uid"], row["parked_key"], strict=True):
        parked.get(key, set[str]()).add(uid)
    found: dict[str, SectionState] = {}
    for key in section_keys:
        section = record.sections.get(key) or SectionRecord(key)
        horizons, waiting = _HORIZONS.decode(section.horizons), bool(row["waiting"])
        found[key] = SectionState(
            record, section, horizons, frozenset(parked[key]), waiting, heads[key], is_first=not row["is_known"]
        )
    return found


def _heads(row: Mapping[str, Any]) -> list[tuple[str, Head]]:
    keys = row["section_key"]
    layers = [PARTIAL_LAYER if key.endswith(PARTIAL_LAYER) else "" for key in keys]
    columns = (row["head_uid"], layers, row["ref"], row["ci_uid"], row["ci_class"])
    heads = zip(*columns, row["head_at"], row["digest"], row["is_absent"], strict=True)
    return [(key, Head(*entry)) for key, entry in zip(keys, heads, strict=True)]
