"""Leavers: what people hold who leave; taking it back is `return` of each, at once with `/record-changes`."""

from typing import Annotated

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from cmdb_server.api.asset_asking import AssetAsking, AssetAskingDep
from cmdb_server.api.dependencies import requires
from cmdb_server.api.record_shapes import RecordOut
from cmdb_server.api.routes import Body, resource
from cmdb_server.assets.leavers import MOST_PEOPLE, Leaver, held_by, leavers_in, once
from cmdb_server.auth.identity import ASSETS

router = resource("assets")
MAX_BODY_BYTES = {"/leavers/file": 8 << 20}
_FILE = {"schema": {"type": "string", "format": "binary"}}
_Name = Annotated[str, Field(min_length=1, max_length=200)]


class PeopleIn(Body):
    """People by their names or addresses, as assets have them."""

    people: list[_Name] = Field(min_length=1, max_length=MOST_PEOPLE)


class LeaverOut(BaseModel):
    """Somebody, by all names that were looked for, and what they hold."""

    person: str
    names: list[str]
    assets: list[RecordOut]


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


def _told(leavers: list[Leaver], asking: AssetAsking) -> LeaverList:
    telling = asking.telling()
    items = [
        LeaverOut(
            person=one.shown,
            names=list(one.names),
            assets=[telling.record(asset) for asset in held_by(one, asking.services.records)],
        )
        for one in once(leavers)
    ]
    return LeaverList(held=sum(len(one.assets) for one in items), items=items)
