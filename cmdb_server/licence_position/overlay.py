"""An estate as it would be: machines that move, get other cores, are new or retired. Pure, as positions are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from cmdb_server.licence_position.estate import Estate, Machine, Processor
from cmdb_server.licence_position.position import Consumed, Line, Position


@dataclass(frozen=True)
class Move:
    """A virtual machine runs on another host from then on, in the cluster that the host is in."""

    machine: str
    host: str


@dataclass(frozen=True)
class Resize:
    """A machine has other processors, or (of a virtual one) other virtual cores; those not given stay."""

    machine: str
    processors: tuple[Processor, ...] = ()
    virtual_cores: int = 0


@dataclass(frozen=True)
class NewHost:
    """A physical machine more, in a cluster or ("") in none."""

    uid: str
    name: str
    processors: tuple[Processor, ...]
    cluster: str = ""


@dataclass(frozen=True)
class Retire:
    """A machine is gone with all that is installed on it."""

    machine: str


Changed: TypeAlias = Move | Resize | NewHost | Retire


class OverlayError(ValueError):
    """A change that this estate does not allow: what is wrong, by the uid at fault."""

    def __init__(self, uid: str, message: str) -> None:
        """`message` continues the uid."""
        super().__init__(f"{uid} {message}")
        self.uid, self.message = uid, message


@dataclass(frozen=True)
class Difference:
    """A pool of rights before and after; `consumed` are the subjects whose units differ (None: it uses none)."""

    before: Line
    after: Line
    consumed: tuple[tuple[Consumed | None, Consumed | None], ...]

    @property
    def missing_cost(self) -> int:
        """What has to be bought more than now, in hundredths; below 0 that much less."""
        return self.after.missing_cost - self.before.missing_cost


def changed(estate: Estate, changes: Sequence[Changed]) -> Estate:
    """The estate after these changes, in their order. Raises OverlayError."""
    for change in changes:
        estate = _after(estate, change)
    return estate


def differences(before: Position, after: Position) -> list[Difference]:
    """The pools of which something differs; both positions are of the same rights."""
    pairs = zip(before.lines, after.lines, strict=True)
    found = [Difference(one, other, _consumed(one, other)) for one, other in pairs]
    return [one for one in found if one.consumed or one.before.used != one.after.used]


def _after(estate: Estate, change: Changed) -> Estate:
    if isinstance(change, NewHost):
        return _with_host(estate, change)
    machine = estate.machines.get(change.machine)
    if machine is None:
        raise OverlayError(change.machine, "has no software that licences count, nor runs any machine that has")
    if isinstance(change, Retire):
        return _without(estate, machine)
    if isinstance(change, Move):
        return _with(estate, _moved(estate, machine, change.host))
    return _with(estate, _resized(machine, change))


def _moved(estate: Estate, machine: Machine, host: str) -> Machine:
    if not machine.is_virtual:
        raise OverlayError(machine.uid, "is no virtual machine, so it runs on no other host")
    target = estate.machines.get(host)
    if target is None or target.is_virtual:
        raise OverlayError(host, "is no host whose processors are known here")
    return machine._replace(host=host, cluster=target.cluster, site=target.site, entity=target.entity)


def _resized(machine: Machine, change: Resize) -> Machine:
    if machine.is_virtual:
        if change.virtual_cores < 1:
            raise OverlayError(machine.uid, "is a virtual machine: say how many virtual cores it has then")
        return machine._replace(virtual_cores=change.virtual_cores)
    if not change.processors:
        raise OverlayError(machine.uid, "is a physical machine: say which processors it has then")
    return machine._replace(processors=change.processors)


def _with(estate: Estate, machine: Machine) -> Estate:
    return replace(estate, machines={**estate.machines, machine.uid: machine})


def _with_host(estate: Estate, new: NewHost) -> Estate:
    clusters = dict(estate.clusters)
    if new.cluster:
        if new.cluster not in clusters:
            raise OverlayError(new.cluster, "is no cluster that a counted machine may move in")
        name, hosts = clusters[new.cluster]
        clusters[new.cluster] = name, (*hosts, new.uid)
    there = (estate.machines.get(uid) for uid in clusters.get(new.cluster, ("", ()))[1])
    beside = next((one for one in there if one is not None), Machine("", ""))
    host = Machine(new.uid, new.name, beside.site, beside.entity, processors=new.processors, cluster=new.cluster)
    return replace(_with(estate, host), clusters=clusters)


def _without(estate: Estate, machine: Machine) -> Estate:
    machines = {uid: one for uid, one in estate.machines.items() if uid != machine.uid}
    clusters = {
        cluster: (name, tuple(uid for uid in hosts if uid != machine.uid))
        for cluster, (name, hosts) in estate.clusters.items()
    }
    installed = [one for one in estate.installed if one.machine != machine.uid]
    return Estate(machines, installed, clusters)


def _consumed(before: Line, after: Line) -> tuple[tuple[Consumed | None, Consumed | None], ...]:
    old, new = ({one.subject: one for one in line.consumed} for line in (before, after))
    pairs = ((old.get(subject), new.get(subject)) for subject in sorted({*old, *new}))
    return tuple(pair for pair in pairs if _units(pair[0]) != _units(pair[1]))


def _units(one: Consumed | None) -> int:
    return one.units if one else 0
