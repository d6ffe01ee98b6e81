"""What services cost a year, over what they rest on, shared by a stated rule."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel

from cmdb_server.api.asset_asking import AssetAskingDep
from cmdb_server.api.dependencies import requires
from cmdb_server.api.licence_costs import costs_of_licences
from cmdb_server.api.routes import resource
from cmdb_server.api.times import OnDay
from cmdb_server.assets.costing import costs_of_records, services_of
from cmdb_server.assets.service_costs import Item, Kind, Rule, Service, Share, shared
from cmdb_server.auth.identity import READ

router = resource("assets")
_Uid = Annotated[str, Query(max_length=200, description="With the rows behind this service, by uid; - for no service.")]
_NOBODY = "-"


class YearlyAmount(BaseModel):
    """An amount a year in a currency."""

    currency: str
    amount: Decimal


class CostRow(BaseModel):
    """What a service bears of something that costs `whole` a year and that so many `services` rest on."""

    kind: Kind
    number: str
    title: str
    currency: str
    whole: Decimal
    amount: Decimal
    services: int


class ServiceCost(BaseModel):
    """What a service costs a year by currency, of so many rows."""

    uid: str
    name: str
    users: int
    amounts: list[YearlyAmount]
    rows: int


class ServiceCosts(BaseModel):
    """What services cost a year; `unassigned` no service rests on. `rows` are those of the service that was named."""

    on: date
    rule: Rule
    items: list[ServiceCost]
    unassigned: list[YearlyAmount]
    unassigned_rows: int
    rows: list[CostRow]


@router.get("/service-costs", name="list_service_costs", dependencies=[requires(READ, is_for_all=True)])
def list_service_costs(
    asking: AssetAskingDep,
    *,
    of: Annotated[
        Literal["business_service", "service_offering", "application_service"], Query(description="Which services.")
    ] = "business_service",
    rule: Annotated[Rule, Query(description="How is shared what several services rest on.")] = "equally",
    on: OnDay = None,
    service: _Uid = "",
) -> ServiceCosts:
    """Assets by what they lose a year, contracts, and licences with a term, of what each service needs."""
    parts = asking.services
    day = on or datetime.fromtimestamp(parts.clock() / 1_000_000, UTC).date()
    services = services_of(parts.impact, of)
    licences = costs_of_licences(parts.licences.on(parts.index, day))
    costs = shared(services, [*costs_of_records(parts.records, parts.impact.snapshot(), day), *licences], rule)
    loose = [Share(item, item.per_year, 0) for item in costs.unassigned]
    rows = loose if service == _NOBODY else costs.of.get(service, ())
    return ServiceCosts(
        on=day,
        rule=rule,
        items=[_cost(one, costs.of[one.uid]) for one in services],
        unassigned=_sums(loose),
        unassigned_rows=len(loose),
        rows=[_row(share.item, share) for share in sorted(rows, key=lambda share: -share.amount)],
    )


def _cost(service: Service, shares: Iterable[Share]) -> ServiceCost:
    borne = list(shares)
    return ServiceCost(uid=service.uid, name=service.name, users=service.users, amounts=_sums(borne), rows=len(borne))


def _sums(shares: Iterable[Share]) -> list[YearlyAmount]:
    found: dict[str, Decimal] = {}
    for share in shares:
        found[share.item.currency] = found.get(share.item.currency, Decimal(0)) + share.amount
    return [YearlyAmount(currency=currency, amount=found[currency]) for currency in sorted(found)]


def _row(item: Item, share: Share) -> CostRow:
    return CostRow(
        kind=item.kind,
        number=item.number,
        title=item.title,
        currency=item.currency,
        whole=item.per_year,
        amount=share.amount,
        services=share.services,
    )
