"""What rules would change: the decisions of applying them, without writing anything."""

import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from cmdb_server.graph_store.queries import rules as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.changes import CIWrite
from cmdb_server.ingest.rulebook import book_of
from cmdb_server.ingest.rules import ALL, Rule
from cmdb_server.ingest.settle import projections_of, writes_of
from graph_schema import Registry

PIECE = 200
SAMPLES = 20


@dataclass(frozen=True)
class SampleCI:
    """A CI that would change, and how: attribute, old and new, and whose word counted and would count."""

    uid: str
    name: str
    ci_class: str
    changes: Sequence[dict[str, Any]]


@dataclass
class DryRun:
    """What rules would change of the CIs looked at; `after` is the uid to go on after, "" when all are done."""

    checked: int = 0
    changed: int = 0
    left: int = 0
    by_attribute: Counter[str] = field(default_factory=Counter[str])
    samples: list[SampleCI] = field(default_factory=list[SampleCI])
    after: str = ""


def classes_in_scope(registry: Registry, before: Collection[Rule], after: Collection[Rule]) -> tuple[str, ...]:
    """The classes of which CIs may be judged otherwise by one set of rules than by another."""
    differing = {rule.ci_class for rule in (*before, *after) if (rule in before) != (rule in after)}
    named = {name for one in differing if one in registry.classes for name in registry.descendants[one]}
    every = ALL in differing or (list(before) != list(after) and not differing)
    return tuple(sorted(registry.classes if every else named))


def uids_of(tx: Transaction, classes: Sequence[str], after: str = "") -> list[str]:
    """The CIs of classes, by uid, behind the one to go on after."""
    return sorted(uid for uid in tx.run(queries.CIS_OF_CLASSES, classes=list(classes))[0]["uid"] if uid > after)


def dry_run(
    context: tuple[GraphStore, Registry],
    rules: tuple[Rule, ...],
    scope: tuple[Sequence[str], str],
    times: tuple[int, float],
) -> DryRun:
    """Try rules on the CIs of `scope` (classes, uid to go on after); `times` are now and for how many seconds."""
    (store, registry), (classes, after), (now, seconds) = context, scope, times
    until = time.monotonic() + seconds
    waiting = store.read(lambda tx: uids_of(tx, classes, after))
    found = DryRun()
    while waiting:
        piece, waiting = waiting[:PIECE], waiting[PIECE:]
        _add(found, piece, store.read(lambda tx, piece=piece: changes_of(tx, registry, rules, (piece, now))))
        if waiting and time.monotonic() >= until:
            found.after, found.left = piece[-1], len(waiting)
            break
    return found


def changes_of(
    tx: Transaction, registry: Registry, rules: tuple[Rule, ...], scope: tuple[Collection[str], int]
) -> list[tuple[CIWrite, dict[str, Any]]]:
    """What applying rules would write of some CIs, each with its properties; `scope` are their uids and the time."""
    uids, now = scope
    said = {uid: entries for uid, entries in stored.Observed(tx).of(uids).items() if entries}
    properties = stored.read_cis(tx, said)
    book = book_of(tx, rules, said, now)
    projections = projections_of(registry, said, properties, book)
    writes = writes_of(registry, said, (projections, properties), {})
    return [(write, properties.get(write.uid, {})) for write in writes if write.changes]


def sample_of(write: CIWrite, properties: dict[str, Any]) -> SampleCI:
    """How a CI would change, for people."""
    return SampleCI(write.uid, str(properties.get("name") or ""), str(properties.get("ci_class") or ""), write.changes)


def _add(found: DryRun, piece: Sequence[str], changes: list[tuple[CIWrite, dict[str, Any]]]) -> None:
    found.checked += len(piece)
    found.changed += len(changes)
    for write, properties in changes:
        found.by_attribute.update({change["attribute"] for change in write.changes})
        if len(found.samples) < SAMPLES:
            found.samples.append(sample_of(write, properties))
