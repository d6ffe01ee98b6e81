"""A network map as text: layer by layer, each device with the cables to those above and beside it."""

from collections.abc import Iterator
from typing import Any

from cmdb_server.cli.map_folding import Fold, folds, plain


def lines(found: dict[str, Any], *, is_unfolded: bool) -> Iterator[str]:
    """The lines of the text."""
    devices, links = found["devices"], found["links"]
    folded = folds(devices, is_unfolded=is_unfolded)
    hidden = frozenset(uid for fold in folded for uid in fold.devices)
    names = {device["uid"]: plain(device["name"]) for device in devices}
    above: dict[str, list[dict[str, Any]]] = {}
    for link in links:
        above.setdefault(link["target"], []).append(link)
    yield f"{_of(found)}: {len(devices)} devices, {len(links)} links"
    for layer in found["layers"]:
        yield _title(layer)
        for device in devices:
            if device["layer"] == layer["layer"] and device["uid"] not in hidden:
                yield from _device(device, above.get(device["uid"], []), names)
        yield from (f"  {_fold(fold, names)}" for fold in folded if fold.layer == layer["layer"])
    if found["hidden"]:
        yield f"{found['hidden']} devices further out are left out; ask for a site, a VLAN or a subnet"
    if not devices:
        yield "No device is known here: scan the network (`cmdb scans now RANGE`), or ask for less."


def _of(found: dict[str, Any]) -> str:
    return plain(found["site"] or "Network map")


def _title(layer: dict[str, Any]) -> str:
    title = {None: "Without a known link", -1: "Elsewhere"}.get(layer["layer"], f"Layer {layer['layer']}")
    return f"{title} ({layer['devices']})"


def _fold(fold: Fold, names: dict[str, str]) -> str:
    return f"{fold.title} at {names.get(fold.attached_to, '?')} (--all lists them)"


def _device(device: dict[str, Any], links: list[dict[str, Any]], names: dict[str, str]) -> Iterator[str]:
    """A device and the links to those above and beside it."""
    notes = [device["class_label"]]
    if device["status"] != "active":
        notes.append(device["status"])
    if device["is_inferred"]:
        notes.append("inferred, nobody reads it")
    if device["is_elsewhere"]:
        notes.append(f"on {plain(device['site'])}" if device["site"] else "on no known site")
    if device["gateway_of"]:
        notes.append(f"gateway of {', '.join(device['gateway_of'])}")
    yield f"  {names[device['uid']]} ({'; '.join(notes)})"
    for link in links:
        yield from _link(link, names)


def _link(link: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    """The cables to a device above or beside."""
    for cable in link["cables"]:
        here, there = plain(cable["peer"]["name"]), plain(cable["port"]["name"])
        yield f"    {here} -- {there} of {names[link['source']]}{_said(cable)}"


def _said(cable: dict[str, Any]) -> str:
    notes: list[str] = []
    if cable["is_inferred"]:
        notes.append(f"inferred, {cable['confidence']:.0%} sure")
    if cable["is_stale"]:
        notes.append(f"stale, last seen {cable['last_seen_at']}")
    if cable["vlans"]:
        notes.append(f"VLAN {', '.join(map(str, cable['vlans']))}")
    return f" ({'; '.join(notes)})" if notes else ""
