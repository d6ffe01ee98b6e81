"""How an impact question stands in a request: in the address, or as a body."""

from dataclasses import replace
from typing import Annotated, Literal

import msgspec
from fastapi import Depends, Query, Request
from pydantic import Field

from cmdb_server.api.dependencies import ServicesDep, identify, services_of
from cmdb_server.api.owned import asker_of
from cmdb_server.api.routes import Body
from cmdb_server.api.times import AsOf, TimeText, instant
from cmdb_server.errors import FieldError
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.changes import Change, Changes, CIChange, RelationshipChange, Strength
from cmdb_server.impact_analysis.question import ActionOn, ImpactQuestionError, Question, names_some
from cmdb_server.services import Services

FailureState = Literal["down", "degraded"]
MOST_ASKED = 10_000
MOST_CHANGES = 1_000
_LONGEST_SECONDS = 10 * 366 * 86_400
_Name = Annotated[str, Field(min_length=1, max_length=500)]
_Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
_ALSO = "More that fails, as WORD:CI with down, degraded or an action: restart:ci_123."


class ActionIn(Body):
    """Something done to a CI, which takes the effects that /impact-actions lists; endpoints also as db1:5432."""

    action: str = Field(max_length=100)
    uid: str = Field(max_length=500)


class CIChangeIn(Body):
    """A CI that is added (by a uid that no CI has), removed, or has another k, users or criticality."""

    change: Change
    uid: _Name
    name: Annotated[str, Field(max_length=500)] | None = None
    ci_class: Annotated[str, Field(max_length=100)] | None = None
    k: _Number | None = None
    users: _Number | None = None
    criticality: _Number | None = None


class RelationshipChangeIn(Body):
    """A relationship that is added, removed, or has another strength; ends by uid or by a name that only one CI has."""

    change: Change
    source: _Name
    type: _Name
    target: _Name
    strength: Strength | None = None


class ChangesIn(Body):
    """What is to be taken as different; CIs first, then relationships, each in their order. Nothing is written."""

    cis: list[CIChangeIn] = Field(default=[], max_length=MOST_CHANGES)
    relationships: list[RelationshipChangeIn] = Field(default=[], max_length=MOST_CHANGES)

    def changes(self) -> Changes:
        """As the analysis takes them."""
        return Changes(
            tuple(CIChange(**entry.model_dump()) for entry in self.cis),
            tuple(RelationshipChange(**entry.model_dump()) for entry in self.relationships),
        )


class QuestionIn(Body):
    """CIs that are down or degraded, by uid or by a name that only one has, actions on CIs, and what is different.

    `after_seconds` is how long ago the actions began.
    """

    down: list[str] = Field(default=[], max_length=MOST_ASKED)
    degraded: list[str] = Field(default=[], max_length=MOST_ASKED)
    actions: list[ActionIn] = Field(default=[], max_length=MOST_ASKED)
    after_seconds: int = Field(default=0, ge=0, le=_LONGEST_SECONDS)
    changes: ChangesIn = ChangesIn()

    @classmethod
    def of(cls, question: Question) -> "QuestionIn":
        """A question as the API writes it."""
        return cls.model_validate_json(msgspec.json.encode(question))

    def question(self) -> Question:
        """As the analysis takes it."""
        actions = tuple(ActionOn(entry.action, entry.uid) for entry in self.actions)
        return Question(tuple(self.down), tuple(self.degraded), actions, self.after_seconds, self.changes.changes())


class ImpactIn(QuestionIn):
    """A question at a time, of a scenario: its changes come first; it says who fails where the question does not."""

    scenario: str | None = Field(default=None, max_length=100)
    as_of: TimeText | None = Field(default=None, description="As it was at this time of the server; now without it.")


def impact_then(services: Services, as_of: str | None) -> ImpactAnalysis:
    """The analysis of a time in a body."""
    at = None if as_of is None else instant("as_of", as_of, services.clock())
    return services.impact.as_of(at)


def _impact(services: ServicesDep, as_of: AsOf) -> ImpactAnalysis:
    return services.impact.as_of(as_of)


ImpactDep = Annotated[ImpactAnalysis, Depends(_impact)]


def in_scenario(request: Request, scenario_id: str | None, question: Question) -> Question:
    """The question as it is asked of a scenario, if there is one. Raises UnknownScenarioError."""
    if not scenario_id:
        return question
    kept = services_of(request).scenarios.one(scenario_id, asker_of(identify(request))).wanted.question
    changes = kept.changes.then(question.changes)
    return replace(question if names_some(question) else kept, changes=changes)


def assumed(request: Request, scenario_id: str | None) -> Changes:
    """What a scenario takes as different, nothing without one. Raises UnknownScenarioError."""
    return in_scenario(request, scenario_id, Question()).changes


ScenarioId = Annotated[str, Query(max_length=100, description="The scenario to ask it of, by its id.")]


def _assumed(request: Request, scenario: ScenarioId = "") -> Changes:
    return assumed(request, scenario)


AssumedDep = Annotated[Changes, Depends(_assumed)]


def _what_if(impact: ImpactDep, changes: AssumedDep) -> ImpactAnalysis:
    return impact.what_if(changes)


WhatIfDep = Annotated[ImpactAnalysis, Depends(_what_if)]


def _asked(  # noqa: PLR0913 - FastAPI takes query parameters as arguments
    *,
    request: Request,
    uid: str,
    state: Annotated[
        FailureState, Query(description="What has happened to the CI; an action counts instead.")
    ] = "down",
    action: Annotated[str, Query(max_length=100, description="What is done to the CI, by /impact-actions.")] = "",
    also: Annotated[list[Annotated[str, Query(max_length=600)]], Query(max_length=200, description=_ALSO)] = [],  # noqa: B006 - FastAPI copies defaults
    after_seconds: Annotated[int, Query(ge=0, le=_LONGEST_SECONDS)] = 0,
    scenario: ScenarioId = "",
) -> Question:
    """The question in an address: the CI in it, and more beside it."""
    said = [(action or state, uid), *(_split(text, f"also[{turn}]") for turn, text in enumerate(also))]
    down, degraded = (tuple(ci for other, ci in said if other == word) for word in ("down", "degraded"))
    actions = tuple(ActionOn(word, ci) for word, ci in said if word not in ("down", "degraded"))
    return in_scenario(request, scenario, Question(down, degraded, actions, after_seconds))


QuestionDep = Annotated[Question, Depends(_asked)]


def _split(text: str, field: str) -> tuple[str, str]:
    word, mark, ci = text.partition(":")
    if not (word and mark and ci):
        remedy = "write WORD:CI with down, degraded or an action, e.g. restart:ci_123"
        raise ImpactQuestionError(FieldError(field, text[:100], "is not of the form WORD:CI", remedy))
    return word, ci
