"""What people and time do to CIs, and how it enters the question, by the table of actions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cmdb_server.errors import FieldError
from cmdb_server.graph_store.queries import impact as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.answers import Entering
from cmdb_server.impact_analysis.question import ActionOn, ImpactQuestionError, UnknownCIError, find
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.impact_analysis.whatif import rerouted
from impact import ActionError, Effect, Entry, Relation, State, preview
from impact.actions import ANY_CLASS
from impact.rows import IntArray, integers, plain

_PROVIDED_BY, _DEPENDS_ON, _HAS_MEMBER = "PROVIDED_BY", "DEPENDS_ON", "HAS_MEMBER"
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True)
class Done:
    """One CI that an action brings in, the action, and the CI it is done to."""

    entry: Entry
    action: str
    on: int


def done_by(store: GraphStore, snapshot: Snapshot, asked: Sequence[ActionOn], effects: Sequence[Effect]) -> list[Done]:
    """What enters by actions, in their order. Raises UnknownCIError and ImpactQuestionError."""
    found: list[Done] = []
    for turn, action in enumerate(asked):
        ci = _meant(store, snapshot, action.uid, f"actions[{turn}].uid")
        try:
            entries = preview(
                action.action,
                [ci],
                _Lineages(snapshot),
                _relations_near(snapshot, ci, _of_action(effects, action.action)),
                effects,
            )
        except ActionError as error:
            message, _, remedy = str(error).partition("; ")
            said = message.removeprefix(f"action {action.action!r} ")
            refused = FieldError(f"actions[{turn}].action", action.action, said, remedy)
            raise ImpactQuestionError(refused) from error
        found += [Done(entry, action.action, ci) for entry in entries if snapshot.is_counted[entry.ci]]
    return found


def _meant(store: GraphStore, snapshot: Snapshot, name: str, field: str) -> int:
    """The CI that somebody names: by uid, by name, or the endpoint at a port of a device or program (db1:5432)."""
    try:
        return find(snapshot, name, field)
    except UnknownCIError:
        owner, _, port = name.rpartition(":")
        if not (owner and port.isdecimal()):
            raise
        ci = find(snapshot, owner, field)
    ports = _ports(store, snapshot, _endpoints(snapshot, ci))
    listening = [end for end, number in ports.items() if number == int(port)]
    if not listening:
        message = f"has no port {port} that anybody has seen"
        raise UnknownCIError(FieldError(field, name, message, "name a CI, or one that listens with its port"))
    return listening[0]


def _endpoints(snapshot: Snapshot, ci: int) -> list[int]:
    """The endpoints of a device or of a program."""
    uid = snapshot.cis.uid[ci]
    found = plain(np.flatnonzero(snapshot.of_class(["endpoint"]) & snapshot.is_counted).astype(np.int32))
    return [end for end in found if snapshot.cis.root_uid[end] == uid or ci in _programs(snapshot, end)]


def _ports(store: GraphStore, snapshot: Snapshot, endpoints: Sequence[int]) -> dict[int, int]:
    """The ports of endpoints, by number; 0 for what has none."""
    uids = [snapshot.cis.uid[ci] for ci in endpoints]
    row = store.read(lambda tx: tx.run(queries.PORTS, uids=uids))[0]
    return {snapshot.numbers[uid]: port for uid, port in zip(row["uid"], row["port"], strict=True)}


class _Lineages(Sequence[Sequence[str]]):
    """The class of each CI with its parents, the most specific first."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def __getitem__(self, ci: int) -> Sequence[str]:  # pyright: ignore[reportIncompatibleMethodOverride] - no slices are asked
        name = self._snapshot.cis.ci_class[ci]
        spec = self._snapshot.view.registry.classes.get(name)
        return (name, *spec.parents) if spec else (name, ANY_CLASS)

    def __len__(self) -> int:
        return len(self._snapshot.cis.uid)


def _of_action(effects: Sequence[Effect], action: str) -> list[Effect]:
    return [effect for effect in effects if effect.action == action and effect.on != "itself"]


def _relations_near(snapshot: Snapshot, ci: int, effects: Sequence[Effect]) -> list[Relation]:
    """The relationships that effects on a CI may follow. O(relationships) for each step."""
    found: list[Relation] = []
    columns, types = snapshot.relationships, snapshot.view.types
    for kind in dict.fromkeys(effect.relationship for effect in effects if effect.relationship in types):
        positions = np.flatnonzero((columns.type == types.index(kind)) & (columns.source >= 0)).astype(np.int32)
        repeats = any(effect.repeats for effect in effects if effect.relationship == kind)
        ends = np.stack([columns.source[positions], columns.target[positions]])
        known, wave = integers([ci]), integers([ci])
        while len(wave):
            touching = np.isin(ends, wave).any(axis=0)
            found += [Relation(source, kind, target) for source, target in ends[:, touching].T.tolist()]
            wave = np.setdiff1d(ends[:, touching], known) if repeats else integers([])
            known = np.union1d(known, wave)
    return list(dict.fromkeys(found))


def entering(snapshot: Snapshot, done: Sequence[Done]) -> list[Entering]:
    """What enters by actions, for people."""
    cis = snapshot.cis
    return [
        Entering(
            uid=cis.uid[one.entry.ci],
            name=cis.name[one.entry.ci],
            ci_class=cis.ci_class[one.entry.ci],
            state=one.entry.effect.state.word,
            lasts_seconds=one.entry.effect.lasts_seconds,
            action=one.action,
            on=cis.uid[one.on],
            because=_because(snapshot, one),
        )
        for one in done
    ]


def _because(snapshot: Snapshot, one: Done) -> str:
    effect, name = one.entry.effect, snapshot.cis.name[one.on]
    what = f"{one.action.replace('_', ' ')} of {name}"
    state = effect.state.word
    lasts = "until somebody undoes it" if effect.lasts_seconds is None else f"for {_duration(effect.lasts_seconds)}"
    if effect.on == "itself":
        return f"{what}: {state} {lasts}"
    how = f"{effect.relationship} {name}" if effect.on == "sources" else f"{name} {effect.relationship} it"
    return f"{what}: {state} {lasts}, because {how}" + (", directly or not" if effect.repeats else "")


def _duration(seconds: int) -> str:
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    count = seconds // size
    return f"{count} {unit}" + ("" if count == 1 else "s")


def lasting(done: Sequence[Done], after_seconds: int) -> dict[State, list[int]]:
    """The CIs that are down and those that are degraded so long after the actions began."""
    found: dict[State, list[int]] = {State.DOWN: [], State.DEGRADED: []}
    for one in done:
        lasts = one.entry.effect.lasts_seconds
        if lasts is None or after_seconds < lasts:
            found[one.entry.effect.state].append(one.entry.ci)
    return found


def through_ports(store: GraphStore, snapshot: Snapshot, done: Sequence[Done]) -> Snapshot:
    """The snapshot in which whoever uses a blocked port needs its endpoint, as surely as the program behind it.

    Relationships lead to the program that serves a port, since that is what fails; where an action takes down the
    endpoint alone, those that use its port lose it, and the program with its other ports stays.
    """
    endpoints = [ci for ci in dict.fromkeys(one.entry.ci for one in done) if _programs(snapshot, ci)]
    if not endpoints:
        return snapshot
    ports = _ports(store, snapshot, endpoints)
    for ci in endpoints:
        snapshot = _through(snapshot, ci, ports.get(ci, 0))
    return snapshot


def _through(snapshot: Snapshot, endpoint: int, port: int) -> Snapshot:
    columns, types = snapshot.relationships, snapshot.view.types
    needs, has = types.index(_DEPENDS_ON), types.index(_HAS_MEMBER)
    if not port:
        return snapshot
    uses_port = (columns.type == needs) & (columns.port == port) & (columns.source >= 0)
    for program in _programs(snapshot, endpoint):
        to_program = (columns.target == program) & (columns.source >= 0)
        moved = to_program & uses_port
        pools = np.unique(columns.source[to_program & (columns.type == has)])
        used = [pool for pool in plain(integers(pools)) if np.any(uses_port & (columns.target == pool))]
        moved |= to_program & (columns.type == has) & np.isin(columns.source, used)
        snapshot = rerouted(snapshot, np.flatnonzero(moved).astype(np.int32), endpoint)
    return snapshot


def _programs(snapshot: Snapshot, endpoint: int) -> list[int]:
    """The programs that serve an endpoint."""
    found: IntArray = snapshot.relationships_of.of(endpoint)
    serves = snapshot.view.types.index(_PROVIDED_BY)
    return plain(snapshot.relationships.target[found[snapshot.relationships.type[found] == serves]])
