"""Leavers: what people hold who leave; taking it back is `return` of each, at once with `/record-changes`.

They are told by name, by a file, or by a directory (LDAP), which is asked from time to time, too.
"""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from cmdb_server.api.asset_asking import AssetAsking, AssetAskingDep
from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.record_shapes import RecordOut
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.assets.leavers import MOST_PEOPLE, Leaver, held_by, leavers_in, once
from cmdb_server.auth.identity import ASSETS
from cmdb_server.itsm.record import Record

router = resource("assets")
MAX_BODY_BYTES = {"/leavers/file": 8 << 20}
_FILE = {"schema": {"type": "string", "format": "binary"}}
_Name = Annotated[str, Field(min_length=1, max_length=200)]


class PeopleIn(Body):
    """People by their names or addresses, as assets have them."""

    people: list[_Name] = Field(min_length=1, max_length=MOST_PEOPLE)


class LeaverOut(BaseModel):
    """Somebody, by all names that were looked for, and what they hold.

    `is_gone`: the directory had them and has them no longer; else it says that they have left, or somebody told so.
    """

    person: str
    names: list[str]
    is_gone: bool
    assets: list[RecordOut]


class DirectoryOut(BaseModel):
    """How the directory is set up; the password is never told. `missing` says what has to be set, "" where it is asked.

    `looked_at` is when it was asked last, with the `error` where it could not be; `people` have left by what it said
    then; `known` are in it, and `gone` were and held something. Of all who have left `holders` hold something now.
    """

    is_on: bool
    missing: str
    host: str
    port: int
    tls: str
    user: str
    base: str
    leavers: str
    everybody: str
    names: list[str]
    looked_at: str | None
    error: str
    people: int
    known: int
    gone: int
    holders: int


class LeaverList(BaseModel):
    """What each of some people holds; `held` are all of it."""

    held: int
    items: list[LeaverOut]


@router.post("/leavers", name="find_held", dependencies=[requires(ASSETS, is_for_all=True)])
def find_held(wanted: PeopleIn, asking: AssetAskingDep) -> LeaverList:
    """What people hold."""
    names = (" ".join(name.split()) for name in wanted.people)
    return _told([Leaver((name,)) for name in names if name], asking)


@router.post(
    "/leavers/file",
    name="find_held_of_file",
    dependencies=[requires(ASSETS, is_for_all=True)],
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": _FILE}}},
)
async def find_held_of_file(request: Request, asking: AssetAskingDep) -> LeaverList:
    """What people of a CSV file or workbook hold (its bytes are the body), with a column name or e-mail."""
    content = await request.body()
    return await run_in_threadpool(lambda: _told(leavers_in(content), asking))


@router.get("/leavers/directory", name="show_directory", dependencies=[requires(ASSETS, is_for_all=True)])
def show_directory(services: ServicesDep) -> DirectoryOut:
    """How the directory is set up, and when it was asked last."""
    ours = services.leaving
    given, last = ours.directory.settings, ours.last()
    return DirectoryOut(
        is_on=ours.directory.is_on,
        missing=ours.directory.why_off(),
        host=given.ldap_host,
        port=given.ldap_port,
        tls=given.ldap_tls,
        user=given.ldap_user,
        base=given.ldap_base,
        leavers=given.ldap_leavers,
        everybody=given.ldap_people,
        names=ours.directory.attributes,
        looked_at=time_or_none(last.saved_at or None),
        error=last.error,
        people=last.people,
        known=last.known,
        gone=last.gone,
        holders=len(ours.held()),
    )


@router.post("/leavers/directory", name="find_held_of_directory", dependencies=[requires(ASSETS, is_for_all=True)])
def find_held_of_directory(
    asking: AssetAskingDep,
    *,
    even_many: Annotated[
        bool, Query(description="More people are gone at once than can be believed, and have left nevertheless.")
    ] = False,
) -> LeaverList:
    """Ask the directory now: who has left and holds something, and what.

    Who was in it and is no longer has left, too; 409 where more are gone than can be believed.
    """
    _, holding = asking.services.leaving.look(asking.asking.who.name, even_many=even_many)
    return _listed(((one.leaver, one.assets) for one in holding), asking)


def _told(leavers: list[Leaver], asking: AssetAsking) -> LeaverList:
    return _listed(((one, held_by(one, asking.services.records)) for one in once(leavers)), asking)


def _listed(held: Iterable[tuple[Leaver, list[Record]]], asking: AssetAsking) -> LeaverList:
    telling = asking.telling()
    items = [
        LeaverOut(
            person=one.shown, names=list(one.names), is_gone=one.is_gone, assets=list(map(telling.record, assets))
        )
        for one, assets in held
    ]
    return LeaverList(held=sum(len(one.assets) for one in items), items=items)
