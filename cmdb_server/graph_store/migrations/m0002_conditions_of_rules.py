"""Say the former conditions of reconciliation rules in the filter language: `if_attribute` has the value `if_value`."""

from typing import Any

import msgspec

from cmdb_server.filter_language.conditions import Comparison, Word
from cmdb_server.filter_language.spelling import spelt
from cmdb_server.graph_store.queries.rules import RULE_BOOK, SAVE_RULE_BOOK
from cmdb_server.graph_store.store import GraphStore, Transaction

_KEY = "reconciliation"
_RULES = msgspec.json.Decoder(list[dict[str, Any]])


def migrate(store: GraphStore) -> None:
    """Without it a rule of before would count for every CI, for what is not known of a rule is left out."""
    store.write(_rewrite)


def _rewrite(tx: Transaction) -> None:
    for row in tx.run(RULE_BOOK, key=_KEY):
        rules = msgspec.json.encode([_rewritten(rule) for rule in _RULES.decode(row["properties"]["rules"])])
        tx.run(SAVE_RULE_BOOK, key=_KEY, properties={"rules": rules.decode()})


def _rewritten(rule: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in rule.items() if name not in ("if_attribute", "if_value")}
    if not rule.get("if_attribute"):
        return kept
    condition = Comparison(Word(rule["if_attribute"]), "=", (Word(rule["if_value"]),))
    return {**kept, "condition": spelt(condition)}
