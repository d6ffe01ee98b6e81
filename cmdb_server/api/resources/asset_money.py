"""What assets are worth on a day, and what of them, of contracts and of certificates ends soon."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel

from cmdb_server.api.asset_asking import AssetAsking, AssetAskingDep, WantedDep
from cmdb_server.api.dependencies import requires
from cmdb_server.api.routes import resource
from cmdb_server.api.support_lines import ending
from cmdb_server.api.times import OnDay
from cmdb_server.assets.due_dates import Due, Kind, due_dates
from cmdb_server.assets.money import book_value, converted
from cmdb_server.assets.valuing import purchase_of
from cmdb_server.auth.identity import READ
from cmdb_server.certificates.listing import Page, listed
from cmdb_server.errors import FieldError
from cmdb_server.itsm.currencies import CURRENCIES
from cmdb_server.itsm.workflow import RecordRefusedError

router = resource("assets")
_MOST_CERTIFICATES = 500


class AssetWorth(BaseModel):
    """What an asset is worth on a day; `value` is null before it was bought, and where its cost is not known."""

    number: str
    on: date
    cost: Decimal | None
    currency: str
    value: Decimal | None
    method: Literal["", "straight_line", "declining"]
    useful_months: int


class CurrencyWorth(BaseModel):
    """What assets that were bought in a currency cost and are worth."""

    currency: str
    assets: int
    cost: Decimal
    value: Decimal


class AssetsWorth(BaseModel):
    """What assets are worth on a day, by currency; `value` is all of it in `currency`, null where none was asked for.

    `without_cost` are those of which nobody said what they cost, `not_yet` those that were bought later.
    """

    on: date
    assets: int
    without_cost: int
    not_yet: int
    currencies: list[CurrencyWorth]
    currency: str
    value: Decimal | None


class DueOut(BaseModel):
    """Something that ends, or has to be done by, on a day: of a record (`number`), or of a certificate (`uid`)."""

    on: date
    days_left: int
    kind: Kind
    number: str
    uid: str
    title: str
    said: str


class AssetCalendar(BaseModel):
    """What ends within some days, the first first."""

    since: date
    until: date
    items: list[DueOut]


@router.get("/assets/{number}/worth", name="get_asset_worth", dependencies=[requires(READ, is_for_all=True)])
def get_asset_worth(number: str, asking: AssetAskingDep, on: OnDay = None) -> AssetWorth:
    """What an asset is worth on a day, by its cost, method, useful life and residual value."""
    record, _ = asking.history(number)
    day, bought = on or _today(asking), purchase_of(record)
    return AssetWorth(
        number=record.number,
        on=day,
        cost=bought and bought.cost,
        currency=record.value("currency"),
        value=bought and book_value(bought, day),
        method=bought.method if bought else "",
        useful_months=bought.months if bought else 0,
    )


@router.get("/asset-worth", name="get_assets_worth", dependencies=[requires(READ, is_for_all=True)])
def get_assets_worth(
    asking: AssetAskingDep,
    wanted: WantedDep,
    on: OnDay = None,
    currency: Annotated[str, Query(max_length=3, description="Give the sum in this currency too.")] = "",
    rate: Annotated[
        list[Annotated[str, Query(max_length=40)]],
        Query(max_length=50, description="What one unit of another is worth in it: NOK=0.0875."),
    ] = [],  # noqa: B006 - FastAPI copies defaults
) -> AssetsWorth:
    """What the assets of a list are worth on a day; nothing is converted without a rate that is stated with it."""
    day, rates = on or _today(asking), dict(map(_rate, rate))
    found: dict[str, CurrencyWorth] = {}
    count = without_cost = not_yet = 0
    for record in asking.services.records.every(wanted):
        count += 1
        bought = purchase_of(record)
        value = book_value(bought, day) if bought else None
        if bought is None:
            without_cost += 1
        elif value is None:
            not_yet += 1
        else:
            _add(found, bought.currency, bought.cost, value)
    amounts = {name: one.value for name, one in found.items()}
    total = converted(amounts, _known(currency), rates) if currency else None
    worth = [found[name] for name in sorted(found)]
    return AssetsWorth(
        on=day,
        assets=count,
        without_cost=without_cost,
        not_yet=not_yet,
        currencies=worth,
        currency=currency,
        value=total,
    )


@router.get("/asset-calendar", name="get_asset_calendar", dependencies=[requires(READ, is_for_all=True)])
def get_asset_calendar(
    asking: AssetAskingDep, days: Annotated[int, Query(ge=0, le=1_100, description="How many days ahead.")] = 90
) -> AssetCalendar:
    """Warranties, leases, loans, notice periods and ends of contracts, certificates, ends of support, from today on."""
    since = _today(asking)
    until = since + timedelta(days=days)
    found = [*due_dates(asking.services.records, since, until), *_certificates(asking, since, until)]
    found += _ends_of_support(asking, days)
    found.sort(key=lambda due: (due.on, due.kind, due.number, due.uid))
    return AssetCalendar(since=since, until=until, items=[_due(one, since) for one in found])


def _certificates(asking: AssetAsking, since: date, until: date) -> Iterable[Due]:
    services = asking.services
    page = Page("", 0, _MOST_CERTIFICATES)
    for one in listed(services.store, services.impact.snapshot(), services.clock(), page).items:
        day = datetime.fromisoformat(one.expires_at).date()
        if since <= day <= until:
            yield Due(day, "certificate", "expires_at", "", one.uid, one.name, one.issuer)


def _ends_of_support(asking: AssetAsking, days: int) -> Iterable[Due]:
    for one in ending(asking.services, days):
        title, said = f"{one.product} {one.support.cycle}", f"{len(one.machines)} machines"
        yield Due(date.fromisoformat(one.support.ends_on), "end of support", "ends_on", "", "", title, said)


def _due(due: Due, today: date) -> DueOut:
    told = {name: value for name, value in vars(due).items() if name != "field"}
    return DueOut(**told, days_left=(due.on - today).days)


def _add(found: dict[str, CurrencyWorth], currency: str, cost: Decimal, value: Decimal) -> None:
    one = found.setdefault(currency, CurrencyWorth(currency=currency, assets=0, cost=Decimal(0), value=Decimal(0)))
    found[currency] = CurrencyWorth(
        currency=currency, assets=one.assets + 1, cost=one.cost + cost, value=one.value + value
    )


def _rate(text: str) -> tuple[str, Decimal]:
    name, _, number = text.partition("=")
    try:
        rate = Decimal(number)
    except InvalidOperation:
        rate = Decimal(0)
    if not (rate.is_finite() and rate > 0):
        raise RecordRefusedError(
            (FieldError("rate", text, "is no rate", "give it as CURRENCY=NUMBER, e.g. NOK=0.0875"),)
        )
    return _known(name.strip()), rate


def _known(currency: str) -> str:
    if currency not in CURRENCIES:
        remedy = "give one of ISO 4217, e.g. EUR"
        raise RecordRefusedError((FieldError("currency", currency[:100], "is no currency", remedy),))
    return currency


def _today(asking: AssetAsking) -> date:
    return datetime.fromtimestamp(asking.services.clock() / 1_000_000, UTC).date()
