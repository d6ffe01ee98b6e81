"""Laws of quorums of people: a person counts once, whoever else's vote they give, and for one of their teams."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.itsm.changes.groups import ApprovalGroup, Voters, need_of, wrong_in
from cmdb_server.itsm.changes.quorum import filled, standing, wanted
from cmdb_server.itsm.changes.voting import verdict, voted
from cmdb_server.itsm.record import Ballot, Need, TeamVoters, Vote

PEOPLE = "abcde"
members = st.dictionaries(st.sampled_from(("net", "db", "web")), st.frozensets(st.sampled_from(PEOPLE)), min_size=1)


@st.composite
def of_teams(draw: st.DrawFn) -> Need:
    """So many of each of some teams, which may have people in common."""
    teams = tuple(TeamVoters(name, tuple(sorted(people))) for name, people in sorted(draw(members).items()))
    voters = tuple(sorted({name for team in teams for name in team.voters}))
    return Need("g", "label", draw(st.integers(1, 2)), voters, teams)


def of_people(quorum: int) -> Need:
    """So many of all."""
    return Need("g", "label", quorum, tuple(PEOPLE))


needs = of_teams() | st.builds(of_people, st.integers(1, 4))


@st.composite
def ballots(draw: st.DrawFn) -> Ballot:
    """One need with votes, some given by deputies."""
    need = draw(needs)
    ballot = Ballot(1, "plan", (), (need,))
    for whose in draw(st.lists(st.sampled_from(need.voters), max_size=6)) if need.voters else ():
        by = draw(st.sampled_from((whose, whose, *PEOPLE)))
        ballot = voted(ballot, Vote(by, 1, draw(st.booleans()), ("g",), "", "" if by == whose else whose))
    return ballot


def most(need: Need, votes: tuple[Vote, ...]) -> int:
    """The most people who count, by trying every way in which each of them stands for one team or for none."""
    said = [vote for vote in votes if vote.is_yes]
    people = sorted({vote.by for vote in said})
    if not need.teams:
        return min(need.quorum, len(people))
    stands = [
        [None, *(team.name for team in need.teams if any(v.by == by and v.whose in team.voters for v in said))]
        for by in people
    ]
    return max(sum(min(need.quorum, way.count(team.name)) for team in need.teams) for way in product(*stands))


@given(ballots())
def test_as_many_people_count_as_any_way_of_standing_for_teams_allows(ballot: Ballot) -> None:
    (need,) = ballot.needs

    assert filled(need, ballot.votes) == most(need, ballot.votes)
    assert filled(need, ballot.votes[::-1]) == filled(need, ballot.votes)
    assert filled(need, ballot.votes) <= len({vote.by for vote in ballot.votes if vote.is_yes})


@given(ballots())
def test_exactly_those_still_count_whose_yes_makes_one_more(ballot: Ballot) -> None:
    (need,) = ballot.needs
    how = standing(need, ballot.votes)

    for name in need.voters:
        after = voted(ballot, Vote(name, 2, is_yes=True, needs=("g",)))
        is_new = name not in {vote.whose for vote in ballot.votes}
        assert (name in how.still) == (is_new and filled(need, after.votes) == how.said + 1)
    assert all(name in team.voters for name, teams in how.still.items() for team in need.teams if team.name in teams)


@given(ballots())
def test_a_yes_never_takes_anything_away_and_the_quorum_decides(ballot: Ballot) -> None:
    (need,) = ballot.needs
    is_refused = any(not vote.is_yes for vote in ballot.votes)

    for name in {*need.voters} - {vote.whose for vote in ballot.votes}:
        assert filled(need, voted(ballot, Vote(name, 2, is_yes=True, needs=("g",))).votes) >= filled(need, ballot.votes)
    assert (verdict(ballot) == "rejected") == is_refused
    assert (verdict(ballot) == "approved") == (not is_refused and filled(need, ballot.votes) == wanted(need))


@given(members, st.frozensets(st.sampled_from(PEOPLE)), st.integers(1, 3), st.booleans())
def test_a_group_can_always_be_met_by_its_people_or_is_answered_for_by_the_board(
    teams: dict[str, frozenset[str]],
    own: frozenset[str],
    quorum: int,
    each: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    group = ApprovalGroup("Security", () if each else ("a", "b"), tuple(teams), quorum, each)
    need = need_of(group, Voters(teams.__getitem__, teams.__getitem__, PEOPLE, own))
    all_say_yes = [Vote(name, 1, is_yes=True, needs=(need.key,)) for name in need.voters]

    assert not own.intersection(need.voters)
    if need.voters:
        assert filled(need, all_say_yes) == wanted(need)
    else:
        assert "for Security, which has too few people" in need.label
    assert need.key == "group:Security"
    assert wanted(need) == quorum * (len(teams) if each else 1)


def test_who_stands_in_for_another_counts_once() -> None:
    need, ballot = of_people(2), Ballot(1, "plan", (), (of_people(2),))
    for whose in ("", "b"):
        ballot = voted(ballot, Vote("a", 1, is_yes=True, needs=("g",), on_behalf_of=whose))

    assert standing(need, ballot.votes).said == 1
    assert [*standing(need, ballot.votes).still] == ["c", "d", "e"]
    assert verdict(voted(ballot, Vote("c", 1, is_yes=True, needs=("g",), on_behalf_of="b"))) == "approved"


@pytest.mark.parametrize(
    ("group", "field"),
    [
        (ApprovalGroup("g"), "g.people"),
        (ApprovalGroup("g", ("a", "a")), "g.people"),
        (ApprovalGroup("g", ("a",), ("t",), 1, is_each_team=True), "g.people"),
        (ApprovalGroup("g", ("a",), risks=("huge",)), "g.risks"),
        (ApprovalGroup("g", ("a",), quorum=2), "g.quorum"),
        (ApprovalGroup("g", teams=("t",), quorum=0), "g.quorum"),
    ],
)
def test_groups_that_cannot_be_meant_are_refused_by_name(group: ApprovalGroup, field: str) -> None:
    error = wrong_in(group, "g")

    assert error is not None
    assert (error.field, bool(error.remedy)) == (field, True)
    assert wrong_in(ApprovalGroup("g", ("a", "b"), ("t",), 5, risks=("high", "emergency")), "g") is None
