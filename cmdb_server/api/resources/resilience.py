"""How well the estate holds: availability, cut sets, what cannot start, changes in each other's way."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import Field

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.impact_questions import WhatIfDep, assumed, impact_then
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.api.times import BadTimeError, TimeText, moment
from cmdb_server.auth.identity import READ
from cmdb_server.impact_analysis.question import find
from cmdb_server.resilience.answers import AvailabilityAnswer, CannotStart, CollisionsAnswer, CutSetPage
from cmdb_server.resilience.colliding import PlannedChange, collided
from cmdb_server.resilience.cuts import cuts_of
from cmdb_server.resilience.often import Draws, how_often
from cmdb_server.resilience.starting import not_starting
from cmdb_server.resilience.windows import Span
from cmdb_server.timestamps import OPEN

router = resource("resilience")
_MOST_CHANGES, _MOST_CIS = 200, 1_000
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=0, le=500)]


class ChangeIn(Body):
    """A change that takes CIs down (uids, or names that only one has) in a window; without one at any time."""

    name: str = Field(min_length=1, max_length=200)
    cis: list[Annotated[str, Field(min_length=1, max_length=500)]] = Field(min_length=1, max_length=_MOST_CIS)
    starts_at: TimeText | None = None
    ends_at: TimeText | None = None


class CollisionsIn(Body):
    """Changes that may get in each other's way, as things are, were at a time, or are in a scenario."""

    changes: list[ChangeIn] = Field(min_length=2, max_length=_MOST_CHANGES)
    scenario: str | None = Field(default=None, max_length=100)
    as_of: TimeText | None = Field(default=None, description="As it was at this time of the server; now without it.")


@router.get(
    "/cis/{uid}/availability", name="get_availability", response_model=AvailabilityAnswer, dependencies=[requires(READ)]
)
def get_availability(
    *,
    uid: str,
    services: ServicesDep,
    impact: WhatIfDep,
    samples: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
    seed: Annotated[int, Query(ge=0, le=2**31)] = 1,
) -> Response:
    """How often this CI is in each state when every CI behind it fails by itself and independently of the others.

    Exact where few of them fail at times, else simulated, with the error of that. Planned downtimes are not in it.
    """
    snapshot = impact.snapshot()
    return answer(how_often(services.store, snapshot, find(snapshot, uid, "uid"), Draws(samples, seed)))


@router.get("/cis/{uid}/cut-sets", name="list_cut_sets", response_model=CutSetPage, dependencies=[requires(READ)])
def list_cut_sets(
    *,
    uid: str,
    services: ServicesDep,
    impact: WhatIfDep,
    order: Annotated[int, Query(ge=1, le=3)] = 2,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Response:
    """The smallest sets of up to three other CIs that together take this one down; 422 where that is too much."""
    snapshot = impact.snapshot()
    return answer(cuts_of(services.store, snapshot, find(snapshot, uid, "uid"), order, (offset, limit)))


@router.get("/cannot-start", name="list_cannot_start", response_model=CannotStart, dependencies=[requires(READ)])
def list_cannot_start(impact: WhatIfDep, offset: Offset = 0, limit: Limit = 50) -> Response:
    """What never comes back when everything starts from nothing, by the circles that keep it from starting."""
    return answer(not_starting(impact.snapshot(), offset, limit))


@router.post("/collisions", name="find_collisions", response_model=CollisionsAnswer, dependencies=[requires(READ)])
def find_collisions(asked: CollisionsIn, services: ServicesDep, request: Request) -> Response:
    """Whether changes whose windows overlap get in each other's way: by the same CIs, dependencies or services."""
    planned = [
        PlannedChange(change.name, tuple(change.cis), _span(turn, change)) for turn, change in enumerate(asked.changes)
    ]
    impact = impact_then(services, asked.as_of).what_if(assumed(request, asked.scenario))
    return answer(collided(impact.snapshot(), planned))


def _span(turn: int, change: ChangeIn) -> Span:
    field = f"changes[{turn}]"
    start = 0 if change.starts_at is None else moment(f"{field}.starts_at", change.starts_at)
    end = OPEN if change.ends_at is None else moment(f"{field}.ends_at", change.ends_at)
    if start >= end:
        raise BadTimeError(f"{field}.ends_at", change.ends_at or "", "is not after the start")
    return Span(start, end)
