"""Which services rest on which programs."""

import numpy as np

from impact import Graph, candidates, reach_of
from impact.rows import IntArray, integers, plain


def services_on(graph: Graph, services: IntArray, programs: IntArray) -> dict[int, list[int]]:
    """The services that depend on each program, directly or not, by number; programs without any are left out.

    A service is in the reach of a program exactly when the program is a candidate cause of it: it is walked from the
    side on which there are fewer.
    """
    found: dict[int, list[int]] = {}
    if len(programs) < len(services):
        for program in plain(programs):
            rested = services[reach_of(graph, integers([program])).entered[services] > 0]
            if len(rested):
                found[program] = plain(rested)
        return found
    for service in plain(np.sort(services)):
        needed = candidates(graph, integers([service])).entered
        for program in plain(programs[needed[programs] > 0]):
            found.setdefault(program, []).append(service)
    return found
