"""A network map in the language of Graphviz (https://graphviz.org/doc/info/lang.html)."""

from collections.abc import Iterator
from typing import Any

from cmdb_server.cli.map_folding import folds, plain


def dot(found: dict[str, Any], *, is_unfolded: bool) -> Iterator[str]:
    """The lines of the graph: the layers from top to bottom, the ports at the ends of the links."""
    devices = found["devices"]
    folded = folds(devices, is_unfolded=is_unfolded)
    box_of: dict[str, str] = {uid: fold.uid for fold in folded for uid in fold.devices}
    yield "graph network {"
    yield "  rankdir=TB; node [shape=box, fontsize=10]; edge [fontsize=8];"
    for layer in found["layers"]:
        single = [one for one in devices if one["layer"] == layer["layer"] and one["uid"] not in box_of]
        yield "  { rank=same;" if layer["layer"] is not None else "  {"
        yield from (_node(one["uid"], f"{one['name']}\n{one['class_label']}", one["status"]) for one in single)
        yield from (_node(fold.uid, fold.title, "active") for fold in folded if fold.layer == layer["layer"])
        yield "  }"
    drawn: set[tuple[str, ...]] = set()
    for link in found["links"]:
        ends = tuple(box_of.get(uid, uid) for uid in (str(link["source"]), str(link["target"])))
        if ends not in drawn:
            drawn.add(ends)
            yield _edge(ends, link, is_fold=any(end in box_of for end in (link["source"], link["target"])))
    yield "}"


def _node(key: str, label: str, status: str) -> str:
    style = ' style="dashed"' if status != "active" else ""
    return f"    {_quoted(key)} [label={_quoted(label)}{style}];"


def _edge(ends: tuple[str, ...], link: dict[str, Any], *, is_fold: bool) -> str:
    cable = link["cables"][0]
    said: dict[str, str] = {}
    if not is_fold:
        said = {"taillabel": cable["port"]["name"], "headlabel": cable["peer"]["name"]}
    if link["members"] > 1:
        said["label"] = f"x{link['members']}"
    if link["is_inferred"]:
        said["style"] = "dashed"
    if link["is_stale"]:
        said["color"] = "gray"
    attributes = ", ".join(f"{name}={_quoted(value)}" for name, value in said.items())
    return f"  {_quoted(ends[0])} -- {_quoted(ends[1])} [{attributes}];"


def _quoted(text: str) -> str:
    """A double-quoted string; a line break is the only escape that is let through."""
    parts = [plain(part).replace("\\", "\\\\").replace('"', '\\"') for part in text.split("\n")]
    return '"' + "\\n".join(parts) + '"'
