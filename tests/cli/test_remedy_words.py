"""What would mend a single point of failure, in words."""

from typing import Any

from cmdb_server.cli.remedy_words import all_words, best_words

ALONE: dict[str, Any] = {
    "owner": {"name": "web"},
    "k": 1,
    "n": 1,
    "lost": 1,
    "enough_k": None,
    "members_to_add": 1,
    "services": 2,
    "then": None,
}


def test_a_certificate_is_renewed_or_replaced_by_several_never_doubled_or_moved() -> None:
    point = {"ci": {"ci_class": "certificate"}, "remedies": [ALONE, {**ALONE, "n": 2, "lost": 2}]}

    assert best_words(point) == "renewing it before it expires"
    assert all_words(point) == ["renewing it before it expires", "one of its own for each member of web"]


def test_another_ci_gets_a_second_one() -> None:
    point = {"ci": {"ci_class": "server"}, "remedies": [ALONE]}

    assert best_words(point) == "a second one beside what web needs, of which one is enough (saves 2 services)"
    assert all_words(point) == [best_words(point)]
    assert best_words({**point, "remedies": None}) == "a second one of it"
