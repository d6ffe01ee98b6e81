"""The licence position of small estates by trying everything: shares no code with what is tested but its shapes."""

from fnmatch import fnmatchcase
from fractions import Fraction
from itertools import product
from math import ceil

from cmdb_server.licence_position.estate import Estate, Installed, Machine
from cmdb_server.licence_position.rights import Right, Terms

Way = tuple[int, int, frozenset[int]]
"""The pool, the units, and what is covered."""


def cheapest(estate: Estate, rights: list[Right]) -> tuple[int, int, set[int]]:
    """The least money for what is missing (a hundredth more for each unit), then the fewest units; what is left."""
    terms = list(dict.fromkeys(right.terms for right in rights))
    owned = [sum(right.quantity for right in rights if right.terms == one) for one in terms]
    price = [[right.price for right in rights if right.terms == one][-1] + 1 for one in terms]
    ways = [way for number, one in enumerate(terms) for way in ways_of(estate, number, one)]
    coverable = {place for _, _, covers in ways for place in covers}
    best: tuple[int, int] | None = None
    for used in product((False, True), repeat=len(ways)):
        taken = [way for way, is_used in zip(ways, used, strict=True) if is_used]
        if {place for _, _, covers in taken for place in covers} != coverable:
            continue
        units = [sum(way[1] for way in taken if way[0] == number) for number in range(len(terms))]
        money = sum(max(u - o, 0) * p for u, o, p in zip(units, owned, price, strict=True))
        if best is None or (money, sum(units)) < best:
            best = money, sum(units)
    assert best is not None
    return *best, set(range(len(estate.installed))) - coverable


def ways_of(estate: Estate, number: int, terms: Terms) -> list[Way]:
    """All ways to use a right."""
    reached: dict[str, set[int]] = {}
    for place, one in enumerate(estate.installed):
        machine = estate.machines[one.machine]
        if fits(one, terms) and terms.entity in ("", machine.entity):
            reached.setdefault(machine.uid, set()).add(place)
    subjects: dict[tuple[str, ...], set[str]] = {}
    for uid in reached:
        subject = subject_of(estate, estate.machines[uid], terms)
        if subject is not None:
            subjects.setdefault(subject, set()).add(uid)
    found: list[Way] = []
    for subject, machines in subjects.items():
        units = units_of(estate, subject, machines, terms)
        if units is not None:
            found.append((number, units, frozenset(place for uid in machines for place in reached[uid])))
    return found


def fits(one: Installed, terms: Terms) -> bool:
    """Whether a right is of what is installed."""
    for licensed in terms.products:
        if licensed.publisher == one.publisher and (
            one.suite == licensed.product or (one.product == licensed.product and licensed.edition in ("", one.edition))
        ):
            if not terms.version or not one.version:
                return True
            newest, found = int(terms.version), int(one.version)
            return found == newest or (found < newest and terms.is_downgradable)
    return False


def subject_of(estate: Estate, machine: Machine, terms: Terms) -> tuple[str, ...] | None:
    """What has to be licensed for a machine."""
    match terms.metric:
        case "device":
            return ("device", machine.uid)
        case "named_device":
            return ("device", machine.uid) if machine.uid in terms.allocated else None
        case "user" | "named_user":
            is_given = terms.metric == "user" or machine.user in terms.allocated
            return ("user", machine.user) if machine.user and is_given else None
        case "site":
            return ("site", machine.site) if machine.site else None
        case "concurrent" | "client_access":
            return ("stated",)
        case _:
            return where(estate, machine, terms)


def where(estate: Estate, machine: Machine, terms: Terms) -> tuple[str, ...] | None:
    """The machine, host or cluster whose cores count."""
    if terms.scope == "machine":
        return ("virtual" if machine.is_virtual else "physical", machine.uid)
    host = machine.uid if not machine.is_virtual else machine.host
    if terms.scope == "cluster":
        cluster = machine.cluster or (estate.machines[host].cluster if host in estate.machines else "")
        if cluster in estate.clusters:
            return ("cluster", cluster)
    return ("host", host) if host in estate.machines else None


def units_of(estate: Estate, subject: tuple[str, ...], machines: set[str], terms: Terms) -> int | None:
    """How many units a subject takes."""
    match subject:
        case ("device" | "site", _):
            return 1
        case ("user", _):
            return ceil(Fraction(len(machines), terms.devices)) if terms.devices else 1
        case ("stated",):
            return terms.stated
        case ("virtual", uid):
            return virtual(estate, estate.machines[uid], terms)
        case ("cluster", name):
            hosts = [estate.machines.get(uid) for uid in estate.clusters[name][1]]
            each = [physical(host, terms) for host in hosts if host is not None]
            return None if not each or None in each else sum(units for units in each if units is not None)
        case (kind, uid):
            units = physical(estate.machines[uid], terms)
            guests = sum(1 for one in machines if estate.machines[one].is_virtual)
            times = max(1, ceil(Fraction(guests, terms.instances))) if kind == "host" and terms.instances else 1
            return None if units is None else units * times
        case _:
            raise AssertionError(subject)


def virtual(estate: Estate, machine: Machine, terms: Terms) -> int | None:
    """What a virtual machine takes."""
    if terms.metric == "processor" or machine.virtual_cores == 0:
        return None
    total, host = Fraction(max(machine.virtual_cores, terms.per_machine)), estate.machines.get(machine.host)
    if terms.factors:
        if host is None or not host.processors:
            return None
        model = host.processors[0].model.lower()
        total *= Fraction(next((w for glob, w in terms.factors if fnmatchcase(model, glob.lower())), 100), 100)
    return ceil(Fraction(ceil(total), terms.pack)) * terms.pack


def physical(machine: Machine, terms: Terms) -> int | None:
    """What a physical machine takes."""
    if not machine.processors:
        return None
    total = Fraction(0)
    for processor in machine.processors:
        if terms.metric == "processor":
            total += 1
            continue
        weight = next((w for glob, w in terms.factors if fnmatchcase(processor.model.lower(), glob.lower())), 100)
        total += Fraction(max(processor.cores, terms.per_processor) * weight, 100)
    return ceil(Fraction(max(ceil(total), terms.per_host), terms.pack)) * terms.pack
