"""Incidents with known causes, where they are at hand (PLUMBLINE_TEST_DATA): the figures that were reached are held."""

import gzip
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from impact import Ranking, rank
from impact.causes.neighbourhood import DiGraph

DATA = os.environ.get("PLUMBLINE_TEST_DATA", "")
CASES = Path(DATA) / "rca" / "cases"
pytestmark = pytest.mark.skipif(
    not DATA or not CASES.is_dir(), reason="PLUMBLINE_TEST_DATA is not set: no incidents with known causes"
)

# Data set, graph variant, every how many-th incident; share with a true cause first, and in the first three.
REACHED = [
    ("petshop", ".reconciled", 1, 0.70, 0.90),
    ("petshop", "", 1, 0.60, 0.85),
    ("nezha", "", 1, 0.40, 0.55),
    ("synth", "", 8, 0.80, 0.90),
]


def graph_of(path: Path) -> DiGraph:
    content = path.read_bytes()
    told = json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
    graph: DiGraph = nx.DiGraph()
    graph.add_nodes_from(node["id"] for node in told["nodes"])
    graph.add_edges_from((edge["source"], edge["target"], edge) for edge in told["edges"])
    return graph


@cache
def answers(data_set: str, variant: str, every: int) -> list[tuple[Ranking, set[Any]]]:
    graphs: dict[Path, DiGraph] = {}
    with gzip.open(CASES / data_set / "cases.jsonl.gz", "rt") as lines:
        incidents = [json.loads(line) for line in lines][::every]
    found: list[tuple[Ranking, set[Any]]] = []
    for incident in incidents:
        plain = CASES / data_set / incident["graph"]
        path = plain.with_name(plain.name.replace(".json", f"{variant}.json"))
        if path not in graphs:
            graphs[path] = graph_of(path)
        ranking = rank(graphs[path], incident["signals"], incident["changes"], incident["target"])
        found.append((ranking, set(incident["root_causes"])))
    return found


@pytest.mark.parametrize(("data_set", "variant", "every", "first", "in_three"), REACHED)
def test_true_causes_are_ranked_first_as_often_as_they_were(
    data_set: str, variant: str, every: int, first: float, in_three: float
) -> None:
    found = [([cause.node for cause in ranking[:3]], causes) for ranking, causes in answers(data_set, variant, every)]

    assert sum(names[0] in causes for names, causes in found) / len(found) >= first
    assert sum(not causes.isdisjoint(names) for names, causes in found) / len(found) >= in_three


def test_where_the_ranking_is_sure_the_cause_is_in_the_first_three() -> None:
    asked = [answers("petshop", ".reconciled", 1), answers("nezha", "", 1), answers("synth", "", 8)]
    sure = [
        not causes.isdisjoint(cause.node for cause in ranking[:3])
        for ranking, causes in (answer for answers_of_one in asked for answer in answers_of_one)
        if ranking.confidence >= 0.9
    ]

    assert sum(sure) >= 0.95 * len(sure)
    assert len(sure) >= 5
