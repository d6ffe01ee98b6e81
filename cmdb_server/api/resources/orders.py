"""Orders: what of them has come, and receiving it; what else is done with them is done with records."""

from typing import Annotated, Literal

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from cmdb_server.api.asset_asking import AssetAskingDep
from cmdb_server.api.asset_rows import AssetRows, rows_told
from cmdb_server.api.dependencies import ActorDep, requires
from cmdb_server.api.routes import Body, resource
from cmdb_server.assets.receiving import Delivery
from cmdb_server.auth.identity import ASSETS, READ

router = resource("assets")
_Code = Annotated[str, Field(max_length=2_000)]


class OrderLine(BaseModel):
    """A line of an order: how many are ordered and still to come, and the assets that came, by number."""

    model_config = ConfigDict(from_attributes=True)

    line: str
    title: str
    category: str
    manufacturer: str
    model: str
    price: str
    expected_on: str
    ordered: int
    left: int
    assets: list[str]


class OrderLines(BaseModel):
    """What of an order has come."""

    number: str
    state: str
    supplier: str
    order_number: str
    currency: str
    site: str
    room: str
    lines: list[OrderLine]


class Received(Body):
    """A thing that came, as a scanner types it: its tag, its serial number, or both."""

    asset_tag: _Code = ""
    serial_number: _Code = ""


class ReceiptIn(Body):
    """What came of a line; `is_over_allowed`: what is more than was ordered is kept. A trial stores nothing."""

    line: str = Field(min_length=1, max_length=200)
    items: list[Received] = Field(min_length=1, max_length=500)
    state: Literal["received", "in_stock"] = "received"
    site: str = Field(default="", max_length=200)
    room: str = Field(default="", max_length=200)
    is_over_allowed: bool = False
    is_trial: bool = False


@router.get("/orders/{number}/lines", name="list_order_lines", dependencies=[requires(READ, is_for_all=True)])
def list_order_lines(number: str, asking: AssetAskingDep) -> OrderLines:
    """The lines of an order with what has come of each."""
    receiving = asking.services.receiving
    order = receiving.one(number)
    lines = [OrderLine.model_validate(one) for one in receiving.progress(order)]
    told = {name: order.value(name) for name in ("supplier", "order_number", "currency", "site", "room")}
    return OrderLines(number=order.number, state=order.state, lines=lines, **told)


@router.post(
    "/orders/{number}/receipts",
    name="receive_order",
    status_code=201,
    dependencies=[requires(ASSETS, is_for_all=True)],
)
def receive_order(
    number: str, wanted: ReceiptIn, asking: AssetAskingDep, actor: ActorDep, response: Response
) -> AssetRows:
    """Make assets of what came of a line, each taken or refused for itself; 409 for more than is to come."""
    items = [(one.asset_tag, one.serial_number) for one in wanted.items]
    place = {"site": wanted.site.strip(), "room": wanted.room.strip()}
    delivery = Delivery(wanted.line, items, place, wanted.state, wanted.is_over_allowed)
    by = asking.asking.by(asking.kind)
    taken = asking.services.receiving.receive(number, delivery, by, is_trial=wanted.is_trial)
    good = sum(not one.errors for one in taken)
    if wanted.is_trial or good == 0:
        response.status_code = 200
    else:
        asking.services.audit.append(actor, "assets.received", number.upper()[:50], count=str(good))
    return rows_told(list(enumerate(taken, start=1)), (), is_trial=wanted.is_trial)
