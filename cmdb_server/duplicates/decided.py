"""What persons decided, and which of their merges are proposed for an unmerge.

Records that a value joined by itself part as soon as it is contested, for who is who is worked out from the records
alone (ingest/identification.py). A merge by a person stays whatever becomes of the values; where a quarantined value
was all that spoke for it, the person is told and can take it back.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cmdb_server.duplicates.answers import IdentityDecision
from cmdb_server.duplicates.reading import read_standings
from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.cases import is_asked, without_junk
from cmdb_server.ingest.decisions import ONE
from cmdb_server.ingest.records import read_records
from cmdb_server.ingest.scoring import rules_of, values_of, weigh
from cmdb_server.ingest.units import Unit
from cmdb_server.timestamps import rfc3339
from graph_schema import Registry

_WITHDRAWN = "withdrawn"
_Row = Mapping[str, Any]


def read_decisions(tx: Transaction, registry: Registry, about: Collection[str] = ()) -> list[IdentityDecision]:
    """All decisions, or those about some records (ref keys), the newest first."""
    known = tx.run(queries.ALL_DECISIONS)[0]["properties"]
    rows = [row for row in known if not about or not {*row["left"], *row["right"]}.isdisjoint(about)]
    doubts = _doubts(tx, registry, [row for row in rows if row["verdict"] == ONE and row["status"] != _WITHDRAWN])
    newest_first = sorted(rows, key=lambda row: (-row["decided_at"], row["uid"]))
    return [_decision(row, doubts.get(row["uid"], ())) for row in newest_first]


def rested_on(sides: Sequence[Sequence[Unit]], registry: Registry, junk: Collection[str]) -> list[str]:
    """The values of `junk` that two groups of records have in common, where nothing else makes one ask about them."""
    rules = rules_of(registry.ci_class(unit.ci_class) for side in sides for unit in side)
    one, other = (values_of(key for unit in side for key in unit.keys) for side in sides)
    evidence = weigh(one, other, rules)
    common = sorted({text for entry in evidence for text in entry.common if text in junk})
    return [] if is_asked(without_junk(evidence, common)) else common


def _doubts(tx: Transaction, registry: Registry, merges: Collection[_Row]) -> dict[str, list[str]]:
    """The quarantined values on which merges rested, by the uid of the decision."""
    if not merges:
        return {}
    standings = read_standings(tx)
    junk = {key for key in standings.claimants if standings.is_junk(key)}
    if not junk:
        return {}
    ref_keys = sorted({ref_key for row in merges for side in ("left", "right") for ref_key in row[side]})
    uids = tx.run(queries.UIDS_OF_REFS, ref_keys=ref_keys)[0]["uid"]
    units = {unit.ref_key: unit for unit in read_records(tx, registry, uids)}
    return {row["uid"]: rested_on(_sides(row, units), registry, junk) for row in merges}


def _sides(row: _Row, units: Mapping[str, Unit]) -> list[list[Unit]]:
    return [[units[ref_key] for ref_key in row[side] if ref_key in units] for side in ("left", "right")]


def _decision(row: _Row, rested: Collection[str]) -> IdentityDecision:
    return IdentityDecision(
        row["uid"],
        row["verdict"],
        row["left_uid"],
        row["right_uid"],
        sorted(row["left"]),
        sorted(row["right"]),
        row.get("reason") or None,
        row["decided_by"],
        rfc3339(row["decided_at"]),
        row["status"] == _WITHDRAWN,
        list(rested),
    )
