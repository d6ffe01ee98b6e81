"""Software that licences count and nobody runs: where, why that is said, and what it saves to take it away."""

from typing import Annotated

from fastapi import Depends, Query

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.harvest_words import (
    SHOWN,
    AnswerIn,
    DecisionOut,
    HarvestOut,
    UsageOut,
    decision_out,
    harvest_out,
    usage_out,
)
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.harvest.harvest import Harvested
from cmdb_server.harvest.usage import MOST_DAYS, USUAL_DAYS, UsageState

router = resource("licences")
# Proposals count machines and money of the whole company.
SEES_ALL = requires(READ, is_for_all=True)
MAY_CHANGE = requires(WRITE, is_for_all=True)
Days = Annotated[int, Query(ge=1, le=MOST_DAYS, description="Unused is what was not run for so many days.")]


def _found(services: ServicesDep, days: Days = USUAL_DAYS) -> Harvested:
    return services.harvest.on(services.index, services.clock, days)


FoundDep = Annotated[Harvested, Depends(_found)]


@router.get("/licences/harvest", name="list_harvest", dependencies=[SEES_ALL])
def list_harvest(found: FoundDep) -> HarvestOut:
    """What may go because nobody runs it, which rights that frees and what they are worth, and what was decided."""
    return harvest_out(found)


@router.put("/licences/harvest/{proposal_uid}", name="answer_harvest", dependencies=[MAY_CHANGE])
def answer_harvest(
    proposal_uid: str, wanted: AnswerIn, services: ServicesDep, actor: ActorDep, found: FoundDep
) -> DecisionOut:
    """Accept or refuse a proposal, with a reason; it is remembered for as long as it is not taken back."""
    return decision_out(found, services.harvest.say(found, proposal_uid, (wanted.answer, wanted.reason), actor))


@router.delete("/licences/harvest/{proposal_uid}", name="take_back_harvest", status_code=204, dependencies=[MAY_CHANGE])
def take_back_harvest(proposal_uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Take back what was said of a proposal."""
    services.harvest.take_back(proposal_uid, actor)


@router.get("/licences/usage", name="list_licence_usage", dependencies=[SEES_ALL])
def list_licence_usage(
    found: FoundDep,
    *,
    state: Annotated[list[UsageState], Query()] = [],  # noqa: B006 - FastAPI copies it
    publisher: Annotated[str, Query(max_length=300)] = "",
    product: Annotated[str, Query(max_length=300)] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=SHOWN)] = 100,
) -> UsageOut:
    """Whether each installation that licences count was run of late, or why nobody can say so."""
    places = [
        place
        for place, one in enumerate(found.positions.estate.installed)
        if (not state or found.usages[place].state in state)
        and (not product or (one.publisher, one.product) == (publisher, product))
    ]
    return usage_out(found, places, slice(offset, offset + limit))
