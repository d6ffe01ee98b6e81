"""The programs on which most others depend, and what each of them takes down."""

import numpy as np

from cmdb_server.impact_analysis.answers import BusyProgram, CIReference
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact import blast_radius, reach_of
from impact.rows import BoolArray, IntArray, integers, plain

RUNNING_SOFTWARE = "running_software"
SERVICE = "service"
_TAKEN_DOWN_SHOWN = 10
_LOOKED_AT = 50


def busiest(snapshot: Snapshot, limit: int, computer: str | None = None) -> list[BusyProgram]:
    """Programs by how many programs and services are in their reach, then by how many CIs they take with them.

    `computer` is the uid of the computer whose programs are asked for; without it those of all computers. Only the
    programs with most CIs directly behind them are looked at.
    """
    counted = _of_families(snapshot, RUNNING_SOFTWARE, SERVICE)
    programs = _of_families(snapshot, RUNNING_SOFTWARE) & ~snapshot.owns_a_group
    if computer is not None:
        programs &= np.asarray([root == computer for root in snapshot.cis.root_uid], np.bool_)
    found = [_measured(snapshot, ci, counted) for ci in plain(_most_needed(snapshot, programs))]
    return sorted(found, key=lambda entry: (-entry.dependents, -entry.affected, entry.name, entry.uid))[:limit]


def _most_needed(snapshot: Snapshot, programs: BoolArray) -> IntArray:
    graph = snapshot.graph
    members = graph.members.values
    owners = np.repeat(graph.owner, graph.n)
    counted = _of_families(snapshot, RUNNING_SOFTWARE, SERVICE)[owners]
    direct = np.bincount(members, minlength=graph.size) + 1000 * np.bincount(members[counted], minlength=graph.size)
    numbers = np.flatnonzero(programs).astype(np.int32)
    return numbers[np.argsort(-direct[numbers], kind="stable")][:_LOOKED_AT]


def _measured(snapshot: Snapshot, ci: int, counted: BoolArray) -> BusyProgram:
    reached = reach_of(snapshot.graph, integers([ci])).cis()
    radius = blast_radius(snapshot.graph, snapshot.stakes, integers([ci]))
    affected = radius.outcome.affected()
    affected = affected[affected != ci]
    shown = affected[counted[affected]]
    return BusyProgram(
        uid=snapshot.cis.uid[ci],
        name=snapshot.cis.name[ci],
        ci_class=snapshot.cis.ci_class[ci],
        computer=_computer(snapshot, ci),
        dependents=int(np.count_nonzero(counted[reached])) - 1,
        affected=len(affected),
        takes_down=[_reference(snapshot, other) for other in plain(radius.worst_first(shown)[:_TAKEN_DOWN_SHOWN])],
    )


def _computer(snapshot: Snapshot, ci: int) -> CIReference | None:
    root = snapshot.numbers.get(snapshot.cis.root_uid[ci])
    return None if root is None or root == ci else _reference(snapshot, root)


def _reference(snapshot: Snapshot, ci: int) -> CIReference:
    return CIReference(snapshot.cis.uid[ci], snapshot.cis.name[ci], snapshot.cis.ci_class[ci])


def _of_families(snapshot: Snapshot, *families: str) -> BoolArray:
    classes = snapshot.view.registry.classes
    of_them = [name for name, spec in classes.items() if spec.family in families]
    return snapshot.of_class(of_them) & snapshot.is_counted
