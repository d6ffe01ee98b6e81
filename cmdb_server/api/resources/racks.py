"""Racks: what stands at which unit, what is free, and moving devices."""

from typing import Annotated, Literal, NamedTuple

from fastapi import Depends, Query, Request, Response
from pydantic import Field

from cmdb_server.api.dependencies import ServicesDep, requires, sight_of_request
from cmdb_server.api.editing import Edited, Editor, Signed, edited, signature
from cmdb_server.api.routes import answer, resource
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ
from cmdb_server.racks.answers import RackPosition, Racks, RackView
from cmdb_server.racks.facts import BOTH
from cmdb_server.racks.placing import Position, RackPlacing
from cmdb_server.racks.reading import RACK
from cmdb_server.racks.views import RackViews
from cmdb_server.search_index.answers import Filters
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.services import Services

router = resource("racks")
_SEEN = requires(READ, is_compiled=True)
# Beyond every rack; that a unit is one of this rack is checked against the rack.
_UNITS = 10_000


class RackMove(Signed):
    """Where a device stands from now on: in a rack at a unit (null: beside its units), or in none (`rack_uid` null).

    One that is taken out stays in the room, or on the site, that its rack stands in.
    """

    rack_uid: str | None
    unit: int | None = Field(default=None, ge=-_UNITS, le=_UNITS)
    height_units: int = Field(default=1, ge=-_UNITS, le=_UNITS)
    face: Literal["front", "rear", "both"] = BOTH


class _Asked(NamedTuple):
    services: Services
    views: RackViews
    seen: SearchIndex


def _now(request: Request, services: ServicesDep) -> _Asked:
    return _asked(request, services, None)


def _asked(request: Request, services: ServicesDep, as_of: AsOf) -> _Asked:
    sight, index = sight_of_request(request), services.index.as_of(as_of)
    return _Asked(services, RackViews(services.store, services.registry, index.places, sight, as_of), index)


AskedDep = Annotated[_Asked, Depends(_asked)]
NowDep = Annotated[_Asked, Depends(_now)]


@router.get("/racks", name="list_racks", response_model=Racks, dependencies=[_SEEN])
def list_racks(
    asked: AskedDep,
    *,
    site: Annotated[str, Query(max_length=500, description="Only on this site, by its name.")] = "",
    room: Annotated[
        str | None, Query(max_length=64, description="Only in this room, or on this site, by its uid.")
    ] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Response:
    """The racks by site, room and name, with how full they are; and the places that have racks."""
    uids = asked.seen.listed(Filters(ci_class=(RACK,), site=(site,) if site else ()))
    return answer(asked.views.listed(uids, room, (offset, limit)))


@router.get("/racks/{uid}", name="get_rack", response_model=RackView, dependencies=[_SEEN])
def get_rack(uid: str, asked: AskedDep) -> Response:
    """A rack with all that stands in it, its free units, and what cannot be."""
    return answer(asked.views.view(uid))


@router.get("/cis/{uid}/rack-position", name="get_rack_position", response_model=RackPosition, dependencies=[_SEEN])
def get_rack_position(uid: str, asked: AskedDep) -> Response:
    """The rack that a device stands in, and at which units."""
    return answer(asked.views.position(uid))


@router.put("/cis/{uid}/rack-position", name="move_in_rack")
def move_in_rack(uid: str, wanted: RackMove, asked: NowDep, who: Editor) -> Edited:
    """Put a device into a rack, move it, or take it out; 409 where another one stands."""
    services, signed = asked.services, signature(asked.services, who, wanted)
    placing = RackPlacing(services.store, services.registry, services.edits, asked.views)
    if wanted.rack_uid is None:
        return edited(services, placing.take_out(uid, signed))
    position = Position(wanted.unit, wanted.height_units, wanted.face)
    return edited(services, placing.place(uid, wanted.rack_uid, position, signed))
