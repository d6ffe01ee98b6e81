"""Laws of groups of incidents that may have one problem behind them."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.record_insight.clusters import Happened, clusters, words_of

cis = st.sampled_from(("a", "b", "c", "d"))
some = st.frozensets(cis, max_size=3)


@st.composite
def incidents(draw: st.DrawFn) -> list[Happened]:
    """Incidents of a few CIs and titles."""
    titles = st.sampled_from(("disk full on 7", "disk full on 9", "no light", ""))
    drawn = draw(st.lists(st.tuples(titles, st.one_of(st.just(""), cis), some, some), max_size=12))
    return [
        Happened(f"INC{turn}", title, cause, affects, affects | needs)
        for turn, (title, cause, affects, needs) in enumerate(drawn)
    ]


def one(number: str, title: str = "", cause: str = "", affects: str = "", needs: str = "") -> Happened:
    """An incident; CIs are letters."""
    return Happened(number, title, cause, frozenset(affects), frozenset(affects + needs))


@given(incidents())
def test_each_incident_is_in_one_group_at_most_and_shares_what_its_group_does(found: list[Happened]) -> None:
    groups = clusters(found, lambda _: 0.01)

    counted = Counter(number for group in groups for number in group.numbers)
    by_number = {incident.number: incident for incident in found}
    assert set(counted.values()) <= {1}
    for group in groups:
        members = [by_number[number] for number in group.numbers]
        assert len(members) >= 2
        if group.shared == "cause":
            assert {member.cause for member in members} == {group.ci}
        if group.shared in ("affected", "path"):
            assert all(group.ci in (member.affects | member.needs) for member in members)


@given(incidents())
def test_the_order_of_those_who_share_a_ci_at_fault_changes_no_group(found: list[Happened]) -> None:
    def groups(given: list[Happened]) -> set[tuple[str, frozenset[str]]]:
        told = clusters(given, lambda _: 0.01)
        return {(group.ci, frozenset(group.numbers)) for group in told if group.shared == "cause"}

    assert groups(found) == groups(found[::-1])


def test_a_ci_that_everything_needs_explains_nothing_and_one_that_few_need_does() -> None:
    told = (("x one", "a", "sz"), ("y two", "b", "sz"), ("w three", "c", "sz"), ("v four", "d", "z"))
    found = [one(f"INC{turn}", title, "", affects, needs) for turn, (title, affects, needs) in enumerate(told)]

    [group] = clusters(found, {"s": 0.05, "z": 1.0}.__getitem__)

    assert (group.shared, group.ci, group.numbers) == ("path", "s", ("INC0", "INC1", "INC2"))


def test_titles_that_differ_in_a_number_are_alike() -> None:
    found = [one(f"INC{turn}", f"Disk of srv{turn} is full") for turn in range(3)]

    assert words_of("Disk of srv12 is full") == words_of("disk: srv3, full!")
    assert [group.shared for group in clusters(found, lambda _: 1.0)] == ["text"]
    assert clusters(found[:2], lambda _: 1.0) == []


def test_a_ci_that_is_hardly_more_often_on_the_way_than_by_chance_explains_nothing() -> None:
    words = ("mail", "disk", "login", "print", "phone", "report", "tills", "stock", "pay", "map")
    found = [one(f"INC{turn}", word, "", word[0], "s" if turn < 6 else "") for turn, word in enumerate(words)]

    assert "s" not in [group.ci for group in clusters(found, lambda _: 0.5)]
    assert "s" in [group.ci for group in clusters(found, lambda _: 0.1)]
