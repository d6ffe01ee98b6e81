"""How many units a machine, host or cluster needs, step by step: each step is a sentence that can be checked."""

from collections.abc import Sequence
from typing import NamedTuple

from cmdb_server.licence_position.estate import Machine
from cmdb_server.licence_position.rights import HUNDRED, Terms


class Count(NamedTuple):
    """Units, and how they come about."""

    units: int
    steps: tuple[str, ...]


def of_physical(machine: Machine, terms: Terms) -> Count | None:
    """What a physical machine needs; None where nobody knows its processors."""
    if not machine.processors:
        return None
    if terms.metric == "processor":
        return _raised(
            len(machine.processors), [f"{machine.name} has {_many(len(machine.processors), 'processor')}"], terms
        )
    steps, hundredths, is_factored = list[str](), 0, False
    for processor in machine.processors:
        cores, factor = max(processor.cores, terms.per_processor), terms.factor(processor)
        is_factored = is_factored or factor != HUNDRED
        hundredths += cores * factor
    told = ", ".join(str(processor.cores) for processor in machine.processors)
    steps.append(f"{machine.name} has {_many(len(machine.processors), 'processor')} with {told} cores")
    if any(processor.cores < terms.per_processor for processor in machine.processors):
        steps.append(f"at least {terms.per_processor} count for each processor")
    units = -(-hundredths // HUNDRED)
    if is_factored:
        steps.append(f"weighed by the table of processors, rounded up: {units}")
    return _raised(units, steps, terms)


def of_virtual(machine: Machine, host: Machine | None, terms: Terms) -> Count | None:
    """What a virtual machine needs by itself; None where nobody knows its cores.

    Where cores are weighed by their processor, it is the host's that weighs, and nobody may know that either.
    """
    if terms.metric == "processor" or machine.virtual_cores < 1:
        return None
    steps, units = [f"{machine.name} has {_many(machine.virtual_cores, 'virtual core')}"], machine.virtual_cores
    if units < terms.per_machine:
        units = terms.per_machine
        steps.append(f"at least {units} count for each virtual machine")
    if terms.factors:
        if host is None or not host.processors:
            return None
        units = -(-units * terms.factor(host.processors[0]) // HUNDRED)
        steps.append(f"weighed as {host.processors[0].model} of {host.name}, rounded up: {units}")
    return _packed(units, steps, terms)


def repeated(count: Count, machines: int, terms: Terms) -> Count:
    """What a host needs for so many virtual machines, where one licensing covers a few."""
    times = -(-machines // terms.instances) if terms.instances and machines else 1
    if times <= 1:
        return count
    step = f"{machines} virtual machines, {terms.instances} for each time that the host is licensed: {times} times"
    return Count(count.units * times, (*count.steps, step))


def together(name: str, counts: Sequence[Count]) -> Count:
    """What all hosts of a cluster need."""
    units = sum(count.units for count in counts)
    steps = tuple(step for count in counts for step in count.steps)
    return Count(units, (f"cluster {name} is licensed by all its {len(counts)} hosts", *steps, f"together {units}"))


def _raised(units: int, steps: list[str], terms: Terms) -> Count:
    if units < terms.per_host:
        units = terms.per_host
        steps.append(f"at least {units} count for each host")
    return _packed(units, steps, terms)


def _packed(units: int, steps: list[str], terms: Terms) -> Count:
    packed = -(-units // terms.pack) * terms.pack
    if packed != units:
        steps.append(f"in packs of {terms.pack}: {packed}")
    return Count(packed, tuple(steps))


def _many(number: int, word: str) -> str:
    return f"{number} {word}" + "s" * (number != 1)
