"""How often a CI is up, at risk, degraded or down when every CI is down by itself with 1 - its availability.

What several requirements share is shared: each case (who is down by itself) is evaluated as a whole, all of them where
few CIs behind the target are imperfect, else a random sample of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from impact.bit_states import WORD, bit_states, packed, unpacked
from impact.graph import Graph
from impact.isolation import Access
from impact.rows import WordArray, integers, plain
from impact.states import State
from impact.upstream_cause import candidates

FloatArray: TypeAlias = npt.NDArray[np.float64]
_World: TypeAlias = tuple[Graph, Access | None]
LARGEST_EXACT = 18
SAMPLES = 100_000
_WORDS_AT_ONCE = 2**23
_RARE = 0.1


class AvailabilityError(ValueError):
    """An availability that is no probability, or a sample without draws."""


@dataclass(frozen=True)
class Availability:
    """The probability of each state, by which method, with the standard error of a simulation (exact: 0).

    `samples` are the draws of a simulation and `seed` repeats it; `cases` are those that were evaluated, either way.
    `gains` tell for each imperfect CI that ever works how much less often the target would be down if that one never
    failed by itself.
    """

    method: Literal["exact", "mc"]
    states: Mapping[State, float]
    standard_error: Mapping[State, float]
    cases: int
    gains: Mapping[int, float]
    samples: int | None = None
    seed: int | None = None

    @property
    def works(self) -> float:
        """The probability that it is not down."""
        return 1 - self.states[State.DOWN]


def availability(
    graph: Graph,
    availabilities: FloatArray,
    target: int,
    *,
    samples: int = SAMPLES,
    seed: int = 1,
    access: Access | None = None,
) -> Availability:
    """The probability of each state of a CI: exact with up to LARGEST_EXACT imperfect CIs behind it, else simulated.

    With `access` who is cut off from its gateways is down.

    O(requirements behind the target x cases / word size). Raises AvailabilityError.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> pair = estate_of([CI("shop", availability=1), CI("a", availability=0.9), CI("b", availability=0.9)],
    ...     [Requirement("shop", ["a", "b"], k=1)])
    >>> found = availability(pair.graph, pair.availabilities, 0)
    >>> found.method, {state.word: round(share, 6) for state, share in found.states.items()}
    ('exact', {'up': 0.81, 'at_risk': 0.18, 'degraded': 0.0, 'down': 0.01})
    """
    closure = plain(candidates(graph, integers([target]), access.ways if access else None).cis())
    works = {ci: float(availabilities[ci]) for ci in closure}
    wrong = next((ci for ci in closure if not 0 <= works[ci] <= 1), None)
    if wrong is not None:
        message = f"availability of CI number {wrong} is {works[wrong]}; state a probability from 0 to 1"
        raise AvailabilityError(message)
    if samples < 1:
        message = f"samples is {samples}; draw at least 1"
        raise AvailabilityError(message)
    imperfect = {ci: share for ci, share in works.items() if share < 1}
    if len(imperfect) <= LARGEST_EXACT:
        return _exact((graph, access), closure, imperfect)
    return _simulated((graph, access), closure, imperfect, samples, seed)


def _exact(world: _World, closure: list[int], imperfect: Mapping[int, float]) -> Availability:
    cases = 2 ** len(imperfect)
    numbers: npt.NDArray[np.int64] = np.arange(cases, dtype=np.int64)
    down = {ci: packed((numbers >> place & 1) == 1) for place, ci in enumerate(imperfect)}
    weights = np.ones(1)
    for share in imperfect.values():
        weights = np.concatenate([weights * share, weights * (1 - share)])
    worse, with_it = dict.fromkeys(State, 0.0), dict.fromkeys(imperfect, 0.0)
    for first, some in _blocks(len(closure), cases):
        chosen = _cut(down, first, some)
        masks = bit_states(world[0], closure, chosen, -(-some // WORD), access=world[1])
        weight = weights[first : first + some]
        for level in (State.AT_RISK, State.DEGRADED, State.DOWN):
            worse[level] += float(weight[unpacked(masks[level][closure[0]], some)].sum())
        for ci, mask in chosen.items():
            with_it[ci] += float(weight[unpacked(masks[State.DOWN][closure[0]] & mask, some)].sum())
    worse[State.UP] = 1.0
    gains = _gains(imperfect, worse[State.DOWN], with_it)
    return Availability("exact", _exactly(worse), dict.fromkeys(State, 0.0), cases, gains)


def _simulated(
    world: _World, closure: list[int], imperfect: Mapping[int, float], samples: int, seed: int
) -> Availability:
    chance = np.random.default_rng(seed)
    counts, with_it = dict.fromkeys(State, 0), dict.fromkeys(imperfect, 0.0)
    for _, some in _blocks(len(closure), samples):
        down = {ci: _drawn(chance, 1 - share, some) for ci, share in imperfect.items()}
        masks = bit_states(world[0], closure, down, -(-some // WORD), access=world[1])
        for level in (State.AT_RISK, State.DEGRADED, State.DOWN):
            counts[level] += int(np.bitwise_count(masks[level][closure[0]]).sum())
        for ci, mask in down.items():
            with_it[ci] += float(np.bitwise_count(masks[State.DOWN][closure[0]] & mask).sum()) / samples
    counts[State.UP] = samples
    shares = _exactly({state: count / samples for state, count in counts.items()})
    errors = {state: _error(share, samples) for state, share in shares.items()}
    return Availability("mc", shares, errors, samples, _gains(imperfect, shares[State.DOWN], with_it), samples, seed)


def _gains(imperfect: Mapping[int, float], down: float, with_it: Mapping[int, float]) -> dict[int, float]:
    """By how much the share of DOWN falls if a CI never fails, out of the share in which both are down.

    The others fail independently of it, so the cases in which it works are a fair sample of those without it.
    """
    return {
        ci: max(with_it[ci] - (1 - share) / share * (down - with_it[ci]), 0.0)
        for ci, share in imperfect.items()
        if share > 0
    }


def _blocks(closure: int, cases: int) -> Iterator[tuple[int, int]]:
    """First case and number of cases of each part of the work, whole words that fit into memory for the closure."""
    at_once = WORD * max(_WORDS_AT_ONCE // closure, 1)
    return ((first, min(at_once, cases - first)) for first in range(0, cases, at_once))


def _cut(down: Mapping[int, WordArray], first: int, cases: int) -> dict[int, WordArray]:
    return {ci: mask[first // WORD : -(-(first + cases) // WORD)] for ci, mask in down.items()}


def _drawn(chance: np.random.Generator, share: float, samples: int) -> WordArray:
    """In which samples something happens that happens in this share of all; rare things by their distances."""
    if share > _RARE:
        return packed(chance.random(samples) < share)
    cases = np.zeros(samples, np.bool_)
    last = -1
    expected = samples * share
    while last < samples:
        gaps = np.minimum(chance.geometric(share, int(expected + 4 * sqrt(expected)) + 4), samples + 1)
        places = last + np.cumsum(gaps)
        cases[places[places < samples]] = True
        last = int(places[-1])
    return packed(cases)


def _exactly(worse: Mapping[State, float]) -> dict[State, float]:
    """The probability of exactly each state out of those of each state or worse."""
    beyond = {state: worse[State(state + 1)] if state < State.DOWN else 0.0 for state in State}
    return {state: max(worse[state] - beyond[state], 0.0) for state in State}


def _error(share: float, samples: int) -> float:
    """The standard error of a share, not 0 where a sample saw nothing or nothing else."""
    smoothed = (share * samples + 1) / (samples + 2)
    return sqrt(smoothed * (1 - smoothed) / samples)
