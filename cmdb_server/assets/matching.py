"""Which CI is which asset: by serial number, and by maker where several have that number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_schema.values import serial_number


@dataclass(frozen=True)
class Device:
    """What discovery knows of a device."""

    uid: str
    ci_class: str
    name: str
    manufacturer: str
    model: str
    serial_number: str
    asset_tag: str


def serial_of(text: str) -> str:
    """A serial number as discovery spells it, "" for what is none."""
    return serial_number(text) or ""


def by_serial(devices: Iterable[Device]) -> dict[str, list[Device]]:
    """Devices by their serial number."""
    found: dict[str, list[Device]] = {}
    for device in devices:
        if serial := serial_of(device.serial_number):
            found.setdefault(serial, []).append(device)
    return found


def fitting(values: Mapping[str, str], known: Mapping[str, Sequence[Device]]) -> list[Device]:
    """The devices that an asset may be: of its serial number and, where both say one, of its maker.

    Two makers may give the same number: more than one device is an answer for a person.
    """
    devices = known.get(serial_of(values.get("serial_number", "")), ())
    maker = _folded(values.get("manufacturer", ""))
    same = [device for device in devices if maker and _alike(maker, _folded(device.manufacturer))]
    return same or [device for device in devices if not maker or not device.manufacturer]


def is_of_one_maker(one: str, other: str) -> bool:
    """Whether two makers may be one: they are alike, or one of them is not said."""
    return not one.strip() or not other.strip() or _alike(_folded(one), _folded(other))


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace(".", " ").replace(",", " ").split())


def _alike(one: str, other: str) -> bool:
    """Whether two spellings mean one maker: Dell and Dell Inc., HP and HP Inc."""
    return bool(other) and (one == other or other.startswith(f"{one} ") or one.startswith(f"{other} "))
