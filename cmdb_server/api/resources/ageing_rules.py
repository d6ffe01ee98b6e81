"""When a CI that is not seen becomes stale, and when retired: the rule of each class, and changing it."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import ADMIN, READ
from cmdb_server.ingest.ageing_rules import InForce
from cmdb_server.ingest.freshness import GONE, STALE
from cmdb_server.manual_edits.checking import MAX_REASON
from graph_schema.ageing import AgeingRule

router = resource("ageing rules")
Reason = Annotated[str, Query(max_length=MAX_REASON)]


class Thresholds(Body):
    """Stale when not seen for a time and after so many failed attempts; retired when the other two have passed too."""

    stale_seconds: int
    stale_attempts: int
    retired_seconds: int
    retired_attempts: int


class ThresholdsSet(Thresholds):
    """Thresholds to set, and why."""

    reason: str = Field(default="", max_length=MAX_REASON)


class ClassAgeing(BaseModel):
    """The thresholds of a class. `of` is the class that they come from, itself or one above it.

    `set_by`, `set_at` and `reason` tell who set them for that class, null for what the class declares.
    """

    ci_class: str
    label: str
    stale_seconds: int
    stale_attempts: int
    retired_seconds: int
    retired_attempts: int
    of: str
    set_by: str | None
    set_at: str | None
    reason: str | None


class AgeingRules(BaseModel):
    """The thresholds of every class that a source sees by itself; what is within such a CI ages with it."""

    items: list[ClassAgeing]


class AgeingEffect(BaseModel):
    """How many sources, with what only they see, become stale, retired and active again at the next run."""

    stale: int
    retired: int
    returned: int


@router.get("/ageing-rules", name="list_ageing_rules", dependencies=[requires(READ)])
def list_ageing_rules(services: ServicesDep) -> AgeingRules:
    """The thresholds in force."""
    return AgeingRules(items=[_class_ageing(services, *entry) for entry in services.ageing.rules().items()])


@router.post("/ageing-rules/{ci_class}/dry-run", name="dry_run_ageing_rule", dependencies=[requires(ADMIN)])
def dry_run_ageing_rule(ci_class: str, wanted: Thresholds, services: ServicesDep) -> AgeingEffect:
    """What thresholds would do; nothing is changed."""
    return _effect(services, ci_class, _rule(wanted))


@router.put("/ageing-rules/{ci_class}", name="set_ageing_rule", dependencies=[requires(ADMIN)])
def set_ageing_rule(ci_class: str, wanted: ThresholdsSet, services: ServicesDep, actor: ActorDep) -> AgeingEffect:
    """Let other thresholds hold for a class and those below it that have none of their own."""
    rule = _rule(wanted)
    effect = _effect(services, ci_class, rule)
    said = {**rule._asdict(), "reason": wanted.reason}
    services.ageing.set_rule(
        ci_class,
        rule,
        (actor.name, wanted.reason),
        lambda tx: services.audit.note(tx, actor, "ageing_rule.set", ci_class, **said),
    )
    return effect


@router.delete("/ageing-rules/{ci_class}", name="reset_ageing_rule", dependencies=[requires(ADMIN)])
def reset_ageing_rule(ci_class: str, services: ServicesDep, actor: ActorDep, reason: Reason = "") -> AgeingEffect:
    """Let the thresholds hold again that a class would have if nobody had set any for it."""
    found = services.ageing.rules().get(ci_class)
    if found is None or found.set is None or found.of != ci_class:
        raise NotFoundError("ageing rule that was set for a class", ci_class)
    effect = _effect(services, ci_class, None)
    services.ageing.set_rule(
        ci_class,
        None,
        (actor.name, reason),
        lambda tx: services.audit.note(tx, actor, "ageing_rule.reset", ci_class, reason=reason),
    )
    return effect


def _rule(wanted: Thresholds) -> AgeingRule:
    return AgeingRule(wanted.stale_seconds, wanted.stale_attempts, wanted.retired_seconds, wanted.retired_attempts)


def _effect(services: ServicesDep, ci_class: str, rule: AgeingRule | None) -> AgeingEffect:
    counts = services.ageing.effect_of(ci_class, rule)
    return AgeingEffect(stale=counts[STALE], retired=counts[GONE], returned=counts["returned"])


def _class_ageing(services: ServicesDep, ci_class: str, found: InForce) -> ClassAgeing:
    known = found.set
    return ClassAgeing(
        **found.rule._asdict(),
        ci_class=ci_class,
        label=services.registry.ci_class(ci_class).label,
        of=found.of,
        set_by=known.actor if known else None,
        set_at=time_or_none(known.at) if known else None,
        reason=known.reason or None if known else None,
    )
