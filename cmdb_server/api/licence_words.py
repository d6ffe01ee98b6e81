"""What the API tells of entitlements and positions."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec
from pydantic import BaseModel, Field

from cmdb_server.api.routes import Body
from cmdb_server.errors import FieldError
from cmdb_server.licence_position.estate import Installed
from cmdb_server.licence_position.position import Consumed, Line
from cmdb_server.licence_position.rights import Metric, Scope
from cmdb_server.licences.entitlement import LONGEST, MOST, Entitlement, EntitlementError
from cmdb_server.licences.keeping import Held
from cmdb_server.licences.positions import Positions
from cmdb_server.licences.sheet import Refusal

_SHOWN = 500
_COVERED = 20


class ProductIn(Body):
    """A product that is covered, under its normalised name; `edition` "" is any."""

    publisher: str = Field(max_length=LONGEST)
    product: str = Field(max_length=LONGEST)
    edition: str = Field(default="", max_length=LONGEST)


class FactorIn(Body):
    """What a core counts on processors whose model fits a glob, in hundredths."""

    model: str = Field(max_length=LONGEST)
    hundredths: int = Field(ge=1, le=MOST)


class EntitlementIn(Body):
    """A purchase of rights; see the reference of `licences` for the rules by which it counts."""

    name: str = Field(max_length=LONGEST)
    products: list[ProductIn] = Field(max_length=100)
    metric: Metric
    quantity: int
    starts: str = Field(max_length=10, description="ISO 8601 day.")
    ends: str = Field(default="", max_length=10)
    pack_size: int = 1
    unit_price: str = Field(default="0", max_length=20)
    currency: str = Field(default="EUR", max_length=3)
    rate: str = Field(default="1", max_length=20)
    entity: str = Field(default="", max_length=LONGEST)
    version: str = Field(default="", max_length=100)
    is_downgradable: bool = True
    maintained_until: str = Field(default="", max_length=10)
    per_processor: int = 0
    per_host: int = 0
    per_machine: int = 0
    pack: int = 1
    factors: list[FactorIn] = Field(default_factory=list[FactorIn], max_length=200)
    scope: Scope = "machine"
    instances: int = 0
    devices: int = 0
    allocated: list[str] = Field(default_factory=list[str], max_length=10_000)
    stated: int = 0
    order: str = Field(default="", max_length=LONGEST)
    note: str = Field(default="", max_length=2_000)

    def entitlement(self) -> Entitlement:
        """The same as it is kept."""
        return msgspec.convert({name: plain_value(value) for name, value in self.model_dump().items()}, Entitlement)


def plain_value(value: object) -> object:
    """A value as it is kept: pairs of a factor in order."""
    if isinstance(value, list):
        return [tuple(one.values()) if isinstance(one, dict) and "hundredths" in one else one for one in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType] - plain JSON
    return value


class EntitlementOut(EntitlementIn):
    """An entitlement; `state` is to come, in force or expired, `units` what it entitles to."""

    uid: str
    revision: int
    has_key: bool
    state: str
    units: int


class EntitlementList(BaseModel):
    """Every entitlement, by name."""

    items: list[EntitlementOut]


class RefusedRow(BaseModel):
    """A row that is no entitlement, by its number in the file."""

    row: int
    field: str
    value: str
    message: str
    remedy: str


class SheetOut(BaseModel):
    """What came of a table: the entitlements of its rows, and the rows that were refused.

    `notes` say how the export of another tool was read.
    """

    added: int
    is_dry_run: bool
    notes: list[str]
    refused: list[RefusedRow]


class KeyIn(Body):
    """A licence key, "" for none."""

    key: str = Field(max_length=2_000)


class KeyOut(BaseModel):
    """A licence key."""

    key: str


class Behind(BaseModel):
    """An entitlement behind a line of a position."""

    uid: str
    name: str
    units: int


class CoveredSoftware(BaseModel):
    """Software on a machine that is covered, or not."""

    machine_uid: str
    machine: str
    publisher: str
    product: str
    version: str
    edition: str


class ConsumedOut(BaseModel):
    """Units that a machine, host, cluster, user or site uses, why so many, and the first that they cover."""

    subject: str
    name: str
    units: int
    steps: list[str]
    covers: int
    software: list[CoveredSoftware]


class LineOut(BaseModel):
    """The position of rights with equal rules. `difference` below 0 is missing, above it free, worth `free_worth`.

    Money is in the currency counted in.
    """

    products: list[ProductIn]
    metric: Metric
    scope: Scope
    entity: str
    entitled: int
    used: int
    difference: int
    missing_cost: str
    free_worth: str
    entitlements_total: int
    entitlements: list[Behind]
    consumed_total: int
    consumed: list[ConsumedOut]


class Unlicensed(CoveredSoftware):
    """Software that no right covers, and why."""

    reason: str


class PositionOut(BaseModel):
    """The effective licence position on a day; lists are cut at 500, totals are not.

    `product` and `publisher` are those that were asked about, as they are spelt; "" for all.
    """

    day: str
    publisher: str
    product: str
    lines: list[LineOut]
    missing_cost: str
    unlicensed_total: int
    unlicensed: list[Unlicensed]


class EntitiesIn(Body):
    """Legal entities with the names of their sites; `version` is that of those that were edited."""

    sites: Mapping[str, list[str]]
    version: int


def entitlement_out(held: Held, day: date) -> EntitlementOut:
    """An entitlement as it is on a day."""
    one = held.entitlement
    told = msgspec.json.decode(msgspec.json.encode(one)) | {"factors": [factor._asdict() for factor in one.factors]}
    units, state = one.quantity * one.pack_size, one.state_on(day)
    return EntitlementOut(**told, uid=held.uid, revision=held.revision, has_key=held.has_key, state=state, units=units)


def refused_out(refusal: Refusal) -> RefusedRow:
    """A row that was refused."""
    error: FieldError = refusal.error
    told = {"field": error.field, "value": error.value, "message": error.message, "remedy": error.remedy}
    return RefusedRow(row=refusal.row, **told)


def position_out(found: Positions) -> PositionOut:
    """A position."""
    lines, left = found.lines, found.gaps
    publisher, product = found.product or ("", "")
    return PositionOut(
        day=found.day.isoformat(),
        publisher=publisher,
        product=product,
        lines=[_line(found, line) for line in lines],
        missing_cost=money(sum(line.missing_cost for line in lines)),
        unlicensed_total=len(left),
        unlicensed=[Unlicensed(**_software(found, one).model_dump(), reason=reason) for one, reason in left[:_SHOWN]],
    )


def position_day(text: str) -> date | None:
    """The day of a position, None for today. Raises EntitlementError."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise EntitlementError("on", text, "is no day that there is", "give it as 2027-01-31") from error


def money(hundredths: int) -> str:
    """An amount with two places."""
    return str(Decimal(hundredths).scaleb(-2).quantize(Decimal("0.01")))


def _line(found: Positions, line: Line) -> LineOut:
    terms = line.pool.terms
    behind = [
        Behind(uid=right.uid, name=found.held[right.uid].entitlement.name, units=right.quantity)
        for right in line.pool.rights[:_SHOWN]
    ]
    shown = sorted(line.consumed, key=lambda one: (-one.units, one.name))[:_SHOWN]
    return LineOut(
        products=[ProductIn(**one._asdict()) for one in terms.products],
        metric=terms.metric,
        scope=terms.scope,
        entity=terms.entity,
        entitled=line.entitled,
        used=line.used,
        difference=line.difference,
        missing_cost=money(line.missing_cost),
        free_worth=money(max(line.difference, 0) * line.pool.price),
        entitlements_total=len(line.pool.rights),
        entitlements=behind,
        consumed_total=len(line.consumed),
        consumed=[_consumed(found, one) for one in shown],
    )


def _consumed(found: Positions, one: Consumed) -> ConsumedOut:
    software = [_software(found, found.estate.installed[place]) for place in one.covers[:_COVERED]]
    return ConsumedOut(
        subject=one.subject,
        name=one.name,
        units=one.units,
        steps=list(one.steps),
        covers=len(one.covers),
        software=software,
    )


def _software(found: Positions, one: Installed) -> CoveredSoftware:
    return CoveredSoftware(
        machine_uid=one.machine,
        machine=found.estate.machines[one.machine].name,
        publisher=one.publisher,
        product=one.product,
        version=one.version,
        edition=one.edition,
    )
