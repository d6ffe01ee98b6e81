"""Machines at a switch as one entry where there are many, for people to read."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

MOST_SINGLE = 12


class Fold(NamedTuple):
    """Machines of one class at one device; `devices` are their uids."""

    uid: str
    class_label: str
    attached_to: str
    layer: int
    devices: frozenset[str]

    @property
    def title(self) -> str:
        """How many of what."""
        return f"{len(self.devices)} x {self.class_label}"


def folds(devices: Iterable[dict[str, Any]], *, is_unfolded: bool) -> list[Fold]:
    """What is folded of the devices of a map, in their order."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for device in () if is_unfolded else devices:
        if device["attached_to"]:
            found.setdefault((device["attached_to"], device["class_label"]), []).append(device)
    return list(_many(found))


def _many(found: dict[tuple[str, str], list[dict[str, Any]]]) -> Iterator[Fold]:
    for (attached_to, label), devices in found.items():
        if len(devices) > MOST_SINGLE:
            uids = frozenset(device["uid"] for device in devices)
            yield Fold(f"{attached_to}/{label}", label, attached_to, devices[0]["layer"], uids)


def plain(text: str) -> str:
    """A name on one line and without anything that a terminal would obey: names come from other machines."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
