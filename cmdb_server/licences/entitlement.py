"""What was bought: checked field by field, and the right that it is on a day; pure."""

from datetime import date
from decimal import Decimal, InvalidOperation

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.itsm.currencies import CURRENCIES
from cmdb_server.licence_position.rights import METRICS, SCOPES, Factor, Licensed, Metric, Right, Scope, Terms

MOST = 1_000_000_000
LONGEST = 300
_HUNDRED = Decimal(100)
_BY_CORE = ("core", "processor")
_RULES = (*("per_processor", "per_host", "per_machine", "pack", "factors", "scope", "instances", "devices", "stated"),)


class EntitlementError(CmdbError):
    """Something that nobody can have bought so."""

    def __init__(self, field: str, value: str, message: str, remedy: str) -> None:
        """422, with the field that is wrong."""
        self.error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {self.error.value!r} {message}; {remedy}", 422, "entitlement_refused", (self.error,))


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product that is covered, under its normalised name; `edition` "" is any."""

    publisher: str
    product: str
    edition: str = ""


class Entitlement(msgspec.Struct, frozen=True, kw_only=True):
    """A purchase of rights; dates are ISO 8601, `unit_price` and `rate` decimal numbers as texts.

    `quantity` counts packs of `pack_size` units. `rate` is what one unit of `currency` is worth in the currency that
    positions are told in. `maintained_until`: until then newer versions are covered too. The rest are the rules by
    which it counts, as in `licence_position.rights.Terms`.
    """

    name: str
    products: tuple[Product, ...]
    metric: Metric
    quantity: int
    starts: str
    ends: str = ""
    pack_size: int = 1
    unit_price: str = "0"
    currency: str = "EUR"
    rate: str = "1"
    entity: str = ""
    version: str = ""
    is_downgradable: bool = True
    maintained_until: str = ""
    per_processor: int = 0
    per_host: int = 0
    per_machine: int = 0
    pack: int = 1
    factors: tuple[Factor, ...] = ()
    scope: Scope = "machine"
    instances: int = 0
    devices: int = 0
    allocated: tuple[str, ...] = ()
    stated: int = 0
    order: str = ""
    note: str = ""

    def right_on(self, uid: str, day: date) -> Right | None:
        """The right that it is on a day; None before it starts and after it ends."""
        if day < date.fromisoformat(self.starts) or (self.ends and day > date.fromisoformat(self.ends)):
            return None
        is_maintained = bool(self.maintained_until) and day <= date.fromisoformat(self.maintained_until)
        products = tuple(Licensed(one.publisher, one.product, one.edition) for one in self.products)
        terms = Terms(
            products,
            self.metric,
            self.entity,
            "" if is_maintained else self.version,
            self.is_downgradable,
            allocated=self.allocated,
            **{name: getattr(self, name) for name in _RULES},
        )
        return Right(uid, terms, self.quantity * self.pack_size, self.price)

    @property
    def price(self) -> int:
        """What one more unit costs, in hundredths of the currency that positions are told in."""
        each = Decimal(self.unit_price) * Decimal(self.rate) / self.pack_size
        return int((each * _HUNDRED).to_integral_value())

    def state_on(self, day: date) -> str:
        """What it is on a day: to come, in force or expired."""
        if day < date.fromisoformat(self.starts):
            return "to come"
        return "expired" if self.ends and day > date.fromisoformat(self.ends) else "in force"


def checked(one: Entitlement) -> Entitlement:
    """The same, once every field is right. Raises EntitlementError."""
    if not one.name.strip():
        raise EntitlementError("name", one.name, "is empty", "say what was bought")
    if not one.products or not all(product.publisher.strip() and product.product.strip() for product in one.products):
        raise EntitlementError("products", "", "is empty", "give publisher and product as page Software shows them")
    if one.metric not in METRICS:
        raise EntitlementError("metric", one.metric, "is no metric", f"use one of {', '.join(METRICS)}")
    if one.scope not in SCOPES:
        raise EntitlementError("scope", one.scope, "is no scope", f"use one of {', '.join(SCOPES)}")
    _check_numbers(one)
    _check_dates(one)
    _check_money(one)
    _check_metric(one)
    return one


def _check_numbers(one: Entitlement) -> None:
    for name in ("quantity", "per_processor", "per_host", "per_machine", "instances", "devices", "stated"):
        value = getattr(one, name)
        if not 0 <= value <= MOST:
            raise EntitlementError(name, str(value), "is out of range", f"give a whole number from 0 to {MOST}")
    for name in ("pack_size", "pack"):
        value = getattr(one, name)
        if not 1 <= value <= MOST:
            raise EntitlementError(name, str(value), "is out of range", f"give a whole number from 1 to {MOST}")
    for factor in one.factors:
        if not factor.model.strip() or not 1 <= factor.hundredths <= MOST:
            remedy = "give a part of the processor's model with * for the rest, and hundredths from 1: 50 is half"
            raise EntitlementError("factors", f"{factor.model}={factor.hundredths}", "is no factor", remedy)


def _check_dates(one: Entitlement) -> None:
    days: dict[str, date] = {}
    for name in ("starts", "ends", "maintained_until"):
        text = getattr(one, name)
        if not text and name != "starts":
            continue
        try:
            days[name] = date.fromisoformat(text)
        except ValueError as error:
            what = "is missing" if not text else "is no date that there is"
            raise EntitlementError(name, text, what, "give a day as 2027-01-31") from error
    for name in days.keys() - {"starts"}:
        if days[name] < days["starts"]:
            raise EntitlementError(name, getattr(one, name), f"is before it starts ({one.starts})", "give a later day")


def _check_money(one: Entitlement) -> None:
    if one.currency not in CURRENCIES:
        raise EntitlementError("currency", one.currency, "is no currency in use", "give its code of ISO 4217, e.g. EUR")
    for name in ("unit_price", "rate"):
        text = getattr(one, name)
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise EntitlementError(name, text, "is no number", "write it as 1234.50") from error
        if not number.is_finite() or number < 0 or number > MOST or (name == "rate" and not number):
            raise EntitlementError(name, text, "is out of range", f"give a number from 0 to {MOST}")


def _check_metric(one: Entitlement) -> None:
    if one.metric in ("concurrent", "client_access") and not one.stated:
        what = "use it at most at once" if one.metric == "concurrent" else "have access"
        raise EntitlementError("stated", "0", f"is missing: only people can tell how many {what}", "give that number")
    if one.metric.startswith("named") and not one.allocated:
        remedy = "give the uids of machines, or the people, that have the rights"
        raise EntitlementError("allocated", "", "is empty", remedy)
    if one.scope != "machine" and one.metric not in _BY_CORE:
        raise EntitlementError("scope", one.scope, f"is not for {one.metric}", "only cores and processors are of hosts")
