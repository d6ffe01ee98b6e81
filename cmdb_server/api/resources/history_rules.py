"""How long single events are kept, for each class, and changing it."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import ADMIN, READ
from cmdb_server.graph_store.store import Transaction
from cmdb_server.history.rules import MOST_DAYS, DaysInForce, SetDays, days_of, read_set, save_set
from cmdb_server.manual_edits.checking import MAX_REASON

router = resource("history rules")
Reason = Annotated[str, Query(max_length=MAX_REASON)]


class WantedDays(Body):
    """After how many days the events of a CI are joined; null: never."""

    days: int | None = Field(ge=1, le=MOST_DAYS)
    reason: str = Field(default="", max_length=MAX_REASON)


class ClassHistory(BaseModel):
    """How many days single events of a class are kept, null for ever; the first and the last of a CI always are.

    `of` is the class that this comes from, itself or one above it; `set_by`, `set_at` and `reason` tell who set it
    for that class, null for what is declared.
    """

    ci_class: str
    label: str
    days: int | None
    of: str
    set_by: str | None
    set_at: str | None
    reason: str | None


class HistoryRules(BaseModel):
    """Every class."""

    items: list[ClassHistory]


@router.get("/history-rules", name="list_history_rules", dependencies=[requires(READ)])
def list_history_rules(services: ServicesDep) -> HistoryRules:
    """How long single events are kept."""
    known = services.store.read(read_set)
    registry = services.registry
    return HistoryRules(
        items=[_shown(services, name, days_of(registry, known, name)) for name in sorted(registry.classes)]
    )


@router.put("/history-rules/{ci_class}", name="set_history_rule", dependencies=[requires(ADMIN)], status_code=204)
def set_history_rule(ci_class: str, wanted: WantedDays, services: ServicesDep, actor: ActorDep) -> None:
    """Keep single events of a class, and of those below it that say nothing else, for so many days."""
    said = SetDays(wanted.days, actor.name, services.clock(), wanted.reason)

    def work(tx: Transaction) -> None:
        save_set(tx, services.registry, ci_class, said)
        services.audit.note(tx, actor, "history_rule.set", ci_class, days=wanted.days, reason=wanted.reason)

    services.store.write(work)


@router.delete("/history-rules/{ci_class}", name="reset_history_rule", dependencies=[requires(ADMIN)], status_code=204)
def reset_history_rule(ci_class: str, services: ServicesDep, actor: ActorDep, reason: Reason = "") -> None:
    """Let hold again what a class would have if nobody had set anything for it."""

    def work(tx: Transaction) -> None:
        if ci_class not in read_set(tx):
            raise NotFoundError("history rule that was set for a class", ci_class)
        save_set(tx, services.registry, ci_class, None)
        services.audit.note(tx, actor, "history_rule.reset", ci_class, reason=reason)

    services.store.write(work)


def _shown(services: ServicesDep, ci_class: str, found: DaysInForce) -> ClassHistory:
    known = found.set
    return ClassHistory(
        ci_class=ci_class,
        label=services.registry.ci_class(ci_class).label,
        days=found.days,
        of=found.of,
        set_by=known.actor if known else None,
        set_at=time_or_none(known.at) if known else None,
        reason=known.reason or None if known else None,
    )
