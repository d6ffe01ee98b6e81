r"""The contract of a vendor file: data on how a manufacturer's devices are told apart and where their facts stand.

    vendor = Vendor(
        name="Example",
        enterprises=(99999,),                 # its numbers below 1.3.6.1.4.1
        families=(
            Family(description=r"ExampleOS (?P<version>\S+) on (?P<model>\S+)", ci_class="switch"),
            Family(serial_number=(at("1.3.6.1.4.1.99999.1.2"),)),
        ),
    )

All families whose conditions hold speak, in their order; the first that knows a fact wins.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from discovery_agent.errors import DiscoveryError
from discovery_agent.snmp import vendors
from discovery_agent.snmp.enterprises import number_of
from discovery_agent.snmp.walk import ENTERPRISES
from graph_schema.loading import load_all, modules_of

DESCRIPTION, NAME = "1.3.6.1.2.1.1.1", "1.3.6.1.2.1.1.5"
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Place(NamedTuple):
    """Where a fact stands: an object, or the first row of a column that says something.

    `pattern`: what the value must hold; its groups are the fact, with `between` where there are several, without groups
    all of the match.
    `names`: what the values of an enumeration are called; any other says nothing.
    """

    oid: str
    pattern: str = ""
    names: Mapping[str, str] = _NO_NAMES
    between: str = " "


def at(oid: str, pattern: str = "", names: Mapping[str, str] = _NO_NAMES, between: str = " ") -> Place:
    """A place; `E.` at the start stands for 1.3.6.1.4.1, `SELF.` for sysObjectID, `PARENT.` for the object above it."""
    return Place(whole(oid), pattern, names, between)


class Family(NamedTuple):
    """A family of devices. Every condition that is given must hold.

    `description` is looked for in sysDescr, whatever the case of its letters; its groups `model`, `version`, `serial`
    and `os` are facts where no place tells them. `object_ids` are beginnings of sysObjectID, below the manufacturer's
    number where they do not start with a dot; `evidence` is an object that must be there. `models` names models by
    what sysObjectID says after the manufacturer's number. `model_form` is how a model is written that the device tells
    in pieces: the model and what stands at each place of `model_with`. `is_serial_mac`: the hardware address is the
    serial number.
    """

    description: str = ""
    object_ids: tuple[str, ...] = ()
    evidence: str = ""
    ci_class: str | None = None
    manufacturer: str | None = None
    os_name: str | None = None
    model: tuple[Place, ...] = ()
    serial_number: tuple[Place, ...] = ()
    os_version: tuple[Place, ...] = ()
    models: Mapping[str, str] = _NO_NAMES
    model_form: str = "{}"
    model_with: tuple[Place, ...] = ()
    is_serial_mac: bool = False


class Vendor(NamedTuple):
    """A manufacturer. It is known by its enterprise number in sysObjectID, and by what only its devices say or have.

    `marks` are looked for in sysDescr and win over the number, which may be that of a toolkit or of another maker;
    `objects` are looked for where sysObjectID names nobody in particular. `ci_class` is what its devices are where
    nothing else tells.
    """

    name: str
    enterprises: tuple[int, ...] = ()
    families: tuple[Family, ...] = ()
    marks: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    ci_class: str | None = None


class VendorFileError(DiscoveryError):
    """A vendor file that cannot be used; the message names the file and what is to be done."""


@cache
def all_vendors() -> tuple[Vendor, ...]:
    """Every vendor file's vendor. Raises VendorFileError."""
    for module in modules_of(vendors):
        if not isinstance(vars(module).get("vendor"), Vendor):
            raise VendorFileError(f"{module.__file__} holds no `vendor`; give one, see discovery_agent/snmp/vendor.py")
    return tuple(load_all(vendors, Vendor))


def unreadable(pattern: str, error: re.error) -> VendorFileError:
    """What to raise for an expression that cannot be compiled."""
    files = (module.__file__ for module in modules_of(vendors) if repr(pattern) in repr(vars(module).get("vendor")))
    where = next(files, "a vendor file")
    return VendorFileError(f"{where}: the expression {pattern!r} cannot be read ({error}); correct it")


@cache
def numbers_beside(number: int | None) -> frozenset[int | None]:
    """The numbers below which devices answer whose maker has this one: all of his, and of makers that he bought."""
    maker = next((vendor for vendor in all_vendors() if number in vendor.enterprises), None)
    if maker is None:
        return frozenset((number,))
    return frozenset((number, *maker.enterprises, *(number_of(whole(oid)) for oid in maker.objects))) - {None}


def whole(oid: str) -> str:
    """An object identifier in full: `E.` at its start stands for 1.3.6.1.4.1."""
    return f"{ENTERPRISES}.{oid[2:]}" if oid.startswith("E.") else oid
