"""Several explaining paths of one CI."""

from impact import CI, Requirement, dependency_paths, estate_of, explaining_paths, propagate
from impact.paths import as_networkx

NAMES = ("shop", "web", "pool", "a", "b", "disk")
NEEDS = [
    Requirement("shop", ["web"]),
    Requirement("shop", ["pool"]),
    Requirement("web", ["pool"]),
    Requirement("pool", ["a", "b"], k=1),
    Requirement("a", ["disk"]),
    Requirement("b", ["disk"]),
]
ESTATE = estate_of([CI(name) for name in NAMES], NEEDS)


def test_the_shortest_path_comes_first_and_others_follow() -> None:
    failed = ESTATE.all_numbers(["disk"])

    paths = explaining_paths(propagate(ESTATE.graph, failed), failed, 0, limit=3)

    assert [len(path) for path in paths] == [4, 4, 5]
    assert ESTATE.names(paths[0])[0] == "disk"
    assert len(set(paths)) == len(paths)


def test_a_failed_ci_explains_itself() -> None:
    failed = ESTATE.all_numbers(["disk", "a"])

    paths = explaining_paths(propagate(ESTATE.graph, failed), failed, ESTATE.number("a"))

    assert [ESTATE.names(path) for path in paths] == [["a"]]


def test_a_redundant_service_is_not_explained_but_its_dependency_is_shown() -> None:
    failed = ESTATE.all_numbers(["a"])

    assert dependency_paths(ESTATE.graph, failed, ESTATE.number("web")) == [
        tuple(ESTATE.number(name) for name in ("a", "pool", "web"))
    ]
    assert dependency_paths(ESTATE.graph, ESTATE.all_numbers(["shop"]), ESTATE.number("web")) == []


def test_a_drawing_holds_just_the_cis_it_is_given() -> None:
    drawing = as_networkx(ESTATE.graph, ESTATE.all_numbers(["shop", "pool", "a"]))

    assert set(drawing.edges) == {(2, 0), (3, 2)}
