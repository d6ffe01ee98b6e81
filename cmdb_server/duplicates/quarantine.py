"""The quarantine: values that identify nobody, found by themselves or pinned by a person."""

from cmdb_server.duplicates.answers import ClaimantCI, Quarantine, QuarantinedValue
from cmdb_server.duplicates.reading import MOST_CLAIMANTS, Standings, read_standings
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.contested import CROWD
from cmdb_server.timestamps import rfc3339
from graph_schema import Registry
from graph_schema.values import placeholders

_REASONS = {
    "junk": "a person says that it identifies nobody",
    "good": "a person says that it identifies one machine",
    "quarantined": "several live machines claim it whose other identifiers disagree",
    "contested": "several claim it whose other identifiers disagree, but no two at the same time",
}


def read_quarantine(tx: Transaction, registry: Registry) -> Quarantine:
    """Every contested or pinned value, those that most CIs claim first; and the placeholders that are shipped."""
    standings = read_standings(tx)
    found = [_value(registry, standings, key) for key in standings.claimants]
    listed = sorted(found, key=lambda value: (-len(standings.claimants[value.key]), value.key))
    return Quarantine(listed, placeholders())


def _value(registry: Registry, standings: Standings, key: str) -> QuarantinedValue:
    claimants = standings.claimants[key]
    pin = standings.pins.get(key)
    state = str(pin["pin"]) if pin else "quarantined" if standings.is_junk(key) else "contested"
    since = pin["pinned_at"] if pin else standings.since[key]
    is_crowd = state == "quarantined" and len(claimants) > CROWD
    return QuarantinedValue(
        key,
        rule_of(registry, key),
        state,
        f"{len(claimants)} CIs claim it" if is_crowd else _REASONS[state],
        [_claimant(standings, uid) for uid in sorted(claimants)[:MOST_CLAIMANTS] if uid in standings.cis],
        len(claimants),
        rfc3339(since) if since else None,
        str(pin["pinned_by"]) if pin else None,
        (str(pin["reason"]) or None) if pin else None,
    )


def rule_of(registry: Registry, key: str) -> str:
    """The rule that made an identifier: its first part, or the second behind a network scope; "" for none."""
    rules = {rule.name for spec in registry.classes.values() for rule in spec.identification}
    return next((part for part in key.split(":")[:2] if part in rules), "")


def _claimant(standings: Standings, uid: str) -> ClaimantCI:
    ci = standings.cis[uid]
    return ClaimantCI(uid, str(ci.get("name") or ""), ci["ci_class"], ci["status"])
