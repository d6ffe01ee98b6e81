"""Which open signals have the same cause, and which incident each group belongs to: pure."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from cmdb_server.signals.signal import CRITICAL, Signal

# Each cause is asked for by itself; what is left then waits for the next turn.
MOST_CAUSES = 20
# Of all CIs so many tell of something that has nothing to do with a cause.
_FALSE_ALARMS = 0.002
_FEWEST_SHOWN, _MOST_SHOWN = 0.05, 0.95
_ROUNDS = 4


@dataclass(frozen=True)
class Suspect:
    """What may be behind a symptom, by uid: what its failure takes down or degrades, and all that it reaches."""

    ci: str
    hit: frozenset[str]
    reached: frozenset[str]


@dataclass(frozen=True)
class Cause:
    """The likeliest of the suspects: of `expected` CIs that would show its failure `shown` do, itself among them."""

    suspect: Suspect
    shown: int
    expected: int


@dataclass(frozen=True)
class Group:
    """Signals that one cause explains."""

    cause: Cause
    signals: Sequence[Signal]


@dataclass(frozen=True)
class Belonging:
    """The incident that a group belongs to, "" for a new one; `others` are incidents that tell of the same cause."""

    group: Group
    incident: str
    others: Sequence[str]


def likeliest(suspects: Sequence[Suspect], telling: Collection[str], explained: Collection[str]) -> Cause:
    """The suspect that fits best to which CIs tell of something and which do not; of equals the first.

    Each CI that a failure hits shows it with one chance, which depends on how much is watched here and is estimated
    along (expectation maximisation: Dempster, Laird and Rubin 1977); others do so with the chance of a false alarm.
    What another cause explains already says nothing. O(suspects x what they hit).
    """
    found = [
        Cause(suspect, len(suspect.hit & {*telling}), len(suspect.hit.difference(explained))) for suspect in suspects
    ]
    share, best = 0.5, found[0]
    for _ in range(_ROUNDS):
        gain, loss = math.log(share / _FALSE_ALARMS), math.log((1 - share) / (1 - _FALSE_ALARMS))
        best = max(found, key=lambda cause: cause.shown * gain + (cause.expected - cause.shown) * loss)
        share = min(max(best.shown / max(best.expected, 1), _FEWEST_SHOWN), _MOST_SHOWN)
    return best


def joining(signals: Iterable[Signal], known: Mapping[str, Suspect]) -> dict[str, list[Signal]]:
    """The signals without an incident that what an incident is about (`known`, by number) takes down or degrades."""
    found: dict[str, list[Signal]] = {}
    for signal in signals:
        numbers = (number for number, suspect in sorted(known.items()) if signal.ci_uid in suspect.hit)
        if not signal.incident and (number := next(numbers, "")):
            found.setdefault(number, []).append(signal)
    return found


def grouped(
    signals: Iterable[Signal],
    suspects_of: Callable[[Signal], Sequence[Suspect]],
    explained: AbstractSet[str] = frozenset(),
) -> list[Group]:
    """The signals by new causes: of the oldest critical one without an incident, then of the oldest left unexplained.

    Then each cause is looked at once more, now that the others are known; `explained` are the CIs that something else
    explains already. What no such cause explains is left out. O(causes x (signals + one question)).
    """
    oldest_first = sorted(signals, key=lambda signal: (signal.started_at, signal.ci_uid, signal.uid))
    telling = {signal.ci_uid for signal in oldest_first} - explained
    left, found = oldest_first, list[_Explained]()
    while len(found) < MOST_CAUSES:
        symptom = next((one for one in left if one.severity >= CRITICAL and not one.incident), None)
        if symptom is None:
            break
        found.append(_explained(symptom, suspects_of(symptom), telling, (found, explained)))
        left = [signal for signal in left if signal.ci_uid not in found[-1].reached]
    for place, before in enumerate(found):
        others = [*found[:place], *found[place + 1 :]]
        found[place] = _explained(before.symptom, before.suspects, telling, (others, explained))
    return _parted(oldest_first, found)


@dataclass(frozen=True)
class _Explained:
    """A symptom, what may be behind it, and what is."""

    symptom: Signal
    suspects: Sequence[Suspect]
    cause: Cause

    @property
    def reached(self) -> frozenset[str]:
        return self.cause.suspect.reached | {self.cause.suspect.ci, self.symptom.ci_uid}


def _explained(
    symptom: Signal,
    suspects: Sequence[Suspect],
    telling: AbstractSet[str],
    without: tuple[Iterable[_Explained], AbstractSet[str]],
) -> _Explained:
    """What is behind a symptom, apart from what other new causes and known ones explain."""
    others, known = without
    explained = frozenset(known).union(*(other.reached for other in others))
    # The symptom itself is there to be explained.
    return _Explained(symptom, suspects, likeliest(suspects, (telling - explained) | {symptom.ci_uid}, explained))


def _parted(signals: Sequence[Signal], found: Sequence[_Explained]) -> list[Group]:
    """Each signal goes to the first cause that reaches its CI."""
    parts: list[list[Signal]] = [[] for _ in found]
    for signal in signals:
        place = next((place for place, one in enumerate(found) if signal.ci_uid in one.reached), None)
        if place is not None:
            parts[place].append(signal)
    telling = {signal.ci_uid for signal in signals}
    return [Group(_whole(one.cause.suspect, telling), part) for one, part in zip(found, parts, strict=True) if part]


def _whole(suspect: Suspect, telling: Collection[str]) -> Cause:
    """What people are told of a cause, whatever others explain as well."""
    return Cause(suspect, len(suspect.hit.intersection(telling)), len(suspect.hit))


def belonging(
    groups: Iterable[Group], open_incidents: Mapping[str, Collection[str]], with_people: Collection[str]
) -> list[Belonging]:
    """The incident of each group: the one that has most of its signals, else one that is about its cause.

    `open_incidents` come with the CIs that they are about; one that people have to do with (`with_people`) goes before
    one that nobody has looked at. Each belongs to one group.
    """
    taken: set[str] = set()
    found: list[Belonging] = []
    for group in groups:
        counted = Counter(signal.incident for signal in group.signals if signal.incident in open_incidents)
        about = [number for number, cis in open_incidents.items() if group.cause.suspect.ci in cis]
        known = {*counted, *about} - taken
        mine = sorted(known, key=lambda one: (one not in with_people, -counted[one], one))
        taken.update(mine)
        found.append(Belonging(group, mine[0] if mine else "", mine[1:]))
    return found
