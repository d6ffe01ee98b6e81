"""Stock rooms: how much lies there of what, and what is below its minimum."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from cmdb_server.api.asset_asking import AssetAskingDep
from cmdb_server.api.dependencies import requires
from cmdb_server.api.routes import resource
from cmdb_server.assets.stock import below, levels
from cmdb_server.auth.identity import READ

router = resource("assets")


class StockLevel(BaseModel):
    """What should lie in a stock room (`number`), and the assets that do; `short` are missing to the minimum."""

    model_config = ConfigDict(from_attributes=True)

    number: str
    title: str
    site: str
    room: str
    model: str
    category: str
    minimum: int
    order_up_to: int
    short: int
    to_order: int
    assets: list[str]


class StockLevels(BaseModel):
    """The levels of stock rooms; `below` have less than their minimum."""

    below: int
    items: list[StockLevel]


@router.get("/stock-levels", name="list_stock_levels", dependencies=[requires(READ, is_for_all=True)])
def list_stock_levels(
    asking: AssetAskingDep,
    *,
    number: Annotated[str, Query(max_length=50, description="Only those of this stock room.")] = "",
    is_below: Annotated[bool, Query(description="Only those with less than their minimum, the worst first.")] = False,
) -> StockLevels:
    """How much lies in the stock rooms of what should."""
    found = levels(asking.services.records, number)
    short = below(found)
    items = [StockLevel.model_validate(one) for one in (short if is_below else found)]
    return StockLevels(below=len(short), items=items)
