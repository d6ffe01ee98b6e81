"""CPU time of calls in this process."""

import time
from collections.abc import Callable


def cpu_ms(ask: Callable[[], object], times: int) -> list[float]:
    """CPU milliseconds of each of several calls; the first one, which warms up, is left out."""
    took: list[float] = []
    for _ in range(times + 1):
        began = time.process_time()
        ask()
        took.append(1000 * (time.process_time() - began))
    return took[1:]
