"""What the API tells of the use of software, and of what may go."""

from collections import Counter
from collections.abc import Iterable

from pydantic import BaseModel, Field

from cmdb_server.api.licence_words import CoveredSoftware, money
from cmdb_server.api.routes import Body
from cmdb_server.harvest.decisions import LONGEST_REASON, Answer, Decision
from cmdb_server.harvest.harvest import Harvested
from cmdb_server.harvest.proposals import Proposal
from cmdb_server.harvest.usage import USAGE_STATES, UsageState
from cmdb_server.licence_position.estate import Installed
from cmdb_server.software.wording import full_name
from cmdb_server.timestamps import rfc3339

SHOWN = 500


class AnswerIn(Body):
    """What is said of a proposal."""

    answer: Answer
    reason: str = Field(max_length=LONGEST_REASON)


class FreedRight(BaseModel):
    """An entitlement whose units become free; `ends` "": never."""

    uid: str
    name: str
    ends: str


class UsedSoftware(CoveredSoftware):
    """Software on a machine, whether it was run, and why that is said; `last_seen` null: never."""

    state: UsageState
    last_seen: str | None
    reason: str


class DecisionOut(BaseModel):
    """What was said of a proposal. `is_done`: nothing of it is installed any more. `worth` as it was then."""

    proposal: str
    answer: Answer
    reason: str
    name: str
    products: list[str]
    worth: str
    by: str
    at: str
    is_done: bool


class ProposalOut(BaseModel):
    """Software that may go from a machine, host, cluster, user or site, and what that frees.

    `worth` is what the units cost; `avoided` is how much of it would have to be bought now. Without units no right
    covers it: what goes is a gap.
    """

    uid: str
    subject: str
    name: str
    units: int
    worth: str
    avoided: str
    frees: list[FreedRight]
    software: list[UsedSoftware]
    decision: DecisionOut | None


class HarvestOut(BaseModel):
    """What may go, the most worth first; 500 at most are shown.

    Sums are of what nobody refused: `worth` of the rights that become free, and what is missing in the whole position
    before and after, computed anew without that software. `usage` counts the installations that licences count.
    """

    days: int
    usage: dict[UsageState, int]
    total: int
    worth: str
    missing_cost_before: str
    missing_cost_after: str
    unlicensed_before: int
    unlicensed_after: int
    items: list[ProposalOut]
    decisions: list[DecisionOut]


class UsedProduct(BaseModel):
    """How many installations of a product there are of each state."""

    publisher: str
    product: str
    usage: dict[UsageState, int]


class UsageOut(BaseModel):
    """Each installation that licences count, by product and machine, and the products, the most unused first."""

    days: int
    total: int
    usage: dict[UsageState, int]
    products: list[UsedProduct]
    items: list[UsedSoftware]


def harvest_out(found: Harvested) -> HarvestOut:
    """What may go."""
    now, then = found.positions.position, found.then()
    items = [_proposal(found, one) for one in found.proposals[:SHOWN]]
    return HarvestOut(
        days=found.window.days,
        usage=_counted(one.state for one in found.usages),
        total=len(found.proposals),
        worth=money(sum(one.worth for one in found.wanted)),
        missing_cost_before=money(now.missing_cost),
        missing_cost_after=money(then.missing_cost),
        unlicensed_before=len(now.unlicensed),
        unlicensed_after=len(then.unlicensed),
        items=items,
        decisions=[decision_out(found, one) for one in found.decisions[:SHOWN]],
    )


def usage_out(found: Harvested, places: list[int], page: slice) -> UsageOut:
    """The use of installations by their places."""
    installed, usages = found.positions.estate.installed, found.usages
    products: dict[tuple[str, str], Counter[UsageState]] = {}
    for place in places:
        one = installed[place]
        products.setdefault((one.publisher, one.product), Counter())[usages[place].state] += 1
    in_order = sorted(products.items(), key=lambda entry: (-entry[1]["unused"], entry[0]))
    return UsageOut(
        days=found.window.days,
        total=len(places),
        usage=_counted(usages[place].state for place in places),
        products=[
            UsedProduct(publisher=key[0], product=key[1], usage=_counted(counts.elements()))
            for key, counts in in_order[:SHOWN]
        ],
        items=[used_out(found, place) for place in places[page]],
    )


def used_out(found: Harvested, place: int) -> UsedSoftware:
    """The use of an installation."""
    usage = found.usages[place]
    last = rfc3339(usage.last_seen) if usage.last_seen else None
    told = _named(found, found.positions.estate.installed[place])
    return UsedSoftware(**told, state=usage.state, last_seen=last, reason=usage.reason)


def decision_out(found: Harvested, one: Decision) -> DecisionOut:
    """What was said."""
    told = {name: getattr(one, name) for name in ("proposal", "answer", "reason", "name", "by")}
    products = sorted({full_name(publisher, product) for _, publisher, product in one.parts})
    return DecisionOut(
        **told, products=products, worth=money(one.worth), at=rfc3339(one.at), is_done=found.is_done(one)
    )


def _proposal(found: Harvested, one: Proposal) -> ProposalOut:
    said, held = found.answered.get(one.uid), found.positions.held
    behind = [(uid, held[uid].entitlement) for uid in one.entitlements]
    return ProposalOut(
        uid=one.uid,
        subject=one.subject,
        name=one.name,
        units=one.units,
        worth=money(one.worth),
        avoided=money(one.avoided),
        frees=[FreedRight(uid=uid, name=right.name, ends=right.ends) for uid, right in behind],
        software=[used_out(found, found.places[id(each)]) for each in one.installed[:SHOWN]],
        decision=decision_out(found, said) if said else None,
    )


def _named(found: Harvested, one: Installed) -> dict[str, str]:
    names = {name: getattr(one, name) for name in ("publisher", "product", "version", "edition")}
    return {**names, "machine_uid": one.machine, "machine": found.positions.estate.machines[one.machine].name}


def _counted(states: Iterable[UsageState]) -> dict[UsageState, int]:
    counts = Counter(states)
    return {state: counts[state] for state in USAGE_STATES}
