"""Which CIs can be behind a symptom: the walk of the blast radius in the other direction."""

from impact.graph import Graph
from impact.reach import Reach, walk
from impact.rows import IntArray


def candidates(graph: Graph, symptoms: IntArray) -> Reach:
    """Candidate causes of any of the symptoms, nearest first, they themselves at distance 0. O(their requirements).

    b is in the reach of a exactly when a is a candidate cause of b.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop"), CI("db"), CI("disk")], [Requirement("shop", ["db"]), Requirement("db", ["disk"])])
    >>> shop.names(candidates(shop.graph, shop.all_numbers(["shop"])).cis())
    ['shop', 'db', 'disk']
    """
    return walk(graph.dependencies, symptoms, graph.size)
