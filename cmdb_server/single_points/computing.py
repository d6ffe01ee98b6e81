"""Whom each CI takes with it alone: computed once a state of the graph, in the background where it takes long."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from cmdb_server.errors import CmdbError
from cmdb_server.impact_analysis.changes import NO_CHANGES, Changes
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact import Access, Graph, SinglePoints, State, all_single_points_with_access

WAITS_SECONDS = 1.0
_KEPT_OTHERS = 2
_log = logging.getLogger(__name__)


class Found(NamedTuple):
    """The points of a snapshot; `progress` (0 to 1) is set while those of a newer one are computed."""

    snapshot: Snapshot
    points: SinglePoints
    progress: float | None = None


class NotReady(NamedTuple):
    """The first ones are being computed."""

    progress: float


class PointsFailedError(CmdbError):
    """The computation in the background broke off; the next question begins it again."""

    def __init__(self) -> None:
        """500: the cause is in the log, since it may name what whoever asks may not see."""
        remedy = "ask again, and report `single_points_failed` of the server's log if it stays so"
        super().__init__(f"the single points of failure could not be computed; {remedy}", 500, "computation_failed")


class _Asked(NamedTuple):
    """A question, as the answers to it are kept: a level, of now or of a time, as things are or as they may be."""

    level: State
    as_of: int | None
    changes: Changes

    @property
    def is_of_now(self) -> bool:
        """Whether it is asked again and again."""
        return self.as_of is None and not self.changes


@dataclass
class _Work:
    """A computation that runs, or one that failed and of which nobody has been told."""

    thread: threading.Thread
    done: float = field(default=0.0)
    has_failed: bool = field(default=False)


class Computing:
    """Keeps the points of the last state of the graph that was asked about, and of a few past and assumed ones."""

    def __init__(self, waits_seconds: float = WAITS_SECONDS) -> None:
        """`waits_seconds` is how long a question waits for an answer that is not there yet."""
        self._waits_seconds = waits_seconds
        self._kept: dict[_Asked, Found] = {}
        self._works: dict[_Asked, _Work] = {}
        self._lock = threading.Lock()

    def ask(self, snapshot: Snapshot, level: State, changes: Changes = NO_CHANGES) -> Found | NotReady:
        """The points of a snapshot; where they take long those of the last one, or how far the first ones are.

        `changes` are in the snapshot already: answers are kept by them. Raises PointsFailedError.
        """
        asked = _Asked(level, snapshot.as_of, changes)
        with self._lock:
            found = self._fitting(asked, snapshot)
            if found is not None:
                return found
            work = self._works.get(asked) or self._begin(asked, snapshot)
        work.thread.join(self._waits_seconds)
        with self._lock:
            found = self._fitting(asked, snapshot)
            if found is not None:
                return found
            if work.has_failed:
                if self._works.get(asked) is work:
                    del self._works[asked]
                raise PointsFailedError
            old = self._kept.get(asked)
            return NotReady(work.done) if old is None else old._replace(progress=work.done)

    def complete(self, snapshot: Snapshot, level: State, changes: Changes = NO_CHANGES) -> Found:
        """The points of a snapshot, however long they take."""
        asked = _Asked(level, snapshot.as_of, changes)
        with self._lock:
            found = self._fitting(asked, snapshot)
        return found or self._solved(asked, snapshot, lambda _: None)

    def _fitting(self, asked: _Asked, snapshot: Snapshot) -> Found | None:
        """What is kept, if who needs what is still the same; names and the like are those of now."""
        kept = self._kept.get(asked)
        if kept is None or not _is_same(kept.snapshot, snapshot):
            return None
        self._kept[asked] = kept._replace(snapshot=snapshot)
        return self._kept[asked]

    def _begin(self, asked: _Asked, snapshot: Snapshot) -> _Work:
        def run() -> None:
            try:
                self._solved(asked, snapshot, lambda share: setattr(work, "done", share))
            except Exception:  # noqa: BLE001 - whatever it is, whoever asks next has to hear of it
                # Nobody waits for this thread: it is told to whoever asks next, also where that is a while later.
                _log.exception("single_points_failed")
                work.has_failed = True
                return
            with self._lock:
                del self._works[asked]

        work = _Work(threading.Thread(target=run, name="single-points", daemon=True))
        self._works[asked] = work
        work.thread.start()
        return work

    def _solved(self, asked: _Asked, snapshot: Snapshot, tell: Callable[[float], None]) -> Found:
        began = time.perf_counter()
        points = all_single_points_with_access(snapshot.graph, snapshot.access, asked.level, tell)
        found = Found(snapshot, points)
        with self._lock:
            self._kept[asked] = found
            others = [key for key in self._kept if not key.is_of_now]
            for key in others[:-_KEPT_OTHERS]:
                del self._kept[key]
        took = round(1000 * (time.perf_counter() - began))
        _log.info("single_points_computed", extra={"cis": snapshot.graph.size, "milliseconds": took})
        return found


def _is_same(one: Snapshot, other: Snapshot) -> bool:
    """Whether they have the same CIs, these need the same, and the network between them is the same."""
    if one is other:
        return True
    is_same = one.graph is other.graph or _is_same_graph(one.graph, other.graph)
    is_same = is_same and (one.access is other.access or _is_same_access(one.access, other.access))
    return is_same and list(one.cis.uid) == list(other.cis.uid)


def _is_same_graph(one: Graph, other: Graph) -> bool:
    pairs = (
        (one.owner, other.owner),
        (one.k, other.k),
        (one.is_soft, other.is_soft),
        (one.members.starts, other.members.starts),
        (one.members.values, other.members.values),
    )
    return one.size == other.size and all(np.array_equal(first, second) for first, second in pairs)


def _is_same_access(one: Access, other: Access) -> bool:
    pairs = (
        (one.ci, other.ci),
        (one.gateway, other.gateway),
        (one.network.one, other.network.one),
        (one.network.other, other.network.other),
    )
    return all(np.array_equal(first, second) for first, second in pairs)
