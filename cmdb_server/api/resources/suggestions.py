"""What the map suggests: groups, services, dependencies on groups, owners, shared infrastructure."""

from typing import Annotated, Literal

from fastapi import Depends
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import TimeText, microseconds, time_or_none
from cmdb_server.auth.identity import READ, WRITE, Identity
from cmdb_server.manual_edits.checking import MAX_REASON
from cmdb_server.manual_edits.editing import Signature
from cmdb_server.service_mapping.showing import Showing
from cmdb_server.services import Services
from cmdb_server.suggestions.accepting import Accepting
from cmdb_server.suggestions.decisions import Decision
from cmdb_server.suggestions.facts import Suggestion
from cmdb_server.timestamps import rfc3339

router = resource("suggestions")
# Evidence names CIs in words, so it is for those who may see all.
Decider = Annotated[Identity, Depends(Requires(WRITE, is_for_all=True))]
Key = Annotated[str, Field(min_length=1, max_length=500)]
Kind = Literal["group", "service", "edge", "owner", "shared", "missed", "doubted"]
_MOST_K = 1_000
_MOST_KEYS = 200


class SuggestedCI(BaseModel):
    """A CI that a suggestion is about."""

    uid: str
    name: str
    ci_class: str


class SuggestionOut(BaseModel):
    """Something to decide.

    group: `cis` would be its members, of which `k` are enough, and `clients` would depend on it; service: it would be
    entered at the first of `cis`; edge: `clients` would need the first of `cis` in place of the others, its members;
    owner: the second of `cis` would own the first; shared: the first of `cis` counts as shared infrastructure already;
    missed: the first of `clients` would need the first of `cis`; doubted: it would need it no longer to work.
    """

    key: str
    kind: Kind
    title: str
    evidence: list[str]
    cis: list[SuggestedCI]
    clients: list[SuggestedCI]
    k: int | None


class SuggestionList(BaseModel):
    """What waits for a decision; `deferred` others are put off."""

    items: list[SuggestionOut]
    deferred: int


class AcceptIn(Body):
    """What to accept; `name` and `k` where it shall be called otherwise, or more members are needed."""

    key: Key
    name: str = Field(default="", max_length=200)
    k: int | None = Field(default=None, ge=1, le=_MOST_K)
    reason: str = Field(default="", max_length=MAX_REASON)


class Accepted(BaseModel):
    """The CI that it came to."""

    key: str
    uid: str


class RefuseIn(Body):
    """What never to ask again."""

    keys: list[Key] = Field(min_length=1, max_length=_MOST_KEYS)
    reason: str = Field(default="", max_length=MAX_REASON)


class DeferIn(Body):
    """What to ask again later, and when (RFC 3339)."""

    keys: list[Key] = Field(min_length=1, max_length=_MOST_KEYS)
    until: TimeText


class AskAgainIn(Body):
    """Of which suggestion to take the decision back."""

    key: Key


class DecisionOut(BaseModel):
    """What somebody decided; a refusal holds for ever, `until` is when a deferred one comes back."""

    key: str
    kind: str
    title: str
    verdict: str
    until: str | None
    actor: str
    reason: str
    at: str


class DecisionList(BaseModel):
    """The decisions, the newest first."""

    items: list[DecisionOut]


@router.get("/suggestions", name="list_suggestions", dependencies=[requires(READ, is_for_all=True)])
def list_suggestions(services: ServicesDep) -> SuggestionList:
    """What waits for a decision, the weightiest of each kind first."""
    inbox = services.suggestions.inbox()
    shown = Showing(services.store, services.impact.snapshot())
    return SuggestionList(items=[_shown(shown, entry) for entry in inbox.waiting], deferred=inbox.deferred)


@router.post("/suggestions/accept", name="accept_suggestion")
def accept_suggestion(wanted: AcceptIn, services: ServicesDep, who: Decider) -> Accepted:
    """Carry a suggestion out, as edits of whoever accepts it."""
    corrected = {"name": wanted.name.strip(), "k": wanted.k or 0}
    signed = Signature(who.name, wanted.reason or "suggestion accepted")
    found, uid = services.suggestions.accept(wanted.key, signed, _accepting(services), corrected)
    return Accepted(key=found.key, uid=uid)


@router.post("/suggestions/refuse", name="refuse_suggestions", status_code=204)
def refuse_suggestions(wanted: RefuseIn, services: ServicesDep, who: Decider) -> None:
    """Never ask these again."""
    signed = Signature(who.name, wanted.reason or "suggestion refused")
    services.suggestions.refuse(wanted.keys, signed, _accepting(services))


@router.post("/suggestions/defer", name="defer_suggestions", status_code=204)
def defer_suggestions(wanted: DeferIn, services: ServicesDep, who: Decider) -> None:
    """Ask these again at a time."""
    until = microseconds("until", wanted.until, services.clock())
    services.suggestions.defer(wanted.keys, Signature(who.name), until)


@router.post("/suggestions/ask-again", name="ask_suggestion_again", status_code=204)
def ask_suggestion_again(wanted: AskAgainIn, services: ServicesDep, _who: Decider) -> None:
    """Take a decision back, so that it is asked again; what was done stays."""
    services.suggestions.ask_again(wanted.key)


@router.get("/suggestions/decisions", name="list_suggestion_decisions", dependencies=[requires(READ, is_for_all=True)])
def list_suggestion_decisions(services: ServicesDep) -> DecisionList:
    """What was decided."""
    found = sorted(services.suggestions.decisions.all().values(), key=lambda entry: (-entry.at, entry.key))
    return DecisionList(items=[_decision(entry) for entry in found])


def _accepting(services: Services) -> Accepting:
    return Accepting(services.edits, services.service_maps)


def _shown(shown: Showing, entry: Suggestion) -> SuggestionOut:
    return SuggestionOut(
        key=entry.key,
        kind=entry.kind,
        title=entry.title,
        evidence=list(entry.evidence),
        cis=[SuggestedCI(**vars(shown.ci(uid))) for uid in entry.cis],
        clients=[SuggestedCI(**vars(shown.ci(uid))) for uid in entry.clients],
        k=entry.k or None,
    )


def _decision(entry: Decision) -> DecisionOut:
    return DecisionOut(
        key=entry.key,
        kind=entry.kind,
        title=entry.title,
        verdict=entry.verdict,
        until=time_or_none(entry.until),
        actor=entry.actor,
        reason=entry.reason,
        at=rfc3339(entry.at),
    )
