"""What services cost a year: the things, contracts and licences that they rest on, shared by a stated rule: pure.

An asset costs what it loses a year, in its useful life: cost less residual value, by its useful years. A contract costs
what it says a year. What several services rest on is shared equally among them, or by their users; where none of them
has users, equally. Shares are rounded so that they add up to what is shared.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from cmdb_server.assets.contract_terms import current_term
from cmdb_server.assets.money import month_later, rounded
from cmdb_server.assets.valuing import purchase_of
from cmdb_server.itsm.currencies import decimals_of
from cmdb_server.itsm.record import Record

Rule = Literal["equally", "by_users"]
Kind = Literal["asset", "contract", "licence"]
_YEAR = 12


@dataclass(frozen=True)
class Service:
    """A service with all CIs that it needs, itself among them."""

    uid: str
    name: str
    users: int
    needs: Collection[str]


@dataclass(frozen=True)
class Item:
    """Something that costs so much a year, and the CIs that it is for."""

    kind: Kind
    number: str
    title: str
    currency: str
    per_year: Decimal
    cis: Collection[str]


@dataclass(frozen=True)
class Share:
    """What a service bears of an item that so many services rest on."""

    item: Item
    amount: Decimal
    services: int


@dataclass(frozen=True)
class Costs:
    """What each service bears (by uid), and what no service rests on."""

    of: Mapping[str, Sequence[Share]]
    unassigned: Sequence[Item]


def shared(services: Sequence[Service], items: Iterable[Item], rule: Rule) -> Costs:
    """The costs of services out of what each item costs."""
    needing: dict[str, list[Service]] = {}
    for service in services:
        for uid in service.needs:
            needing.setdefault(uid, []).append(service)
    found: dict[str, list[Share]] = {service.uid: [] for service in services}
    unassigned: list[Item] = []
    for item in items:
        bearing = {one.uid: one for uid in item.cis for one in needing.get(uid, ())}
        if not bearing:
            unassigned.append(item)
        for uid, amount in _parts(item, [bearing[uid] for uid in sorted(bearing)], rule):
            found[uid].append(Share(item, amount, len(bearing)))
    return Costs(found, unassigned)


def of_asset(asset: Record, cis: Collection[str], on: date) -> Item | None:
    """An asset with what it loses a year; None where that is not known, or it is outside its useful life."""
    bought, months = purchase_of(asset), int(asset.value("useful_months") or "0")
    if bought is None or not months or not bought.bought_on <= on < month_later(bought.bought_on, months):
        return None
    lost = max(Decimal(0), bought.cost - Decimal(asset.value("residual") or "0"))
    per_year = rounded(lost * _YEAR / months, bought.currency)
    return Item("asset", asset.number, asset.value("title"), bought.currency, per_year, cis)


def of_contract(contract: Record, cis: Collection[str], on: date) -> Item | None:
    """A contract with its cost a year; None without one, and before and after its terms."""
    cost, starts = contract.value("cost"), contract.value("starts_on")
    term = current_term(contract, on)
    is_over = term is not None and term.ends_on < on
    if not cost or is_over or (starts and date.fromisoformat(starts) > on):
        return None
    currency = contract.value("currency")
    return Item("contract", contract.number, contract.value("title"), currency, rounded(Decimal(cost), currency), cis)


def _parts(item: Item, bearing: Sequence[Service], rule: Rule) -> Iterable[tuple[str, Decimal]]:
    """What each bears, the last cent to those whose part was cut most: together what the item costs."""
    users = sum(service.users for service in bearing)
    is_equal = rule == "equally" or users == 0
    weights = [1 if is_equal else service.users for service in bearing]
    cent = Decimal(1).scaleb(-decimals_of(item.currency))
    exact = [item.per_year * weight / sum(weights) for weight in weights]
    cut = [part.quantize(cent, ROUND_FLOOR) for part in exact]
    left = int((item.per_year - sum(cut, Decimal(0))) / cent)
    first = sorted(range(len(cut)), key=lambda turn: (cut[turn] - exact[turn], turn))[:left]
    for turn, service in enumerate(bearing):
        yield service.uid, cut[turn] + (cent if turn in first else 0)
