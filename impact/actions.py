"""What people and time do to CIs, and what enters a question by it: action x class x relationship type, as data.

An action on a CI takes the effects of the most specific class that the table knows for it. An effect falls on the CI
itself or on what one relationship type leads to; what else breaks is for the question to say. So a blocked port takes
down endpoints, and what needs them, but not the machine and its other services.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from impact.rows import IntArray, integers
from impact.states import State

On: TypeAlias = Literal["itself", "sources", "targets"]
ANY_CLASS = "ci"
_MINUTE = 60


class ActionError(ValueError):
    """An action that the table does not know, or not for the class of the CI."""


@dataclass(frozen=True)
class Effect:
    """What `action` on a CI of `ci_class` does, for `lasts_seconds` (None: until somebody undoes it).

    It falls on the CI itself, or on the `sources` or `targets` of its relationships of one type, and with `repeats` on
    those of these too, as a site holds rooms that hold racks.
    """

    action: str
    ci_class: str
    state: State
    lasts_seconds: int | None = None
    on: On = "itself"
    relationship: str = ""
    repeats: bool = False


class Relation(NamedTuple):
    """One relationship between CIs by number."""

    source: int
    type: str
    target: int


@dataclass(frozen=True)
class Entry:
    """A CI that enters the question, and the effect that brings it in."""

    ci: int
    effect: Effect


EFFECTS: tuple[Effect, ...] = (
    Effect("power_off", ANY_CLASS, State.DOWN),
    Effect("restart", ANY_CLASS, State.DOWN, 2 * _MINUTE),
    Effect("restart", "device", State.DOWN, 10 * _MINUTE),
    Effect("upgrade", ANY_CLASS, State.DOWN, 30 * _MINUTE),
    Effect("failover", ANY_CLASS, State.DEGRADED, 2 * _MINUTE),
    Effect("failover", "software_instance", State.DOWN, 2 * _MINUTE),
    Effect("port_block", "endpoint", State.DOWN),
    Effect("port_block", "software_instance", State.DOWN, on="sources", relationship="PROVIDED_BY"),
    Effect("configuration_change", ANY_CLASS, State.DEGRADED, 5 * _MINUTE),
    Effect("disconnect", "network_interface", State.DOWN),
    Effect("disconnect", "device", State.DOWN),
    Effect("decommission", ANY_CLASS, State.DOWN),
    Effect("site_lost", "site", State.DOWN, on="sources", relationship="LOCATED_IN", repeats=True),
    Effect("certificate_expires", "certificate", State.DOWN),
    Effect("certificate_expires", "endpoint", State.DOWN),
    Effect("certificate_expires", "software_instance", State.DOWN, on="sources", relationship="PROVIDED_BY"),
)


def preview(
    action: str,
    cis: Iterable[int],
    classes: Sequence[Sequence[str]],
    relations: Iterable[Relation],
    effects: Sequence[Effect] = EFFECTS,
) -> list[Entry]:
    """What enters a question when `action` is done to CIs. O(relations + answer).

    `classes` holds for each CI its class and that class's parents, the most specific first. Raises ActionError.

    >>> web = [Relation(0, "PROVIDED_BY", 1), Relation(1, "RUNS_ON", 2)]
    >>> lineages = [["endpoint"], ["software_instance"], ["server", "device"]]
    >>> [(entry.ci, entry.effect.state.word) for entry in preview("port_block", [1], lineages, web)]
    [(0, 'down')]
    """
    related: dict[tuple[On, str, int], list[int]] = defaultdict(list)
    for source, kind, target in relations:
        related["sources", kind, target].append(source)
        related["targets", kind, source].append(target)
    found: dict[tuple[int, Effect], None] = {}
    for ci in cis:
        for effect in _effects_on(action, classes[ci], effects):
            found |= dict.fromkeys((other, effect) for other in _hit(ci, effect, related))
    return [Entry(ci, effect) for ci, effect in found]


def entering(entries: Iterable[Entry], after_seconds: int = 0) -> tuple[IntArray, IntArray]:
    """The CIs that are down and those that are degraded so long after the action began, as a question takes them."""
    lasting = [entry for entry in entries if _lasts(entry.effect, after_seconds)]
    down = {entry.ci for entry in lasting if entry.effect.state == State.DOWN}
    degraded = {entry.ci for entry in lasting if entry.effect.state == State.DEGRADED} - down
    return integers(sorted(down)), integers(sorted(degraded))


def _lasts(effect: Effect, after_seconds: int) -> bool:
    return effect.lasts_seconds is None or after_seconds < effect.lasts_seconds


def _effects_on(action: str, lineage: Sequence[str], effects: Sequence[Effect]) -> list[Effect]:
    known = [effect for effect in effects if effect.action == action]
    if not known:
        actions = ", ".join(sorted({effect.action for effect in effects}))
        message = f"action {action!r} is unknown; use one of {actions}"
        raise ActionError(message)
    for ci_class in (*lineage, ANY_CLASS):
        if found := [effect for effect in known if effect.ci_class == ci_class]:
            return found
    classes = ", ".join(sorted({effect.ci_class for effect in known}))
    message = f"action {action!r} is not for a CI of class {lineage[0]!r}; choose one of class {classes}"
    raise ActionError(message)


def _hit(ci: int, effect: Effect, related: Mapping[tuple[On, str, int], Sequence[int]]) -> list[int]:
    if effect.on == "itself":
        return [ci]
    found = dict.fromkeys(related.get((effect.on, effect.relationship, ci), ()))
    waiting = list(found) if effect.repeats else []
    for other in waiting:
        for further in related.get((effect.on, effect.relationship, other), ()):
            if further not in found and further != ci:
                found[further] = None
                waiting.append(further)
    return list(found)
