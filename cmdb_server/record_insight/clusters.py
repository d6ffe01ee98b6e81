"""Incidents that may have one problem behind them: by the CI at fault, by what they affect, by way, by text. Pure."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Shared = Literal["cause", "affected", "path", "text"]
_FEWEST = {"cause": 2, "affected": 2, "path": 3, "text": 3}
_ALIKE = 0.5
_MOST_CANDIDATES = 20
# Of many candidates some are on the way of more incidents than chance has it by chance: twice as often tells something.
_LEAST_LIFT = 2.0
_WORD = re.compile(r"[^\W_]{3,}")


@dataclass(frozen=True)
class Happened:
    """An incident: its title, the CI at fault ("" unknown), what it affects, and all that this needs (uids)."""

    number: str
    title: str
    cause: str
    affects: frozenset[str]
    needs: frozenset[str]


_Best = tuple[str, list[Happened]] | None


@dataclass(frozen=True)
class Cluster:
    """Incidents (numbers, in the order given) with what they share: a CI (uid), or the words of the first's title."""

    shared: Shared
    ci: str
    numbers: tuple[str, ...]


def clusters(incidents: Sequence[Happened], share_of: Callable[[str], float]) -> list[Cluster]:
    """The groups, the largest of the surest kind first; each incident is in one at most.

    `share_of` answers which part of all CIs (0 to 1) suffers when a CI fails: that many incidents are on a CI's way by
    chance, so a CI that everything needs explains nothing. O(incidents² for texts + incidents x what they need).
    """
    found: list[Cluster] = []
    left = list(incidents)
    for shared, take in _WAYS:
        while (best := take(left, share_of)) and len(best[1]) >= _FEWEST[shared]:
            ci, members = best
            found.append(Cluster(shared, ci, tuple(one.number for one in members)))
            gone = {one.number for one in members}
            left = [one for one in left if one.number not in gone]
    return found


def _by_cause(left: Sequence[Happened], _: Callable[[str], float]) -> _Best:
    return _largest((one.cause, one) for one in left if one.cause)


def _by_affected(left: Sequence[Happened], _: Callable[[str], float]) -> _Best:
    return _largest((ci, one) for one in left for ci in sorted(one.affects))


def _by_path(left: Sequence[Happened], share_of: Callable[[str], float]) -> _Best:
    """The CI that is on the way of far more incidents than chance has it; of equals the one that fewest need."""
    needed = _grouped((ci, one) for one in left for ci in sorted(one.needs))
    most = sorted((ci for ci, members in needed.items() if len(members) >= _FEWEST["path"]),
                  key=lambda ci: (-len(needed[ci]), ci))[:_MOST_CANDIDATES]  # fmt: skip
    scored = {ci: _surprise(len(needed[ci]), len(left), share_of(ci)) for ci in most}
    best = max(scored, key=lambda ci: (scored[ci], ci), default="")
    return (best, needed[best]) if best and scored[best] >= len(needed[best]) * math.log(_LEAST_LIFT) else None


def _by_text(left: Sequence[Happened], _: Callable[[str], float]) -> _Best:
    words = [words_of(one.title) for one in left]
    near = [[other for turn, other in enumerate(left) if _is_alike(mine, words[turn])] for mine in words]
    return ("", max(near, key=len)) if near else None


def words_of(title: str) -> frozenset[str]:
    """The words of a title that tell something: three letters or more, without numbers' digits told apart."""
    return frozenset(re.sub(r"\d+", "0", word) for word in _WORD.findall(title.casefold()))


def _is_alike(left: frozenset[str], right: frozenset[str]) -> bool:
    together = len(left | right)
    return together > 0 and len(left & right) / together >= _ALIKE


def _surprise(count: int, total: int, share: float) -> float:
    """How much more often than by chance, in nats over all of its incidents; below 0: less often."""
    return count * math.log(count / total / min(max(share, 1e-6), 1.0))


def _largest(pairs: Iterable[tuple[str, Happened]]) -> _Best:
    grouped = _grouped(pairs)
    best = min(grouped, key=lambda ci: (-len(grouped[ci]), ci), default="")
    return (best, grouped[best]) if best else None


def _grouped(pairs: Iterable[tuple[str, Happened]]) -> dict[str, list[Happened]]:
    found: defaultdict[str, list[Happened]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return found


_WAYS: tuple[tuple[Shared, Callable[[Sequence[Happened], Callable[[str], float]], _Best]], ...] = (
    ("cause", _by_cause),
    ("affected", _by_affected),
    ("path", _by_path),
    ("text", _by_text),
)
