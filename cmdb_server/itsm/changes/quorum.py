"""Whether enough different people say yes: a person counts once for a need, whoever else's vote they give. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from cmdb_server.itsm.record import Need, Vote


class Standing(NamedTuple):
    """How many different people's yes count for a need, of how many, and whose yes would still count.

    `still` are people by name, each with those of its teams that they may speak for.
    """

    said: int
    wanted: int
    still: Mapping[str, tuple[str, ...]]


def wanted(need: Need) -> int:
    """How many different people's yes a need takes."""
    return need.quorum * (len(need.teams) or 1)


def filled(need: Need, votes: Sequence[Vote]) -> int:
    """How many different people's yes count for a need: with teams, each person for one of them only.

    The largest number there is (a matching by augmenting paths): whom of two teams somebody stands for never decides.
    """
    spoken: dict[str, set[str]] = {}
    for vote in votes:
        if vote.is_yes and need.key in vote.needs:
            spoken.setdefault(vote.by, set()).add(vote.whose)
    if not need.teams:
        return min(len(spoken), need.quorum)
    seats = [team.voters for team in need.teams for _ in range(need.quorum)]
    sits = {by: [at for at, voters in enumerate(seats) if whose & {*voters}] for by, whose in spoken.items()}
    taken: dict[int, str] = {}

    def seat(by: str, seen: set[int]) -> bool:
        for at in sits[by]:
            if at not in seen:
                seen.add(at)
                if at not in taken or seat(taken[at], seen):
                    taken[at] = by
                    return True
        return False

    return sum(seat(by, set()) for by in sorted(sits))


def standing(need: Need, votes: Sequence[Vote], others: Collection[str] = ()) -> Standing:
    """How a need stands; `others` are who may vote on it where it names nobody."""
    said = filled(need, votes)
    voted = {vote.whose for vote in votes if need.key in vote.needs}
    left = [name for name in sorted(need.voters or others) if name not in voted]
    still = [name for name in left if filled(need, [*votes, Vote(name, 0, is_yes=True, needs=(need.key,))]) > said]
    return Standing(said, wanted(need), {name: _teams(need, name) for name in still})


def is_within_reach(need: Need) -> bool:
    """Whether all of those who may vote are enough."""
    return filled(need, [Vote(name, 0, is_yes=True, needs=(need.key,)) for name in need.voters]) >= wanted(need)


def _teams(need: Need, name: str) -> tuple[str, ...]:
    return tuple(team.name for team in need.teams if name in team.voters)
