"""Named baselines and the drift from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.api.times import TimeText, instant, microseconds, time_or_none
from cmdb_server.auth.identity import READ, WRITE, Identity
from cmdb_server.baselines.baselines import Baselines, Inbox, Target
from cmdb_server.baselines.drift import Drift
from cmdb_server.baselines.records import Baseline
from cmdb_server.comparison.answers import CIDifference
from cmdb_server.comparison.comparing import named
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.filter_language.parsing import MAX_LENGTH
from cmdb_server.history.comparison import CIChanges
from cmdb_server.manual_edits.checking import MAX_REASON
from cmdb_server.manual_edits.editing import Signature
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339
from cmdb_server.undo.undoing import Undo

router = resource("baselines")
Editor = Annotated[Identity, Depends(Requires(WRITE))]
_MOST_DECIDED = 500


class NewBaseline(Body):
    """A baseline to make: how the CIs of a question are now, or were `at` a time that has come."""

    name: str = Field(min_length=1, max_length=200)
    query: str = Field(min_length=1, max_length=MAX_LENGTH)
    at: TimeText | None = None
    reason: str = Field(default="", max_length=MAX_REASON)


class BaselineShown(BaseModel):
    """A baseline."""

    uid: str
    name: str
    query: str
    at: TimeText
    created_at: TimeText
    created_by: str
    reason: str | None


class BaselineList(BaseModel):
    """The baselines, the newest first."""

    items: list[BaselineShown]


@dataclass(frozen=True)
class IgnoredChange:
    """A change that somebody ignores for the time being; `what` is an attribute or the uid of a relationship."""

    what: str
    until: str | None


@dataclass(frozen=True)
class DriftedCI:
    """A CI that is not as the baseline has it; `ignored_until` is set while somebody ignores all of that."""

    difference: CIDifference
    ignored_until: str | None
    ignored_changes: Sequence[IgnoredChange]


@dataclass(frozen=True)
class DriftPage:
    """One page of the drift inbox; `total` counts the CIs listed, `ignored` those of which anything is ignored."""

    total: int
    ignored: int
    items: Sequence[DriftedCI]


class ChangeOf(Body):
    """One change of a CI: an attribute by its name, or a relationship by its uid."""

    ci_uid: str = Field(max_length=500)
    what: str = Field(min_length=1, max_length=500)


class Decided(Body):
    """What to do about CIs that have drifted, or about single changes of them.

    Take them as they are, ignore that until a time, or bring them back.
    """

    action: Literal["accept", "ignore", "revert"]
    ci_uids: list[str] = Field(default=[], max_length=_MOST_DECIDED)
    changes: list[ChangeOf] = Field(default=[], max_length=_MOST_DECIDED)
    until: TimeText | None = None
    reason: str = Field(default="", max_length=MAX_REASON)


class NothingDecidedError(CmdbError):
    """A decision about nothing."""

    def __init__(self) -> None:
        """422, naming the fields."""
        remedy = "name CIs, or single changes of them"
        error = FieldError("ci_uids", "", "and changes are both empty", remedy)
        super().__init__(f"ci_uids {error.message}; {remedy}", 422, "nothing_decided", (error,))


def _baselines(services: ServicesDep) -> Baselines:
    return Baselines(services.store, services.registry, services.index, services.clock)


BaselinesDep = Annotated[Baselines, Depends(_baselines)]


@router.get("/baselines", name="list_baselines", dependencies=[requires(READ)])
def list_baselines(baselines: BaselinesDep) -> BaselineList:
    """Every baseline."""
    return BaselineList(items=[_shown(entry) for entry in baselines.all()])


@router.post("/baselines", name="create_baseline", status_code=201)
def create_baseline(wanted: NewBaseline, services: ServicesDep, baselines: BaselinesDep, who: Editor) -> BaselineShown:
    """Keep how the CIs of a question are, or were at a time."""
    at = None if wanted.at is None else instant("at", wanted.at, services.clock())
    return _shown(baselines.create(wanted.name, wanted.query, at, Signature(who.name, wanted.reason)))


@router.delete("/baselines/{uid}", name="remove_baseline", status_code=204)
def remove_baseline(uid: str, baselines: BaselinesDep, _who: Editor) -> None:
    """Forget a baseline and what was decided about drift from it."""
    _found(baselines.remove(uid), uid)


@router.get("/baselines/{uid}/drift", name="list_drift", response_model=DriftPage, dependencies=[requires(READ)])
def list_drift(
    *,
    uid: str,
    services: ServicesDep,
    baselines: BaselinesDep,
    with_ignored: Annotated[bool, Query(description="Also what is ignored for the time being.")] = False,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 100,
) -> Response:
    """The CIs that are not as the baseline has them."""
    inbox = baselines.inbox(uid)
    if inbox is None:
        raise NotFoundError("baseline", uid)
    shown = {uid: entry.changes if with_ignored else entry.to_look_at() for uid, entry in inbox.drift.items()}
    drifted = [changes for changes in shown.values() if changes]
    ignored = sum(entry.has_ignored() for entry in inbox.drift.values())
    items = _drifted(services, drifted, inbox)
    return answer(DriftPage(len(drifted), ignored, items[offset : offset + limit]))


@router.post("/baselines/{uid}/drift", name="decide_drift", status_code=204)
def decide_drift(uid: str, wanted: Decided, services: ServicesDep, baselines: BaselinesDep, who: Editor) -> None:
    """Accept, ignore or revert what has drifted; 409 for a CI that has not."""
    signed = Signature(who.name, wanted.reason)
    targets = [*map(Target, wanted.ci_uids), *(Target(entry.ci_uid, entry.what) for entry in wanted.changes)]
    if not targets:
        raise NothingDecidedError
    if wanted.action == "revert":
        undo = Undo(services.store, services.registry, services.edits, services.clock)
        _found(baselines.revert(uid, targets, undo, signed), uid)
    elif wanted.action == "ignore":
        until = microseconds("until", wanted.until or "", services.clock())
        _found(baselines.decide(uid, targets, "ignored", signed, until), uid)
    else:
        _found(baselines.decide(uid, targets, "accepted", signed), uid)


def _drifted(services: Services, entries: Sequence[CIChanges], inbox: Inbox) -> list[DriftedCI]:
    differences = named(services.store, services.registry, entries, inbox.until)
    ordered = sorted(differences, key=lambda entry: (entry.name, entry.uid))
    return [_drifted_ci(entry, inbox.drift[entry.uid]) for entry in ordered]


def _drifted_ci(difference: CIDifference, drift: Drift) -> DriftedCI:
    ignored = [IgnoredChange(what, time_or_none(until)) for what, until in sorted(drift.ignored_changes.items())]
    return DriftedCI(difference, time_or_none(drift.ignored_until), ignored)


def _shown(entry: Baseline) -> BaselineShown:
    return BaselineShown(
        uid=entry.uid,
        name=entry.name,
        query=entry.query,
        at=rfc3339(entry.at),
        created_at=rfc3339(entry.created_at),
        created_by=entry.created_by,
        reason=entry.reason or None,
    )


def _found(baseline: Baseline | None, uid: str) -> Baseline:
    if baseline is None:
        raise NotFoundError("baseline", uid)
    return baseline
