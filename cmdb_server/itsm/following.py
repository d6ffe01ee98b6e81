"""The impact that follows from the CIs that a record is about."""

from collections.abc import Mapping, Sequence

from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.changes.plan import plan_of
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.priority import HitService, found_impact
from cmdb_server.itsm.record import Change, Record
from cmdb_server.itsm.rows import not_affected
from cmdb_server.itsm.workflow import RecordRefusedError


def current(uid: str, snapshot: Snapshot) -> str:
    """The CI that a CI went into, itself where it was not merged away."""
    seen: set[str] = set()
    while uid not in seen and (number := snapshot.numbers.get(uid)) is not None:
        seen.add(uid)
        uid = snapshot.cis.merged_into[number] or uid
    return uid


def counted(uids: Sequence[str], snapshot: Snapshot) -> dict[str, str]:
    """From the uids that were named to those of the CIs now, without those that are not in use."""
    found = {uid: snapshot.numbers.get(current(uid, snapshot)) for uid in uids}
    return {uid: snapshot.cis.uid[ci] for uid, ci in found.items() if ci is not None and snapshot.is_counted[ci]}


def question_of(record: Record, snapshot: Snapshot) -> Question | None:
    """What a record says has happened, or will, to the CIs that it is about; None where none is in use."""
    present = counted(record.affects, snapshot)
    return plan_of(record).within(present).question if present else None


def computed_of(kind: RecordType, record: Record, impact: ImpactAnalysis) -> Mapping[str, str]:
    """The impact that follows from what a record says of its CIs. Raises RecordRefusedError, ImpactQuestionError."""
    snapshot = impact.snapshot()
    affected = [current(uid, snapshot) for uid in record.affects]
    fields = [field.name for field in kind.fields if field.is_of_affected]
    if errors := [error for name in fields if (error := not_affected(record, name, affected))]:
        raise RecordRefusedError(errors)
    question = question_of(record, snapshot) if kind.has_impact else None
    if question is None:
        return {}
    asked = impact.asked(question)
    cis, outcome = asked.snapshot.cis, asked.radius.outcome
    found = found_impact(
        [
            HitService(cis.uid[ci], outcome.state(ci).word, int(cis.users[ci]), int(cis.criticality[ci]))
            for ci in map(int, asked.radius.services())
        ]
    )
    told = {"services": str(found.services), "users": str(found.users), "worst": found.worst}
    return {"impact": found.level, **told}


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """The level of impact, where it is another one."""
    level = (before.get("impact", ""), after.get("impact", ""))
    return [Change("impact", *level)] if level[0] != level[1] else []
