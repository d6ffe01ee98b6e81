"""Who made a device, which model it is, its serial number and version: vendor rules, then what holds everywhere."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache

from discovery_agent.snmp.chassis import identity_of
from discovery_agent.snmp.described import KERNEL, model_said, serial_said, version_said
from discovery_agent.snmp.enterprises import GENERIC, enterprise, number_of
from discovery_agent.snmp.extended import SUBTREES, distribution, extended
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.general import GENERAL
from discovery_agent.snmp.own_objects import own_words
from discovery_agent.snmp.values import said
from discovery_agent.snmp.vendor import Family, Place, Vendor, all_vendors, unreadable, whole
from discovery_agent.snmp.walk import ENTERPRISES, Walk

_FACTS = ("model", "serial_number", "os_version")
_PLACED = (*_FACTS, "model_with")
_GROUPS = {
    "model": "model",
    "serial_number": "serial",
    "os_version": "version",
    "os_name": "os",
    "manufacturer": "maker",
}
_MAX_PATTERN_TEXT = 640  # sysDescr has at most 255; patterns take time with the square of it
_PATTERN_FLAGS = re.IGNORECASE | re.DOTALL | re.ASCII


def identify(walk: Walk, facts: Facts) -> Vendor | None:
    """Fill in manufacturer, model, serial number, operating system and its version; the vendor file that spoke."""
    vendor = vendor_of(walk, facts)
    families = matching_families(vendor, walk, facts) if vendor else []
    for family in families:
        _apply(family, walk, facts)
    physical = identity_of(facts)
    facts.manufacturer = (
        facts.manufacturer
        or (vendor.name if vendor else None)
        or _named(facts)
        or extended(walk, "manufacturer")
        or physical.manufacturer
    )
    facts.model = facts.model or extended(walk, "hardware") or physical.model
    facts.serial_number = facts.serial_number or extended(walk, "serial") or physical.serial_number
    if any(family.is_serial_mac for family in families):
        facts.serial_number = facts.serial_number or _first_mac(facts)
    facts.os_version = facts.os_version or physical.os_version
    for family in matching_families(GENERAL, walk, facts):
        _apply(family, walk, facts)
    facts.model = facts.model or (_by_object_id(families, vendor, facts.object_id) if vendor else None)
    facts.ci_class = next((family.ci_class for family in families if family.ci_class), None)
    return vendor


def complete(walk: Walk, facts: Facts) -> None:
    """Take from description and the maker's own objects what neither vendor rules nor any table have told."""
    described = _described_by(facts)
    is_kernel = bool(KERNEL.match(described))
    facts.model = facts.model or model_said(described)
    facts.serial_number = facts.serial_number or serial_said(described)
    facts.os_version = facts.os_version or (None if is_kernel else version_said(described))
    if facts.model is None or facts.os_version is None:
        own = own_words(walk, facts)
        facts.model, facts.os_version = facts.model or own.model, facts.os_version or own.os_version
    facts.os_version = facts.os_version or _system(walk, facts) or (version_said(described) if is_kernel else None)


def vendor_of(walk: Walk, facts: Facts) -> Vendor | None:
    """The vendor file that speaks for a device: by a mark in its description, by its number, by objects of its own."""
    marked = _marked(_described_by(facts))
    if marked is not None:
        return marked
    number = number_of(facts.object_id)
    for vendor in all_vendors():
        if number in vendor.enterprises:
            return vendor
    if number is None or number in GENERIC:
        for vendor in all_vendors():
            if any(walk.has(oid) for oid in _objects(vendor, walk.enterprises)):
                return vendor
    return None


@lru_cache(maxsize=1024)
def _marked(described: str) -> Vendor | None:
    """Whose mark a description holds. Networks have many devices that describe themselves with the same words."""
    return next((each for each in all_vendors() if any(found(mark, described) for mark in each.marks)), None)


def places_of(walk: Walk, facts: Facts) -> list[str]:
    """The objects that the vendor's rules for this device ask for, besides those of the tables."""
    vendor = vendor_of(walk, facts)
    number = number_of(facts.object_id)
    wanted = [family.evidence for family in GENERAL.families]
    families = matching_families(GENERAL, walk, facts)
    if number is None or number in GENERIC:
        wanted += SUBTREES
        wanted += [oid for each in all_vendors() for oid in each.objects] if vendor is None else []
    if vendor is not None:
        own = [family for family in vendor.families if _may_hold(family, vendor, facts)]
        wanted += [family.evidence for family in own if family.evidence]
        families = [*own, *families]
    wanted += [place.oid for family in families for fact in _PLACED for place in getattr(family, fact)]
    return list(dict.fromkeys(absolute(whole(oid), facts.object_id) for oid in wanted))


def matching_families(vendor: Vendor, walk: Walk, facts: Facts) -> list[Family]:
    """The vendor's families whose conditions hold, in their order."""
    return [family for family in vendor.families if _holds(family, vendor, walk, facts)]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a vendor file, compiled when it is first needed. Raises VendorFileError."""
    try:
        return re.compile(pattern, _PATTERN_FLAGS)
    except re.error as error:
        raise unreadable(pattern, error) from error


def found(pattern: str, text: str) -> re.Match[str] | None:
    """Where a pattern of a vendor file is found in a text of bounded length."""
    return compiled(pattern).search(text[:_MAX_PATTERN_TEXT])


def _described_by(facts: Facts) -> str:
    """So much of a description as patterns are looked for in; a hostile one is not to be remembered whole."""
    return (facts.description or "")[:_MAX_PATTERN_TEXT]


@lru_cache(maxsize=4096)
def _described(pattern: str, description: str) -> re.Match[str] | None:
    """Where a pattern is found in a description, which many devices of a network share."""
    return found(pattern, description)


def _holds(family: Family, vendor: Vendor, walk: Walk, facts: Facts) -> bool:
    if not _may_hold(family, vendor, facts):
        return False
    return not family.evidence or walk.has(absolute(whole(family.evidence), facts.object_id))


def _may_hold(family: Family, vendor: Vendor, facts: Facts) -> bool:
    """Whether description and sysObjectID fit; what must be there beside them has yet to be asked for."""
    if family.description and not _described(family.description, _described_by(facts)):
        return False
    return not family.object_ids or any(_is_below(facts.object_id, oid, vendor) for oid in family.object_ids)


def _is_below(object_id: str | None, oid: str, vendor: Vendor) -> bool:
    if object_id is None:
        return False
    starts = [oid[1:]] if oid.startswith(".") else [f"{ENTERPRISES}.{number}.{oid}" for number in vendor.enterprises]
    return any(object_id == start or object_id.startswith(f"{start}.") for start in starts)


def _apply(family: Family, walk: Walk, facts: Facts) -> None:
    match = _described(family.description, _described_by(facts)) if family.description else None
    groups = match.groupdict() if match else {}
    for fact in _FACTS:
        if getattr(facts, fact) is None:
            value = first_of(getattr(family, fact), walk, facts.object_id) or said(_encoded(groups.get(_GROUPS[fact])))
            setattr(facts, fact, _formed(value, family, walk, facts) if fact == "model" and value else value)
    facts.os_name = facts.os_name or said(_encoded(groups.get("os"))) or family.os_name
    facts.manufacturer = facts.manufacturer or said(_encoded(groups.get("maker"))) or family.manufacturer


def _formed(model: str, family: Family, walk: Walk, facts: Facts) -> str:
    """A model in the form of its family; as it stands where the device does not tell what belongs into the form."""
    others = [first_of((place,), walk, facts.object_id) for place in family.model_with]
    return family.model_form.format(model, *others) if all(others) else model


def _by_object_id(families: Sequence[Family], vendor: Vendor, object_id: str | None) -> str | None:
    """The model that sysObjectID stands for in the tables of the families."""
    number = number_of(object_id)
    if number is None or number not in vendor.enterprises or object_id is None:
        return None
    rest = object_id[len(f"{ENTERPRISES}.{number}.") :]
    while rest:
        named = next((family.models[rest] for family in families if rest in family.models), None)
        if named:
            return named
        rest = rest.rpartition(".")[0]
    return None


def first_of(places: Sequence[Place], walk: Walk, object_id: str | None = None) -> str | None:
    """What the first of some places says that says anything; places may be told from sysObjectID."""
    for place in places:
        for value in _values(absolute(place.oid, object_id), walk):
            kept = _matched(place, value) if place.pattern else value
            named = place.names.get(kept) if kept and place.names else kept
            if named:
                return named
    return None


def _matched(place: Place, value: str) -> str | None:
    """What a place's pattern keeps of a value: its groups, without groups all of the match."""
    match = found(place.pattern, value)
    if match is None:
        return None
    parts = match.groups() if match.re.groups else (match.group(),)
    return said(_encoded(place.between.join(part for part in parts if part)))


def absolute(oid: str, object_id: str | None) -> str:
    """A place as an object identifier."""
    start, _, rest = oid.partition(".")
    if start not in ("SELF", "PARENT"):
        return oid
    own = object_id or "0.0"
    return f"{own if start == 'SELF' else own.rpartition('.')[0]}.{rest}"


def _values(oid: str, walk: Walk) -> Iterable[str]:
    exact = walk.scalar(oid)
    for value in (exact,) if exact is not None else walk.first(oid):
        shown = said(value)
        if shown:
            yield shown


def _encoded(value: str | None) -> bytes | None:
    return value.encode() if value else None


def _named(facts: Facts) -> str | None:
    known = enterprise(number_of(facts.object_id))
    return known.name if known else None


def _system(walk: Walk, facts: Facts) -> str | None:
    """The system for general use under the agent: the distribution where the agent tells it, else the kernel."""
    kernel = KERNEL.match(facts.description or "")
    is_of_many = kernel is None or kernel["os"] == "Linux"  # the others come with the system that they are named like
    found = (distribution(walk) if is_of_many else None) or kernel
    if found is None:
        return None
    facts.os_name = facts.os_name or found["os"]
    return found["version"]


def _first_mac(facts: Facts) -> str | None:
    """The hardware address of the first interface that has one, as it stands on the label."""
    found = next((entry.mac_address for entry in facts.interfaces.values() if entry.mac_address), None)
    return found.replace(":", "").upper() if found else None


def _objects(vendor: Vendor, present: Collection[int]) -> Iterable[str]:
    """What only this vendor's devices have; only of enterprises of which the device answers anything."""
    for oid in vendor.objects:
        name = whole(oid)
        number = number_of(name)
        if number is None or number in present:
            yield name
