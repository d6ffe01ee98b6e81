"""Bring a graph to what this version expects: constraints, indexes, and steps that run once, forward only.

A step is a file `migrations/m0001_<what>.py` with a `migrate(store)` function; the steps run in the order of their
numbers, each is noted in the graph when it is done.
"""

import re
from collections.abc import Iterable
from types import ModuleType

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store import migrations
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from graph_schema import Registry, cypher
from graph_schema.loading import modules_of

UNIQUE = {
    "Identifier": "key",
    "Watch": "uid",
    "Observation": "uid",
    "Source": "key",
    "SourceSection": "key",
    "LinkEvidence": "key",
    "Event": "uid",
    "ParkedItem": "uid",
    "Clock": "key",
    "Meta": "key",
    "User": "name",
    "ApiToken": "uid",
    "Session": "uid",
    "Agent": "uid",
    "EnrolmentToken": "uid",
    "Role": "name",
    "UserTeam": "name",
    "AuditEntry": "uid",
    "SavedQuery": "uid",
    "Scenario": "uid",
    "RuleBook": "key",
    "Baseline": "uid",
    "DriftDecision": "uid",
    "IdentityDecision": "uid",
    "IdentityRecord": "key",
    "DuplicateCase": "uid",
    "ImportBatch": "uid",
    "ImportPiece": "uid",
    "ImportChunk": "uid",
    "ImportMapping": "name",
    "Credential": "uid",
    "CredentialAccount": "key",
    "ScanDefinition": "uid",
    "ScanRun": "uid",
    "ScanJob": "uid",
    "ScanOutcome": "uid",
    "ScanTarget": "uid",
    "NetworkScope": "name",
    "TrapEvent": "uid",
    "TrapReceiver": "uid",
    "Reread": "uid",
    "ServiceDefinition": "uid",
    "SuggestionDecision": "uid",
    "TracedCall": "uid",
    "Signal": "uid",
    "SignalBinding": "uid",
    "SignalMapping": "name",
    "CauseMark": "uid",
    "AcceptedRisk": "uid",
    "SinglePointCount": "day",
    "Record": "uid",
    "RecordEntry": "uid",
    "RecordCounter": "key",
    "RecordKey": "key",
    "StocktakeScan": "uid",
    "StocktakeReport": "number",
    "TermsText": "fingerprint",
    "ReportSchedule": "uid",
    "RecordOutage": "number",
    "IncidentPrediction": "number",
    "ChangeRun": "number",
    "RecordFile": "uid",
    "RecordFilePiece": "uid",
    "UnauthorisedChange": "uid",
    "UnauthorisedFilter": "key",
    "Entitlement": "uid",
    "HarvestDecision": "uid",
    "Vulnerability": "key",
    "AffectedPackage": "key",
    "VulnerabilityTable": "uid",
    "VulnerabilityException": "uid",
    "Lifecycle": "product",
    "RecordWatch": "uid",
    "RecordTemplate": "uid",
    "BoardMeeting": "uid",
    "Notice": "uid",
    "MailArrival": "uid",
    "MailLook": "uid",
    "Webhook": "uid",
}
INDEXED = {
    "Identifier": ("contested", "pin"),
    "Watch": ("key", "spot"),
    "IdentityDecision": ("status",),
    "DuplicateCase": ("left", "right", "status", "case_uid", "opened_at"),
    "Observation": ("section_key", "ref_key", "owner_key", "ci_uid", "source", "expires_at"),
    "Source": ("root_uid",),
    "SourceSection": ("source", "evidence_scope"),
    "Event": ("ci_uid", "recorded_at"),
    "ParkedItem": ("section_key", "status", "source"),
    "User": ("subject",),
    "ApiToken": ("digest", "status"),
    "Session": ("digest", "user", "status"),
    "Agent": ("status",),
    "EnrolmentToken": ("digest", "status"),
    "AuditEntry": ("at",),
    "SavedQuery": ("status",),
    "Scenario": ("status",),
    "Baseline": ("status",),
    "DriftDecision": ("baseline_uid",),
    "ImportPiece": ("batch",),
    "ImportChunk": ("batch",),
    "ImportMapping": ("headers",),
    "Credential": ("status",),
    "ScanDefinition": ("status",),
    "ScanRun": ("started_at", "state"),
    "ScanJob": ("open_scope", "run_uid"),
    "ScanOutcome": ("run_uid", "target_uid"),
    "ScanTarget": ("run_uid", "failing", "address", "answered_at", "mac"),
    "NetworkScope": ("status",),
    "TrapEvent": ("key", "ci_uid", "part_uid", "last_at"),
    "TrapReceiver": ("status",),
    "Reread": ("waiting",),
    "ServiceDefinition": ("status",),
    "SuggestionDecision": ("status",),
    "TracedCall": ("source", "dependent_uid"),
    "Signal": ("key", "ci_uid", "open_source", "resolved_at", "incident", "expected_by"),
    "SignalBinding": ("status",),
    "SignalMapping": ("status",),
    "CauseMark": ("target_uid", "marked_at"),
    "AcceptedRisk": ("status", "ci_uid"),
    "Entitlement": ("status",),
    "HarvestDecision": ("status",),
    "Vulnerability": ("cve",),
    "AffectedPackage": ("vulnerability", "package"),
    "VulnerabilityTable": ("begun_at",),
    "VulnerabilityException": ("status",),
    "Lifecycle": ("status",),
    "Record": ("number", "open_type", "changed_at", "planned_until", "template"),
    "RecordEntry": ("record_uid", "outbox"),
    "RecordWatch": ("record_uid",),
    "RecordTemplate": ("status",),
    "BoardMeeting": ("status",),
    "Notice": ("state",),
    "MailArrival": ("state", "message", "sender"),
    "Webhook": ("status",),
    "StocktakeScan": ("number",),
    "RecordOutage": ("until",),
    "ChangeRun": ("is_open", "ended_at"),
    "IncidentPrediction": ("ended_at",),
    "RecordFile": ("owner_uid",),
    "RecordFilePiece": ("file_uid",),
    "UnauthorisedChange": ("status", "recorded_at"),
    "UnauthorisedFilter": ("status",),
}
_STEP = re.compile(r"m(\d{4})_\w+\Z")
_DONE = Query("migrate.done", "MATCH (m:Meta) WHERE m.key STARTS WITH 'migration:' RETURN m.key AS key")
_NOTE = Query("migrate.note", "MERGE (m:Meta {key: $key}) SET m.value = $value")


class MigrationError(CmdbError):
    """The graph was written by a newer version, or a step has no number."""


def ensure_schema(store: GraphStore, registry: Registry) -> tuple[str, ...]:
    """Create missing constraints and indexes and run the steps that are due; the names of those that ran.

    Raises MigrationError when the graph knows steps that this version does not.
    """
    store.define(schema_statements(registry))
    due = pending(store)
    for step in due:
        step.migrate(store)
        name = _name(step)
        store.write(lambda tx, name=name: tx.run(_NOTE, key=f"migration:{name}", value="done"))
    return tuple(_name(step) for step in due)


def schema_statements(registry: Registry) -> tuple[str, ...]:
    """Every constraint and index: those of the CIs from the declarations, those of our bookkeeping from above."""
    return (
        *cypher.statements(registry),
        *(cypher.unique_constraint(label, name) for label, name in UNIQUE.items()),
        *(cypher.index(label, name) for label, names in INDEXED.items() for name in names),
    )


def pending(store: GraphStore) -> tuple[ModuleType, ...]:
    """The steps that have not run on this graph, in their order (a dry run). Raises MigrationError."""
    done = {row["key"].removeprefix("migration:") for row in store.read(lambda tx: tx.run(_DONE))}
    steps = sorted(_checked(modules_of(migrations)), key=_name)
    if newer := done - {_name(step) for step in steps}:
        message = f"the data was written by a newer version (it knows {', '.join(sorted(newer))}); update this server"
        raise MigrationError(message, 503, "newer_data")
    return tuple(step for step in steps if _name(step) not in done)


def _checked(steps: Iterable[ModuleType]) -> Iterable[ModuleType]:
    for step in steps:
        if not _STEP.match(_name(step)):
            raise MigrationError(f"the migration {_name(step)} has no number (m0001_what)", 500, "bad_migration")
        yield step


def _name(step: ModuleType) -> str:
    return step.__name__.rpartition(".")[2]
