"""Scans under a name: what they touch, and when they run by themselves."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from cmdb_server.address_ranges import AddressRange, overlaps
from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.queries.auth import COLLECTORS
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scans.schedule import Timing, check_cron
from cmdb_server.network_scans.spec import ScanError, Spec, check, scanned
from discovery_agent.scan.fact_kinds import FACT_KINDS

PREFIX = "sd_"
LOCK = "scan-definitions"
MOST_JITTER_MINUTES = 24 * 60
_MOST_NAMED = 10
MOST_INTERVAL_HOURS = 24 * 365


@dataclass(frozen=True)
class Plan:
    """A scan as somebody wants it: `cron` in the five fields of crontab, "" where it runs on demand only.

    `fact_intervals` are the hours after which a kind of facts is read again when it runs by itself; a kind without one
    is read each time.
    """

    name: str
    spec: Spec = field(default_factory=Spec)
    cron: str = ""
    jitter_minutes: int = 0
    is_enabled: bool = True
    fact_intervals: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def timing(self) -> Timing:
        """When it runs by itself."""
        cron = self.cron if self.is_enabled else ""
        return Timing(cron, self.spec.time_zone, self.jitter_minutes, self.spec.blackouts)


@dataclass(frozen=True)
class Definition:
    """A kept plan; times in microseconds, `fired_at` when it last ran by itself or was saved.

    `facts_read_at` is when a run that started by itself last read each kind of facts since the plan was saved.
    """

    uid: str
    plan: Plan
    fired_at: int
    updated_at: int
    updated_by: str
    facts_read_at: Mapping[str, int] = field(default_factory=dict[str, int])


_PLAN = msgspec.json.Decoder(Plan)


def check_plan(plan: Plan) -> None:
    """Raise ScanError or BadRangeError for a plan that cannot be."""
    check(plan.spec)
    for name, text in (("name", plan.name), *((f"tags[{at}]", tag) for at, tag in enumerate(plan.spec.tags))):
        if not text.isprintable():
            raise ScanError(name, ascii(text)[1:-1], "holds characters that nobody can see", "type it anew")
    if plan.cron and (wrong := check_cron(plan.cron)):
        remedy = "write minute, hour, day of month, month and day of week: 0 2 * * * is every night at two"
        raise ScanError("cron", plan.cron, f"is no schedule ({wrong})", remedy)
    for kind, hours in plan.fact_intervals.items():
        if kind not in FACT_KINDS:
            known = ", ".join(FACT_KINDS)
            raise ScanError("fact_intervals", kind, "is no kind of facts", f"give some of {known}")
        if not 1 <= hours <= MOST_INTERVAL_HOURS:
            remedy = f"give 1 to {MOST_INTERVAL_HOURS:,} hours, or leave {kind} out to read it each time"
            raise ScanError(f"fact_intervals.{kind}", hours, "is no interval", remedy)


def _check_collector(tx: Transaction, spec: Spec) -> None:
    """Raise ScanError for a collector that never gets the jobs: they would wait for ever."""
    stored: list[dict[str, str]] = tx.run(COLLECTORS)[0]["properties"] if spec.collector else []
    able = {entry["uid"]: entry["name"] for entry in stored if entry["network_scope"] == spec.network_scope}
    if spec.collector and spec.collector not in able:
        known = ", ".join(f"{uid} ({name})" for uid, name in sorted(able.items())[:_MOST_NAMED]) or "none so far"
        fault = f"is no collector of the network scope {spec.network_scope}"
        raise ScanError("collector", spec.collector, fault, f"leave it empty for any, or give one of these: {known}")


class Definitions:
    """Keeps, changes and forgets scan definitions; every change is in the audit log."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._audit = store, clock, audit

    def all(self) -> list[Definition]:
        """Every definition by name."""
        return self._store.read(read_definitions)

    def one(self, uid: str) -> Definition | None:
        """A definition, None where there is none."""
        return next((entry for entry in self.all() if entry.uid == uid), None)

    def save(self, plan: Plan, actor: Actor, uid: str = "") -> Definition | None:
        """Keep a new definition, or change one; None where there is none of that uid. Raises ScanError."""
        check_plan(plan)

        def save(tx: Transaction) -> Definition | None:
            known = read_definitions(tx)
            if uid and uid not in {entry.uid for entry in known}:
                return None
            if any(entry.plan.name.casefold() == plan.name.casefold() and entry.uid != uid for entry in known):
                raise ScanError("name", plan.name, "is the name of another scan", "choose another one", 409)
            _check_collector(tx, plan.spec)
            now = self._clock()
            made = Definition(uid or PREFIX + secrets.token_hex(8), plan, now, now, actor.name)
            tx.run(queries.SAVE_DEFINITION, uid=made.uid, properties=_stored(made))
            action = "scan_definition.changed" if uid else "scan_definition.created"
            self._audit.note(tx, actor, action, made.uid, name=plan.name, ranges=plan.spec.ranges, cron=plan.cron)
            return made

        return self._store.transact((LOCK,), save)

    def remove(self, uid: str, actor: Actor) -> bool:
        """Forget a definition; its runs stay. False where there is none."""

        def remove(tx: Transaction) -> bool:
            found = next((entry for entry in read_definitions(tx) if entry.uid == uid), None)
            if found is not None:
                tx.run(queries.SAVE_DEFINITION, uid=uid, properties={"status": "removed"})
                self._audit.note(tx, actor, "scan_definition.removed", uid, name=found.plan.name)
            return found is not None

        return self._store.transact((LOCK,), remove)


def read_definitions(tx: Transaction) -> list[Definition]:
    """Every definition by name."""
    stored = tx.run(queries.DEFINITIONS)[0]["properties"]
    return sorted(map(_definition, stored), key=lambda entry: (entry.plan.name.casefold(), entry.uid))


def may_read_configuration(tx: Transaction, network_scope: str, ranges: Sequence[AddressRange]) -> bool:
    """Whether no definition forbids to read configuration at some of these addresses: then no scan of them does."""
    specs = (entry.plan.spec for entry in read_definitions(tx))
    forbidding = (spec for spec in specs if not spec.reads_configuration and spec.network_scope == network_scope)
    return not any(overlaps(scanned(spec), ranges) for spec in forbidding)


def _definition(stored: Mapping[str, Any]) -> Definition:
    names = ("uid", "fired_at", "updated_at", "updated_by")
    read_at: dict[str, int] = msgspec.json.decode(stored.get("facts_read_at") or "{}")
    kept = {name: stored[name] for name in names}
    return Definition(**kept, plan=_PLAN.decode(stored["body"]), facts_read_at=read_at)


def _stored(made: Definition) -> dict[str, Any]:
    times = {"fired_at": made.fired_at, "updated_at": made.updated_at}
    body = msgspec.json.encode(made.plan).decode()
    read_at = msgspec.json.encode(made.facts_read_at).decode()
    return {**times, "updated_by": made.updated_by, "body": body, "status": "active", "facts_read_at": read_at}
