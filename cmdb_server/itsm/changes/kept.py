"""What follows of plans, kept for as long as it is true: what each works on and hits, and how two collide.

The rule: an answer is kept for one snapshot, one version of the table of actions, and the CIs and actions of a plan; it
is a pure function of these. Every commit that touches a CI makes another snapshot with the next question, and the
version is read with every question, so nobody is told what a fresh computation would not tell. Approvals, which are
bound to such facts, lapse exactly when they did without it. Whatever else a plan is judged by is read each time: the
changes of its time, rules, outcomes, what is not known, and the clock.
"""

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar
from weakref import ref

from cmdb_server.impact_analysis.snapshot import Snapshot

MOST = 50_000
T = TypeVar("T")


class Keep:
    """Answers of one snapshot and one version; what is not kept is computed."""

    def __init__(self, most: int) -> None:
        """Keeps at most so many answers."""
        self._most, self._answers = most, dict[Hashable, Any]()

    def one(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The answer under a key."""
        return self.each([key], lambda _: [compute()])[0]

    def each(self, keys: Sequence[Hashable], compute: Callable[[Sequence[int]], Sequence[T]]) -> list[T]:
        """The answers under keys; `compute` is given the turns of those that are missing, and answers in that order."""
        answers = self._answers  # never gets smaller, another one takes its place
        known = {key: answers[key] for key in keys if key in answers}
        missing = list({key: turn for turn, key in enumerate(keys) if key not in known}.values())
        made = dict(zip((keys[turn] for turn in missing), compute(missing), strict=True)) if missing else {}
        if len(answers) + len(made) > self._most:
            answers = self._answers = {}
        if len(made) <= self._most:
            answers.update(made)
        known.update(made)
        return [known[key] for key in keys]


class KeptPlans:
    """Keeps answers of the newest snapshot that was asked about; safe to use from several threads."""

    def __init__(self, most: int = MOST) -> None:
        """Keeps at most so many answers, and none at all with 0."""
        self._most, self._lock = most, threading.Lock()
        self._keep = Keep(most)
        self._of: tuple[Callable[[], Snapshot | None], int] = (no_snapshot, -1)

    def at(self, snapshot: Snapshot, version: int) -> Keep:
        """What is kept of a snapshot and a version; what is kept of others is forgotten."""
        with self._lock:
            known, at = self._of
            if known() is not snapshot or at != version:
                self._of, self._keep = (ref(snapshot), version), Keep(self._most)
            return self._keep


def no_snapshot() -> Snapshot | None:
    """What nothing is kept of."""
    return None
