"""Why an attribute has its value: every source's claim, and the rule that decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cmdb_server.graph_store.queries import manual_edits
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history.classes import ClassChange
from cmdb_server.ingest import stored
from cmdb_server.ingest.claims import Judged, judge
from cmdb_server.ingest.reconciliation import Said, claims_of, in_order, rules_for
from cmdb_server.ingest.rulebook import read_with_rules
from cmdb_server.ingest.rules import Rule
from graph_schema import Registry
from graph_schema.data_sources import MANUAL
from graph_schema.declare import AttributeValue

NOT_SAID = "no source says anything of it"
_NAMED_BY = "no source says anything of it; what names the CI stands here"
COUNTS, OUTRANKED, TOO_OLD, RELEASED, ABSENT = "counts", "outranked", "too_old", "released", "absent"


@dataclass(frozen=True)
class ClaimVerdict:
    """What one source says of an attribute and what becomes of it; times in microseconds, `expires_at` 0 for never.

    `verdict`: counts, outranked, too_old, released (taken back by a later edit), absent (said no longer).

    A claim of the class has a `rank`, 1 (rough) to 5 (a person's edit), which comes before the priority; `weighed`
    says it in words.
    """

    source: str
    value: AttributeValue | None
    observed_at: int
    verdict: str
    priority: int
    rule: Rule | None
    actor: str = ""
    reason: str = ""
    expires_at: int = 0
    rank: int | None = None
    weighed: str = ""


@dataclass(frozen=True)
class Why:
    """An attribute of a CI: its value, the claims with the one that counts first, and what decided, in words.

    The class alone has its history here, the newest change first.
    """

    attribute: str
    label: str
    value: AttributeValue | None
    decided_by: str
    claims: Sequence[ClaimVerdict]
    history: Sequence[ClassChange] = ()


def why(store: GraphStore, registry: Registry, uid: str, attribute: str, now: int) -> Why | None:
    """Why an attribute of a CI is what it is; None when there is no such CI or its class has no such attribute."""
    return store.read(lambda tx: _why(tx, registry, (uid, attribute), now))


def _why(tx: Transaction, registry: Registry, asked: tuple[str, str], now: int) -> Why | None:
    uid, name = asked
    entries = stored.Observed(tx).of([uid])[uid]
    properties, book = read_with_rules(tx, {uid: entries}, now)
    spec = registry.classes.get(str(properties.get(uid, {}).get("ci_class", "")))
    if spec is None or name not in spec.attributes:
        return None
    ordered = in_order(entries.values(), registry)
    mine = rules_for(registry, book.of_class(registry, spec.name), ordered)
    judged = judge(registry, mine, name, claims_of(ordered, mine).get(name, ()))
    signatures = signatures_of(tx, uid, entries)
    signed = [signatures.get(id(ordered[entry.claim.place]), {}) for entry in judged]
    shown = [_verdict(entry, signed[place], is_first=place == 0) for place, entry in enumerate(judged)]
    absent = [one for one in entries.values() if one not in ordered and name in one.attributes]
    shown += [ClaimVerdict(one.source, one.attributes[name], one.observed_at, ABSENT, 0, None) for one in absent]
    value = properties[uid].get(name)
    decided = _in_words(registry, judged) or (_NAMED_BY if value is not None else NOT_SAID)
    return Why(name, spec.attributes[name].label, value, decided, shown)


def signatures_of(tx: Transaction, uid: str, entries: Mapping[str, Said]) -> dict[int, Mapping[str, Any]]:
    """Who signed the edits among observations, by the identity of these."""
    if not any(entry.source.startswith(f"{MANUAL.name}:") for entry in entries.values()):
        return {}
    rows = tx.run(manual_edits.EDITS, uid=uid, prefix=f"{MANUAL.name}:")
    return {id(entries[row["uid"]]): row for row in rows if row["uid"] in entries}


def _verdict(judged: Judged, signed: Mapping[str, Any], *, is_first: bool) -> ClaimVerdict:
    claim = judged.claim
    verdict = RELEASED if claim.is_released else COUNTS if is_first else TOO_OLD if judged.is_old else OUTRANKED
    who = (signed.get("actor") or "", signed.get("reason") or "", signed.get("expires_at") or 0)
    return ClaimVerdict(claim.source, claim.value, claim.observed_at, verdict, judged.priority, judged.rule, *who)


def _in_words(registry: Registry, judged: Sequence[Judged]) -> str:
    """What decided between claims, "" where there are none."""
    counting = [entry for entry in judged if not entry.claim.is_released]
    if not counting:
        return ""
    first = counting[0]
    kind = registry.data_sources.get(first.claim.source.partition(":")[0])
    by = f"rule: {_rule_in_words(first.rule)}" if first.rule else f"priority of {kind.label if kind else 'the source'}"
    if len(counting) == 1:
        return f"the only claim ({by}, {first.priority})"
    second = counting[1]
    if first.is_old != second.is_old:
        return f"the claims of higher priority are too old ({by}, {first.priority})" if second.is_old else by
    if first.priority != second.priority:
        return f"{by}: {first.priority} against {second.priority}"
    is_later = kind is not None and kind.latest_wins and first.claim.observed_at != second.claim.observed_at
    return f"{by}: both {first.priority}, {'the later one counts' if is_later else 'the smaller source key counts'}"


def _rule_in_words(rule: Rule) -> str:
    about = " ".join(filter(None, [rule.ci_class or "every class", rule.attribute or "every attribute", rule.source]))
    return f"{about} where {rule.condition}" if rule.condition else about
