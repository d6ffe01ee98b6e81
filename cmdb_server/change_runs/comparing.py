"""What was foretold of a change against what signals told while it was carried out: pure.

Only what is watched can show that a prediction was wrong: a CI of which no signal ever came is left out of account.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cmdb_server.signals.signal import CRITICAL, WARNING, Signal

Verdict = Literal["hit", "worse", "missing", "unexpected", "elsewhere", "unwatched"]
DOWN, DEGRADED = "down", "degraded"
_RANK = {"": 0, DEGRADED: 1, DOWN: 2}
_LEFT: tuple[Verdict, ...] = ("worse", "unexpected")


@dataclass(frozen=True)
class Compared:
    """A CI (uid) with the states that were foretold and seen, "" for none.

    hit: both; worse: down where degraded was foretold; missing: foretold and not seen; unexpected: seen, not foretold;
    elsewhere: seen on what the change does not reach; unwatched: foretold, but nothing ever tells of it.
    """

    uid: str
    foretold: str
    seen: str
    verdict: Verdict


@dataclass(frozen=True)
class Sight:
    """What was looked at: the CIs that the change reaches, and those of which signals ever came."""

    reached: Collection[str]
    watched: Collection[str]


def seen_states(signals: Iterable[Signal], since: int, until: int) -> dict[str, str]:
    """The worst state of each CI by the signals that began within a time; what is only information tells of none."""
    found: dict[str, str] = {}
    for signal in signals:
        if not signal.ci_uid or signal.severity < WARNING or not since <= signal.started_at <= until:
            continue
        state = DOWN if signal.severity >= CRITICAL else DEGRADED
        if _RANK[state] > _RANK[found.get(signal.ci_uid, "")]:
            found[signal.ci_uid] = state
    return found


def compared(foretold: Mapping[str, str], seen: Mapping[str, str], sight: Sight) -> list[Compared]:
    """Each CI that was foretold or seen, once, by uid."""
    return [
        Compared(uid, foretold.get(uid, ""), seen.get(uid, ""), _verdict(uid, foretold, seen, sight))
        for uid in sorted({*foretold, *seen})
    ]


def _verdict(uid: str, foretold: Mapping[str, str], seen: Mapping[str, str], sight: Sight) -> Verdict:
    before, after = foretold.get(uid, ""), seen.get(uid, "")
    if before and after:
        return "worse" if _RANK[after] > _RANK[before] else "hit"
    if before:
        return "missing" if uid in sight.watched else "unwatched"
    return "unexpected" if uid in sight.reached else "elsewhere"


def has_left(found: Sequence[Compared], outlasting: Collection[str]) -> bool:
    """Whether more happened than was foretold: of it a review tells. `outlasting` CIs were not well again in time."""
    return bool(outlasting) or any(one.verdict in _LEFT for one in found)


def counts(found: Iterable[Compared]) -> dict[str, int]:
    """How many there are of each verdict."""
    return dict(Counter(one.verdict for one in found))
