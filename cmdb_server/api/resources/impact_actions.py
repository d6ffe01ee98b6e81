"""Actions on CIs: what enters an impact question by each, as a table that an administrator extends and tries."""

from typing import Annotated, Literal

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.impact_questions import MOST_ASKED, ActionIn
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import ADMIN, READ, Identity
from cmdb_server.impact_analysis.action_table import MOST_EFFECTS, ActionTable
from cmdb_server.impact_analysis.answers import Entering
from cmdb_server.impact_analysis.question import ActionOn
from cmdb_server.manual_edits.checking import MAX_REASON
from impact import Effect, State

router = resource("impact actions")
Administrator = Annotated[Identity, Depends(Requires(ADMIN))]
_Effects = Annotated[list["ActionEffect"], Field(max_length=MOST_EFFECTS)]


class ActionEffect(Body):
    """What an action on a CI of a class (or a class below it) brings about, for so long; null: until it is undone.

    It falls on the CI itself, or on the `sources` or `targets` of its relationships of one type; with `repeats` on
    those of these too. The most specific class that the table names for an action counts.
    """

    action: str = Field(max_length=100)
    ci_class: str = Field(max_length=100)
    state: Literal["down", "degraded"]
    lasts_seconds: int | None = None
    on: Literal["itself", "sources", "targets"] = "itself"
    relationship: str = Field(default="", max_length=100)
    repeats: bool = False


class ImpactActions(BaseModel):
    """The table in force; `is_built_in` while nobody has saved another. `relationships` may be named in effects."""

    version: int
    is_built_in: bool
    actions: list[str]
    effects: list[ActionEffect]
    relationships: list[str]
    saved_at: str | None
    saved_by: str | None
    reason: str | None


class ActionsSaved(Body):
    """A table to save, which replaces the one in force; an empty one is the one that comes with the program.

    `version` is that of the table that was edited.
    """

    effects: _Effects
    reason: str = Field(default="", max_length=MAX_REASON)
    version: int | None = None


class ActionsTried(Body):
    """Actions on CIs; `effects` is a table to try instead of the one in force."""

    actions: list[ActionIn] = Field(min_length=1, max_length=MOST_ASKED)
    effects: _Effects | None = None


class ActionsPreview(BaseModel):
    """What the actions bring in; what else breaks is for the question to say."""

    entering: list[Entering]


@router.get("/impact-actions", name="list_impact_actions", dependencies=[requires(READ)])
def list_impact_actions(services: ServicesDep) -> ImpactActions:
    """The actions that a question may name, and what each does to CIs of which class."""
    return _shown(services.impact.actions.current(), services.impact.actions.relationships)


@router.post(
    "/impact-actions/preview", name="preview_actions", response_model=ActionsPreview, dependencies=[requires(READ)]
)
def preview_actions(tried: ActionsTried, services: ServicesDep) -> Response:
    """Which CIs enter as down, which as degraded, for how long and why; by the table in force or by another."""
    asked = [ActionOn(entry.action, entry.uid) for entry in tried.actions]
    effects = None if tried.effects is None else [_effect(entry) for entry in tried.effects]
    return answer({"entering": services.impact.preview(asked, effects)})


@router.put("/impact-actions", name="save_impact_actions")
def save_impact_actions(wanted: ActionsSaved, services: ServicesDep, who: Administrator) -> ImpactActions:
    """Let another table hold from the next question on; 412 when it was changed since it was read."""
    effects = [_effect(entry) for entry in wanted.effects]
    saved = services.impact.actions.save(effects, (who.name, wanted.reason), wanted.version)
    return _shown(saved, services.impact.actions.relationships)


def _effect(sent: ActionEffect) -> Effect:
    return Effect(state=State[sent.state.upper()], **sent.model_dump(exclude={"state"}))


def _shown(table: ActionTable, relationships: tuple[str, ...]) -> ImpactActions:
    return ImpactActions(
        version=table.version,
        is_built_in=table.is_built_in,
        actions=list(dict.fromkeys(effect.action for effect in table.effects)),
        effects=[ActionEffect.model_validate({**vars(effect), "state": effect.state.word}) for effect in table.effects],
        relationships=list(relationships),
        saved_at=time_or_none(table.saved_at),
        saved_by=table.saved_by or None,
        reason=table.reason or None,
    )
