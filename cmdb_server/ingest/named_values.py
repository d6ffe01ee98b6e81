"""CIs that naming them makes: each is there as long as a source tells of it, or somebody's relationship leads to it.

A release is not: it stays as an entry of the catalogue, as to ask for each package that a machine no longer has whether
any other one has it would cost the more the larger the estate is.

Of several transactions that end at once one must see that it was the last. It does: who writes relationships has
locked the history's clock before (`tick`), so that each reads what those before it have committed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.changes import BondWrites, CIWrite
from cmdb_server.ingest.reconciliation import RETIRED, STATUS, Projection, Said, in_order
from cmdb_server.ingest.writing import Cause, Settled, tick, write_events
from graph_schema import Registry
from graph_schema.relationships import CONSISTS_OF

_ACTIVE = "active"


def naming_types(registry: Registry) -> frozenset[str]:
    """The relationship types that keep such a CI: what a service is made of follows from what is there."""
    return registry.naming_types - {CONSISTS_OF.name}


def named_by(registry: Registry, bonds: BondWrites) -> set[str]:
    """The ends of relationships that begin or end, by which such a CI may be named."""
    types = naming_types(registry)
    begun = {bond.target for bond in bonds.create if bond.type in types}
    turned = (known for known, bond in bonds.update if (known.valid_to == stored.OPEN) is (bond is None))
    return begun | {known.target for known in turned if known.type in types}


def hold_status(
    registry: Registry,
    projections: Mapping[str, Projection],
    said: Mapping[str, Mapping[str, Said]],
    properties: Mapping[str, Mapping[str, Any]],
) -> dict[str, Projection]:
    """Those CIs of which only who names them decides whether they are there: with the status in their `properties`."""
    return {
        uid: replace(projected, status=str(properties.get(uid, {}).get("status") or RETIRED))
        for uid, projected in projections.items()
        if projected.ci_class in registry.passing_classes and not _is_told(registry, said.get(uid, {}).values())
    }


def refresh_named(tx: Transaction, registry: Registry, settled: Settled, cause: Cause) -> None:
    """Retire those that nobody tells of or names any more, and bring back those that somebody names again."""
    if not settled.named:
        return
    asked = {"classes": sorted(registry.passing_classes), "types": sorted(naming_types(registry)), "open": stored.OPEN}
    row = tx.run(queries.NAMED_VALUES, uids=sorted(settled.named), **asked)[0]
    told = zip(row["uid"], row["status"], row["is_named"], strict=True)
    wrong = {uid: (before, is_named) for uid, before, is_named in told if (before == RETIRED) is is_named}
    unsaid = sorted(wrong.keys() - _told(tx, registry, wrong))
    if not unsaid:
        return
    writes = [_status_write(uid, *wrong[uid]) for uid in unsaid]
    at = tick(tx, cause.now)
    tx.run(queries.SET_STATUS, uids=unsaid, status=[write.properties[STATUS] for write in writes], at=at)
    write_events(tx, writes, BondWrites(), (cause, at))
    settled.touched |= set(unsaid)
    settled.retired += sum(write.kind == RETIRED for write in writes)


def _told(tx: Transaction, registry: Registry, uids: Collection[str]) -> set[str]:
    """Those of which the status is said: they have been settled by that."""
    if not uids:
        return set()
    return {uid for uid, entries in stored.Observed(tx).of(uids).items() if _is_told(registry, entries.values())}


def _is_told(registry: Registry, said: Iterable[Said]) -> bool:
    """Whether a source sees it, or a person says whether it is there."""
    entries = list(said)
    if any(entry.ci_class and not entry.is_absent for entry in entries):
        return True
    return any(STATUS in entry.attributes for entry in in_order(entries, registry))


def _status_write(uid: str, before: str, is_named: bool) -> CIWrite:  # noqa: FBT001 - as the columns are
    status, kind = (_ACTIVE, "returned") if is_named else (RETIRED, RETIRED)
    changes = [{"attribute": STATUS, "old": before, "new": status}]
    return CIWrite(uid, is_new=False, properties={STATUS: status}, changes=changes, kind=kind)
