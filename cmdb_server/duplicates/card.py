"""The identity card of a CI: by what it is identified, of whose records it is made, and who else it may be."""

from collections.abc import Sequence

from cmdb_server.data_source_names import source_name
from cmdb_server.duplicates.answers import IdentityCard, IdentityRecord, IdentityRule
from cmdb_server.duplicates.comparing import read_candidates
from cmdb_server.duplicates.decided import read_decisions
from cmdb_server.duplicates.inbox import read_cases_of
from cmdb_server.duplicates.lifetimes import Lifetime
from cmdb_server.duplicates.reading import read_lifetimes
from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.history.classes import read_classes
from cmdb_server.ingest import stored
from cmdb_server.ingest.keys import is_device
from cmdb_server.ingest.records import read_records
from cmdb_server.ingest.scoring import MATCH, rules_of, values_of
from cmdb_server.ingest.units import Unit
from cmdb_server.timestamps import rfc3339
from graph_schema import Registry


def read_card(tx: Transaction, registry: Registry, uid: str, now: int) -> IdentityCard | None:
    """The identity card of a CI; None where there is no such CI. Only devices are told apart by scores."""
    ci = stored.read_cis(tx, [uid]).get(uid)
    if ci is None:
        return None
    records = sorted(read_records(tx, registry, [uid]), key=lambda unit: unit.ref_key)
    decided = {unit.ref_key for unit in records}
    lifetimes = read_lifetimes(tx, {unit.source for unit in records})
    spec = registry.classes.get(ci["ci_class"])
    is_scored = spec is not None and is_device(spec)
    return IdentityCard(
        uid,
        MATCH,
        _rules(tx, registry, records) if is_scored else [],
        [_record(unit, str(ci["ci_class"]), lifetimes.get(unit.source)) for unit in records],
        read_cases_of(tx, registry, uid, now),
        read_candidates(tx, registry, uid, records) if is_scored else [],
        read_decisions(tx, registry, decided) if decided else [],
        sorted(tx.run(queries.ALIASES_OF, uid=uid)[0]["uid"]),
        read_classes(tx, uid),
    )


def _rules(tx: Transaction, registry: Registry, records: Sequence[Unit]) -> list[IdentityRule]:
    declared = rules_of(registry.ci_class(unit.ci_class) for unit in records)
    values = values_of(key for unit in records for key in unit.keys)
    keys = sorted({text for texts in values.values() for text in texts})
    row = tx.run(queries.CLAIMANTS, keys=keys)[0]
    contested = {key for key, mark in zip(row["key"], row["contested"], strict=True) if mark}
    return [
        IdentityRule(name, rule.weight, rule.contradicts, sorted(found), len(found & contested))
        for name, rule in declared.items()
        if (found := values.get(name))
    ]


def _record(unit: Unit, ci_class: str, lifetime: Lifetime | None) -> IdentityRecord:
    return IdentityRecord(
        unit.ref_key,
        source_name(unit.source),
        unit.ref,
        unit.ci_class,
        unit.ci_class == ci_class,
        [key.text for key in unit.keys],
        rfc3339(lifetime.last) if lifetime and lifetime.last else None,
    )
