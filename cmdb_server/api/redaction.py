"""Answers as somebody may see them: what may not be seen keeps class and state, and nothing is left out.

An answer is JSON by now, whichever resource gave it: what has the `uid` of a CI is that CI, `attributes` are its
attributes, what has an `attribute` is said of that attribute. So a new resource need not know of rights to keep to
them. (2026-11; rejected: rules per answer type, which a new type could forget.)
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, TypeGuard

from cmdb_server.permissions.sight import HIDDEN, NAME, NOWHERE, REDACTED, Place, Places, Sight
from graph_schema import AttributeSpec
from graph_schema.relationships import NAMING_OTHERS

Node: TypeAlias = dict[str, Any]
CI_PREFIX = "ci_"
_ENDPOINT, _ADDRESS = "endpoint", "address"
# What of a CI that may not be seen is shown: which one it is, its class, its state, and how it counts.
_KEPT = frozenset((
    *("uid", "ci_class", "class_label", "class_path", "status", "state", "merged_into", "revision"),
    *("level", "score", "margin", "group", "counts", "dependents", "affected", "path", "weakest", "direction", "kind"),
    *("severity", "state_now", "state_then", "is_service", "then", "lasts_seconds", "on", "sites"),
))  # fmt: skip
# What stands beside an address and tells as much: the ports of a connection, what a device says in a notification.
_BESIDE_ADDRESS: Mapping[str, Any] = {_ADDRESS: None, "port": None, "ports": [], "interface_name": None, "details": {}}
# Of how much a service consists is told like how many depend on it.
_COUNTS = frozenset(("members", "shared", "services"))
_BEFORE_AND_AFTER = frozenset(("old", "new"))
# A source may be named by the address that it asks, or by the CI that it tells of.
_SOURCES, _SOURCE_PARTS = "sources", frozenset(("key", "kind", "name"))
_TOLD_OTHERWISE = frozenset((NAME, _ADDRESS))
_OF_ATTRIBUTE = frozenset(("attribute", "name", "label", "doc", "unit", "kind", "group"))


def redacted(answer: object, sight: Sight, places: Places, about: str = "") -> Any:  # noqa: ANN401 - JSON
    """An answer as the holder of `sight` may see it; `about` is the CI that was asked about, "" for none."""
    uids = {*_uids(answer), *([about] if about else [])}
    return _Redaction(sight, places(uids)).value(answer, about)


class _Redaction:
    """One answer's redaction: the CIs in it with their class and site."""

    def __init__(self, sight: Sight, places: Mapping[str, Place]) -> None:
        self._sight = sight
        self._places = places

    def value(self, value: object, about: str) -> Any:  # noqa: ANN401 - JSON
        """A value; what names no CI itself is said of `about`."""
        if is_list(value):
            return [self.value(entry, about) for entry in value]
        if is_node(value):
            return self._source(value, about) if value.keys() == _SOURCE_PARTS else self._node(value, about)
        return value

    def _node(self, node: Node, about: str) -> Node:
        uid = _ci_of(node) or about
        if _ci_of(node) and not self._sees(uid):
            return self._masked(node)
        if isinstance(node.get("attribute"), str) and node["attribute"] in self._hidden(uid):
            return _masked_statement(node)
        shown = {key: self._member(key, value, node, uid) for key, value in node.items()}
        if _ci_of(node) and NAME in self._hidden(uid) and "name" in shown:
            shown["name"] = REDACTED
        if (root := _root_of(node)) and is_node(source := node.get("source")):
            shown["source"] = self._source(source, root)
        return self._without_address(shown, node, uid)

    def _member(self, key: str, value: object, node: Node, uid: str) -> Any:  # noqa: ANN401 - JSON
        if key == "attributes":
            return self._attributes(value, node, uid)
        if key == _SOURCES or (key in _BEFORE_AND_AFTER and node.get("attribute") == _SOURCES):
            return self._sources(value, self._ends(node) or [uid], uid)
        if key == "identifiers" and is_list(value):
            return [self._identifier(text, uid) for text in value]
        if key == "steps" and is_list(value):
            return self._steps(value)
        if key in _BEFORE_AND_AFTER and is_node(value):
            return self._said(value, [end for end in (uid, *self._ends(node)) if end], NAMING_OTHERS)
        if isinstance(value, str) and key not in _TOLD_OTHERWISE and key in self._hidden(_ci_of(node)):
            return HIDDEN
        return self.value(value, uid)

    def _sources(self, value: object, ends: list[str], uid: str) -> Any:  # noqa: ANN401 - JSON
        if not is_list(value):
            return value
        if not all(map(self._sees, ends)):
            return []
        return [self._key(key, uid) if isinstance(key, str) else self.value(key, uid) for key in value]

    def _key(self, key: str, uid: str) -> str:
        return self._sight.source_key(key, self._place(uid)) if uid else key

    def _source(self, node: Node, uid: str) -> Node:
        key = self._key(str(node["key"]), uid)
        return node if key == node["key"] else {**node, "key": key, "name": HIDDEN}

    def _attributes(self, value: object, node: Node, uid: str) -> Any:  # noqa: ANN401 - JSON
        """Attributes by name or as a list, of a CI, of something said of one, or of the relationship between two."""
        ends = self._ends(node)
        if ends:
            return self._said(value, ends, NAMING_OTHERS)
        if not _ci_of(node):
            return self._said(value, [uid], frozenset())
        spec = self._sight.registry.classes.get(self._place(uid).ci_class)
        hidden = [entry for entry in spec.attributes.values() if entry.name in self._hidden(uid)] if spec else []
        names = {entry.name for entry in hidden}
        if is_node(value):
            shown = {name: entry for name, entry in value.items() if name not in names}
            return shown | dict.fromkeys(sorted(names - {NAME}), HIDDEN)
        if not is_list(value):
            return value
        entries = [entry for entry in value if not (is_node(entry) and entry.get("name") in names)]
        return [*(self.value(entry, uid) for entry in entries), *map(_hidden_attribute, hidden)]

    def _said(self, value: object, ends: list[str], hidden: frozenset[str]) -> Any:  # noqa: ANN401 - JSON
        if not is_node(value):
            return self.value(value, ends[0])
        hidden = hidden.union(*map(self._hidden, ends), *(self._sight.hidden_facts(self._place(end)) for end in ends))
        is_lost = not all(map(self._sees, ends))
        return {name: HIDDEN if is_lost or name in hidden else entry for name, entry in value.items()}

    def _steps(self, steps: list[Any]) -> list[Any]:
        """The steps of a path; what a step rests on tells of both its ends."""
        found: list[Any] = []
        before = ""
        for step in steps:
            shown = self.value(step, before)
            uid = _ci_of(step) if is_node(step) else ""
            if is_node(shown) and not all(self._shows_address(end) for end in (before, uid) if end):
                shown["relationship"] = _without_evidence(step.get("relationship"))
            found.append(shown)
            before = uid
        return found

    def _masked(self, node: Node) -> Node:
        kept = {key: value if _is_kept(key, value) else self._mask(value) for key, value in node.items()}
        return {**kept, "redacted": True}

    def _mask(self, value: object) -> Any:  # noqa: ANN401 - JSON
        if is_list(value):
            return [self.value(entry, "") for entry in value if is_node(entry) and _ci_of(entry)]
        if is_node(value):
            return self.value(value, "") if _ci_of(value) else {}
        return REDACTED if isinstance(value, str) else None

    def _identifier(self, text: object, uid: str) -> object:
        """An identifier begins with the name of its rule, mostly an attribute; unknown ones may hold any."""
        hidden = self._hidden(uid)
        rule = str(text).partition(":")[0]
        spec = self._sight.registry.classes.get(self._place(uid).ci_class)
        is_readable = spec is not None and rule in spec.attributes and rule not in hidden
        return text if is_readable or not hidden else f"{rule}:{HIDDEN}"

    def _without_address(self, shown: Node, node: Node, uid: str) -> Node:
        """What stands beside a connection's peer is the peer's address, else it is that of the CI itself."""
        peer = node.get("peer")
        if _ADDRESS in node and not (self._shows_address(_ci_of(peer) if is_node(peer) else uid)):
            shown |= {name: left for name, left in _BESIDE_ADDRESS.items() if name in shown}
        return shown

    def _shows_address(self, uid: str) -> bool:
        place = self._place(uid)
        return not uid or (self._sight.sees(place) and _ADDRESS not in self._sight.hidden(Place(_ENDPOINT, place.site)))

    def _ends(self, node: Node) -> list[str]:
        """The CIs that a relationship connects, as far as it names them."""
        other = node.get("other")
        ends = (_ci_of(other) if is_node(other) else "", node.get("source"), node.get("target"))
        return [end for end in ends if isinstance(end, str) and end.startswith(CI_PREFIX)]

    def _place(self, uid: str) -> Place:
        return self._places.get(uid, NOWHERE)

    def _sees(self, uid: str) -> bool:
        return not uid or self._sight.sees(self._place(uid))

    def _hidden(self, uid: str) -> frozenset[str]:
        return self._sight.hidden(self._place(uid)) if uid else frozenset()


def _is_kept(key: str, value: object) -> bool:
    return key in _KEPT or key.endswith("_at") or (key in _COUNTS and isinstance(value, int))


def is_node(value: object) -> TypeGuard[Node]:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a JSON array."""
    return isinstance(value, list)


def _ci_of(node: Node) -> str:
    """The CI that an object stands for, "" for another thing."""
    uid = node.get("uid")
    return uid if isinstance(uid, str) and uid.startswith(CI_PREFIX) else ""


def _root_of(node: Node) -> str:
    """The CI that a source tells of, where an object says it."""
    uid = node.get("root_uid")
    return uid if isinstance(uid, str) and uid.startswith(CI_PREFIX) else ""


def _uids(value: object) -> Iterator[str]:
    if is_list(value):
        for entry in value:
            yield from _uids(entry)
    elif is_node(value):
        for key in ("uid", "source", "target", "root_uid"):
            if isinstance(found := value.get(key), str) and found.startswith(CI_PREFIX):
                yield found
        for entry in value.values():
            yield from _uids(entry)


def _hidden_attribute(spec: AttributeSpec) -> Node:
    """An attribute of a CI of which only the declaration is told, whether or not it has a value."""
    said: Node = {"name": spec.name, "label": spec.label, "doc": spec.doc, "kind": spec.kind, "unit": spec.options.unit}
    return {**said, "value": None, "source": None, "observed_at": None, "claims": [], "hidden": True}


def _masked_statement(node: Node) -> Node:
    """What is said of a hidden attribute: that there is such an attribute."""
    kept = {key: value if key in _OF_ATTRIBUTE else _nothing(value) for key, value in node.items()}
    return {**kept, "hidden": True}


def _nothing(value: object) -> list[Any] | None:
    return [] if is_list(value) else None


def _without_evidence(relationship: object) -> object:
    return {**relationship, "evidence": []} if is_node(relationship) else relationship
