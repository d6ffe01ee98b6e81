"""How long to leave the server alone."""

import random

FIRST_SECONDS = 5.0
LONGEST_SECONDS = 900.0
REFUSED_SECONDS = 3600.0
_SPREAD = 0.25


def seconds_to_wait(failures: int, told: float | None, chance: random.Random) -> float:
    """After so many failures in a row: what the server told, else twice as long as before, never all at once.

    Never less than the server told; many agents that were told the same spread over a quarter of it.
    """
    if told is not None:
        return told * chance.uniform(1, 1 + _SPREAD)
    longest = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** (failures - 1))
    return longest * chance.uniform(0.5, 1)


def jittered(interval: float, chance: random.Random) -> float:
    """An interval give or take a tenth, so that agents that started together do not report together."""
    return interval * chance.uniform(0.9, 1.1)
