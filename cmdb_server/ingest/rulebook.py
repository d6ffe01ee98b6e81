"""The reconciliation rules as they are in the graph, read together with the CIs that they are applied to."""

from collections.abc import Mapping
from typing import Any

from cmdb_server.graph_store.queries import rules as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.clock import take_time
from cmdb_server.ingest.reconciliation import Said
from cmdb_server.ingest.rules import NO_RULES, Rule, RuleBook, decode_rules

KEY = stored.RULE_BOOK


def read_with_rules(
    tx: Transaction, said: Mapping[str, Mapping[str, Said]], now: int
) -> tuple[dict[str, dict[str, Any]], RuleBook]:
    """The properties of the CIs that are spoken of, by uid, and the rules to judge by. The CIs must be locked."""
    if not said:
        return {}, NO_RULES
    row = tx.run(queries.CIS_AND_RULES, key=KEY, uids=sorted(said))[0]
    take_time(tx, row["clock"])
    properties = dict(zip(row["uid"], row["properties"], strict=True))
    return properties, book_of(tx, decode_rules(row["rules"] or "[]"), said, now)


def observed_with_rules(
    tx: Transaction, observed: stored.Observed, said: Mapping[str, Mapping[str, Said]], now: int
) -> tuple[dict[str, dict[str, Any]], RuleBook]:
    """As `read_with_rules`, of CIs of which that was read with what is said of them."""
    properties = {uid: observed.shown[uid] for uid in said if uid in observed.shown}
    return properties, book_of(tx, decode_rules(observed.rules), said, now)


def book_of(tx: Transaction, rules: tuple[Rule, ...], said: Mapping[str, Mapping[str, Said]], now: int) -> RuleBook:
    """The book of some rules, with the times of the sources that speak where a rule asks for them."""
    if not any(rule.max_age_seconds for rule in rules):
        return RuleBook(rules, now)
    sources = sorted({entry.source for entries in said.values() for entry in entries.values()})
    if not sources:
        return RuleBook(rules, now)
    row = tx.run(queries.CONFIRMED, sources=sources)[0]
    return RuleBook(rules, now, dict(zip(row["key"], row["confirmed_at"], strict=True)))
