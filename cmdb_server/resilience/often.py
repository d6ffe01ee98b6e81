"""How often a CI is in each state, what that rests on, and whose improvement helps most."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cmdb_server.graph_store.queries import resilience as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history.reading import Past
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.resilience.answers import AssumedShare, AvailabilityAnswer, Contributor
from cmdb_server.single_points.ranking import point_ci
from cmdb_server.timestamps import rfc3339
from impact import Availability, State, availability, candidates
from impact.rows import FloatArray, integers, plain

MINUTES_A_YEAR = 365.25 * 24 * 60
_CHUNK = 5_000
_LARGEST_WORK = 200_000_000
_FEWEST_SAMPLES, _SAMPLES = 2_000, 100_000
_CONTRIBUTORS = 20


class Shares(NamedTuple):
    """How often each CI works by itself (by number), which of them say so themselves, and what is agreed for them."""

    works: FloatArray
    stated: frozenset[int]
    targets: dict[int, float]


class Draws(NamedTuple):
    """How a simulation is made: None for as many samples as are quick, seed to repeat it."""

    samples: int | None = None
    seed: int = 1


QUICK = Draws()


def shares_of(store: GraphStore, snapshot: Snapshot, cis: Sequence[int]) -> Shares:
    """How often some CIs work by themselves: what sources say, else what their classes declare; 1 for all others."""
    works = np.ones(snapshot.graph.size)
    stated: set[int] = set()
    targets: dict[int, float] = {}
    for ci in cis:
        works[ci] = snapshot.view.registry.ci_class(snapshot.cis.ci_class[ci]).availability
    for start in range(0, len(cis), _CHUNK):
        uids = [snapshot.cis.uid[ci] for ci in cis[start : start + _CHUNK]]
        for uid, share, target in _told(store, snapshot.as_of, uids):
            if 0 <= share <= 1:
                works[snapshot.numbers[uid]] = share
                stated.add(snapshot.numbers[uid])
            if 0 < target <= 1:
                targets[snapshot.numbers[uid]] = target
    return Shares(works, frozenset(stated), targets)


def _told(store: GraphStore, at: int | None, uids: Sequence[str]) -> list[tuple[str, float, float]]:
    """What sources say, now or at a time: of each CI how often it works, and what is agreed (each -1 where nothing)."""
    if at is None:
        row = store.read(lambda tx: tx.run(queries.AVAILABILITIES, uids=list(uids)))[0]
        return list(zip(row["uid"], row["availability"], row["target"], strict=True))
    past = store.read(lambda tx: Past(tx, at).cis(uids))
    return [(uid, ci.get("availability", -1.0), ci.get("availability_target", -1.0)) for uid, ci in past.items()]


def how_often(store: GraphStore, snapshot: Snapshot, ci: int, draws: Draws = QUICK) -> AvailabilityAnswer:
    """The answer for one CI, of the time of the snapshot."""
    behind = plain(candidates(snapshot.graph, integers([ci]), snapshot.access.ways).cis())
    shares = shares_of(store, snapshot, behind)
    quick = min(max(_LARGEST_WORK // max(len(behind), 1), _FEWEST_SAMPLES), _SAMPLES)
    samples = draws.samples or quick
    found = availability(snapshot.graph, shares.works, ci, samples=samples, seed=draws.seed, access=snapshot.access)
    target = shares.targets.get(ci)
    imperfect = [one for one in behind if shares.works[one] < 1]
    down, degraded = (found.states[state] * MINUTES_A_YEAR for state in (State.DOWN, State.DEGRADED))
    return AvailabilityAnswer(
        ci=point_ci(snapshot, ci),
        method=found.method,
        states={state.word: share for state, share in found.states.items()},
        standard_error={state.word: error for state, error in found.standard_error.items()},
        works=found.works,
        minutes_down_a_year=down,
        minutes_degraded_a_year=degraded,
        in_words=f"{duration(down)} a year down, {duration(degraded)} degraded",
        target=target,
        meets_target=None if target is None else found.works >= target,
        cases=found.cases,
        samples=found.samples,
        seed=found.seed,
        behind=len(behind),
        imperfect=len(imperfect),
        stated=len(shares.stated & set(imperfect)),
        assumed=_assumed(snapshot, imperfect, shares),
        contributors=_contributors(snapshot, found, shares),
        snapshot_at=rfc3339(snapshot.taken_at),
    )


def duration(minutes: float) -> str:
    """Minutes as people say them.

    >>> duration(0.4), duration(52.6), duration(525.96), duration(20_000)
    ('less than a minute', '53 minutes', '8.8 hours', '13.9 days')
    """
    if minutes < 1:
        return "less than a minute" if minutes > 0 else "no time"
    steps = ((24 * 60 * 2, 24 * 60, "days"), (120, 60, "hours"))
    for least, unit, word in steps:
        if minutes >= least:
            return f"{minutes / unit:.1f} {word}"
    return f"{minutes:.0f} minutes" if minutes >= 1.5 else "1 minute"  # noqa: PLR2004 - from here on it is two


def _assumed(snapshot: Snapshot, imperfect: Sequence[int], shares: Shares) -> list[AssumedShare]:
    counts = Counter(
        (snapshot.cis.ci_class[ci], float(shares.works[ci])) for ci in imperfect if ci not in shares.stated
    )
    return [
        AssumedShare(name, share, count) for (name, share), count in sorted(counts.items(), key=lambda one: -one[1])
    ]


def _contributors(snapshot: Snapshot, found: Availability, shares: Shares) -> list[Contributor]:
    ranked = sorted(found.gains.items(), key=lambda entry: (-entry[1], entry[0]))[:_CONTRIBUTORS]
    return [
        Contributor(point_ci(snapshot, ci), float(shares.works[ci]), ci in shares.stated, gain * MINUTES_A_YEAR)
        for ci, gain in ranked
        if gain > 0
    ]
