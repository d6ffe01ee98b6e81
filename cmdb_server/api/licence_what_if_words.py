"""What the API is asked and tells of what a change does to licences."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from cmdb_server.api.licence_words import ProductIn, money
from cmdb_server.api.routes import Body
from cmdb_server.licence_position.estate import Processor
from cmdb_server.licence_position.overlay import Changed, Difference, Move, NewHost, Resize, Retire
from cmdb_server.licence_position.position import Consumed
from cmdb_server.licence_position.rights import Metric, Scope
from cmdb_server.licences.positions import WhatIf

_MOST = 50
_MOST_CORES = 10_000
_SHOWN = 100
Name = Field(min_length=1, max_length=300)


class ProcessorIn(Body):
    """A processor; the model as its maker names it."""

    cores: int = Field(ge=1, le=_MOST_CORES)
    model: str = Field(default="", max_length=300)


class MoveIn(Body):
    """A virtual machine that runs on another host; both by uid, or by a name that only one CI has."""

    machine: str = Name
    host: str = Name


class ResizeIn(Body):
    """A machine with other processors, or other virtual cores."""

    machine: str = Name
    processors: list[ProcessorIn] = Field(default_factory=list[ProcessorIn], max_length=64)
    virtual_cores: int = Field(default=0, ge=0, le=_MOST_CORES)


class NewHostIn(Body):
    """A physical machine more, in a cluster (uid or name) or in none."""

    name: str = Name
    processors: list[ProcessorIn] = Field(min_length=1, max_length=64)
    cluster: str = Field(default="", max_length=300)


class WhatIfIn(Body):
    """What is planned: moves, other sizes, new hosts, machines that are retired."""

    moves: list[MoveIn] = Field(default_factory=list[MoveIn], max_length=_MOST)
    sizes: list[ResizeIn] = Field(default_factory=list[ResizeIn], max_length=_MOST)
    hosts: list[NewHostIn] = Field(default_factory=list[NewHostIn], max_length=_MOST)
    retired: list[str] = Field(default_factory=list[str], max_length=_MOST)

    def names(self) -> list[tuple[str, str]]:
        """The CIs that are named, with the field of each."""
        moves = [pair for one in self.moves for pair in (("machine", one.machine), ("host", one.host))]
        clusters = [("cluster", one.cluster) for one in self.hosts if one.cluster]
        machines = [*(("machine", one.machine) for one in self.sizes), *(("retired", name) for name in self.retired)]
        return [*moves, *clusters, *machines]

    def changes(self, uids: dict[str, str]) -> list[Changed]:
        """The changes, new hosts first; `uids` are those of the names."""
        hosts = (
            NewHost(f"new:{place}", one.name, _processors(one.processors), uids.get(one.cluster, ""))
            for place, one in enumerate(self.hosts)
        )
        sizes = (Resize(uids[one.machine], _processors(one.processors), one.virtual_cores) for one in self.sizes)
        new = {one.name: f"new:{place}" for place, one in enumerate(self.hosts)}
        moves = (Move(uids[one.machine], new.get(one.host) or uids[one.host]) for one in self.moves)
        return [*hosts, *sizes, *moves, *map(Retire, dict.fromkeys(uids[name] for name in self.retired))]


class ConsumedOnce(BaseModel):
    """What a machine, host, cluster, user or site uses, and by which rules."""

    units: int
    steps: list[str]


class ConsumedDifference(BaseModel):
    """A subject that uses another number of units: before and after, null where it uses none."""

    subject: str
    name: str
    before: ConsumedOnce | None
    after: ConsumedOnce | None


class DifferenceOut(BaseModel):
    """Rights with equal rules of which another number is used; `cost` is what has to be bought more, or less."""

    products: list[ProductIn]
    metric: Metric
    scope: Scope
    entitled: int
    used_before: int
    used_after: int
    missing_before: int
    missing_after: int
    cost: str
    consumed: list[ConsumedDifference]


class WhatIfOut(BaseModel):
    """What a change does to licences; money in the currency that positions are told in."""

    differences: list[DifferenceOut]
    missing_cost_before: str
    missing_cost_after: str
    unlicensed_before: int
    unlicensed_after: int


def what_if_out(found: WhatIf) -> WhatIfOut:
    """What a change does."""
    before, after = found.now.position, found.then
    return WhatIfOut(
        differences=list(map(_difference, found.differences)),
        missing_cost_before=money(before.missing_cost),
        missing_cost_after=money(after.missing_cost),
        unlicensed_before=len(before.unlicensed),
        unlicensed_after=len(after.unlicensed),
    )


def _difference(one: Difference) -> DifferenceOut:
    terms = one.before.pool.terms
    pairs = one.consumed[:_SHOWN]
    return DifferenceOut(
        products=[ProductIn(**product._asdict()) for product in terms.products],
        metric=terms.metric,
        scope=terms.scope,
        entitled=one.before.entitled,
        used_before=one.before.used,
        used_after=one.after.used,
        missing_before=max(-one.before.difference, 0),
        missing_after=max(-one.after.difference, 0),
        cost=money(one.missing_cost),
        consumed=[_consumed(*pair) for pair in pairs],
    )


def _consumed(before: Consumed | None, after: Consumed | None) -> ConsumedDifference:
    either = before or after
    told = (either.subject, either.name) if either else ("", "")
    return ConsumedDifference(subject=told[0], name=told[1], before=_once(before), after=_once(after))


def _once(one: Consumed | None) -> ConsumedOnce | None:
    return ConsumedOnce(units=one.units, steps=list(one.steps)) if one else None


def _processors(told: Sequence[ProcessorIn]) -> tuple[Processor, ...]:
    return tuple(Processor(one.model, one.cores) for one in told)
