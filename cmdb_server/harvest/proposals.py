"""Which rights become free where unused software goes, and what they are worth: pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from cmdb_server.licence_position.estate import Estate, Installed
from cmdb_server.licence_position.position import Consumed, Line, Position
from cmdb_server.licence_position.rights import Metric

# How many use these at once, or have access, people tell: that number stays when software goes.
_TOLD: frozenset[Metric] = frozenset(("concurrent", "client_access"))


@dataclass(frozen=True)
class Proposal:
    """Take away what nobody runs: `installed`, all that a right covers for a subject (machine, host, user, site).

    `units` of the rights `entitlements` become free, worth `worth` hundredths; `avoided` of that is what would have
    to be bought now. `uid` stays the same as long as the same products are on the same machines.
    """

    uid: str
    subject: str
    name: str
    installed: tuple[Installed, ...]
    units: int
    worth: int
    avoided: int
    entitlements: tuple[str, ...]


def proposals(found: Position, estate: Estate, unused: frozenset[int]) -> list[Proposal]:
    """What may go, the most worth first; `unused` are places in the estate."""
    made = [one for line in found.lines if line.pool.terms.metric not in _TOLD for one in _of(line, estate, unused)]
    gaps = [_proposal((one.machine, estate.machines[one.machine].name), (one,)) for one in _gaps(found, estate, unused)]
    return sorted([*made, *gaps], key=lambda one: (-one.worth, one.name, one.uid))


def without(estate: Estate, gone: Sequence[Proposal]) -> Estate:
    """The estate once these proposals are carried out."""
    left = {id(one) for proposal in gone for one in proposal.installed}
    return replace(estate, installed=[one for one in estate.installed if id(one) not in left])


def _of(line: Line, estate: Estate, unused: frozenset[int]) -> Iterator[Proposal]:
    """Those of a line: of what is missing, the first that go need not be bought."""
    missing, price = max(-line.difference, 0), line.pool.price
    behind = tuple(right.uid for right in line.pool.rights)
    for one in sorted(line.consumed, key=_most_first):
        if one.units and one.covers and unused.issuperset(one.covers):
            made = _proposal((one.subject, one.name), tuple(estate.installed[place] for place in one.covers))
            avoided = min(missing, one.units)
            missing -= avoided
            yield replace(made, units=one.units, worth=one.units * price, avoided=avoided * price, entitlements=behind)


def _gaps(found: Position, estate: Estate, unused: frozenset[int]) -> list[Installed]:
    return [estate.installed[place] for place in sorted(unused & found.unlicensed.keys())]


def _most_first(one: Consumed) -> tuple[int, str]:
    return -one.units, one.name


def _proposal(subject: tuple[str, str], installed: tuple[Installed, ...]) -> Proposal:
    parts = sorted({f"{one.machine}\t{one.publisher}\t{one.product}".casefold() for one in installed})
    digest = blake2b("\n".join((subject[0], *parts)).encode(), digest_size=8).hexdigest()
    return Proposal(f"hv_{digest}", *subject, installed, 0, 0, 0, ())
