"""How many examples the laws that are tested on the engine are tried with."""

import os

from hypothesis import HealthCheck, settings

_TIMES = int(os.environ.get("PLUMBLINE_LAWS", "1"))


def law(examples: int) -> settings:
    """So many examples, each of them in a graph that is emptied; PLUMBLINE_LAWS=20 makes it twenty times as many."""
    suppressed = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples * _TIMES, suppress_health_check=suppressed)
