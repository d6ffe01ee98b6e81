"""Which CIs can be behind a symptom, and which of them probably are."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from impact.causes.answer import answer
from impact.causes.neighbourhood import DiGraph
from impact.causes.ranking import Ranking
from impact.causes.weights import WEIGHTS
from impact.graph import Graph
from impact.reach import Reach, walk
from impact.rows import IntArray
from impact.ways import Ways


def candidates(graph: Graph, symptoms: IntArray, ways: Ways | None = None) -> Reach:
    """Candidate causes of any of the symptoms, nearest first, they themselves at distance 0. O(their requirements).

    With `ways` a CI may also suffer from all through whom some way to its gateways leads.

    b is in the reach of a exactly when a is a candidate cause of b.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop"), CI("db"), CI("disk")], [Requirement("shop", ["db"]), Requirement("db", ["disk"])])
    >>> shop.names(candidates(shop.graph, shop.all_numbers(["shop"])).cis())
    ['shop', 'db', 'disk']
    """
    if ways is None:
        return walk(graph.dependencies, symptoms, graph.size)
    return walk(lambda cis: np.concatenate([graph.dependencies(cis), ways.through(cis)]), symptoms, graph.size)


def rank(
    graph: DiGraph,
    signals: Iterable[Mapping[str, Any]],
    changes: Iterable[Mapping[str, Any]],
    target: Mapping[str, Any],
) -> Ranking:
    """The causes of a symptom, best first, each with the parts of its score in words.

    `graph` has an edge from each CI to what it depends on, with `kind` (hard or soft) and for redundancy `group`, `k`
    and `n`. A signal has `node`, `metric`, `z` (a robust score, positive is worse) and, where it is an alert, `onset`
    or `severity` (1 to 3); `z_before`, `value`, `baseline`, `stat` and `peer` are used where given. A change has
    `node` and `time`; the target `node`, `metric` and `time`, and `estate_size` where other things than the symptom may
    be in trouble, too: the larger the estate, the likelier is trouble elsewhere another story. Signals and changes of
    CIs that the graph does not have are left out. Raises UnknownCIError where the graph does not have the target.
    O(neighbourhood x suspects / word size).

    >>> import networkx as nx
    >>> estate = nx.DiGraph([("shop", "db"), ("wiki", "db"), ("db", "disk")])
    >>> alerts = [{"node": name, "metric": "alert", "severity": 3, "onset": 100} for name in ("shop", "wiki", "db")]
    >>> rank(estate, alerts, [], {"node": "shop", "metric": "alert", "time": 160})[0].node
    'db'
    """
    return answer(graph, list(signals), list(changes), target, WEIGHTS)
