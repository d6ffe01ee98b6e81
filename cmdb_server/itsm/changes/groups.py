"""Groups of people of whom so many have to approve changes, as data of the policy. Pure."""

from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple

import msgspec

from cmdb_server.errors import FieldError
from cmdb_server.itsm.changes.quorum import is_within_reach, wanted
from cmdb_server.itsm.changes.risk import LEVELS
from cmdb_server.itsm.changes.windows import is_for
from cmdb_server.itsm.record import Need, TeamVoters

RISKS: Final = (*LEVELS, "emergency")
_MOST_NAMES, _MOST_QUORUM = 100, 20


class Voters(NamedTuple):
    """Who may vote: people behind the owner of a service or in a team, of all people, and whose own a change is."""

    behind: Callable[[str], Collection[str]]
    in_team: Callable[[str], Collection[str]]
    persons: Collection[str]
    own: Collection[str]


class ApprovalGroup(msgspec.Struct, frozen=True):
    """People and teams of whom `quorum` have to say yes, or so many of each team (`is_each_team`).

    Asked of changes with one of the `risks` (low, medium, high, or emergency for one that cannot wait; none: any) while
    which one of the `services` (by uid; none: any change) does not serve.
    """

    name: str
    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    quorum: int = 1
    is_each_team: bool = False
    risks: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    def is_asked(self, risk: str, hit: Sequence[str]) -> bool:
        """Whether it is asked of a change that has these services (uids) not serve meanwhile."""
        return (not self.risks or risk in self.risks) and is_for(self.services, hit)


def need_of(group: ApprovalGroup, who: Voters) -> Need:
    """What a group of those who are in it now has to say; nobody votes in it on their own change.

    Where they are too few, as many of the board answer for it: no change waits for people that there are not.
    """
    key, may = f"group:{group.name}", {*who.persons} - {*who.own}
    teams = tuple(TeamVoters(name, tuple(sorted(may & {*who.in_team(name)}))) for name in group.teams)
    voters = tuple(sorted(may & {*group.people, *(name for team in teams for name in team.voters)}))
    if group.is_each_team:
        label = f"{group.quorum} of each team of {group.name}: {', '.join(group.teams)}"
        need = Need(key, label, group.quorum, voters, teams)
    else:
        need = Need(key, f"{group.quorum} of the {len(voters)} of {group.name}", group.quorum, voters)
    if is_within_reach(need):
        return need
    many = wanted(need)
    return Need(key, f"{many} of the change advisory board, for {group.name}, which has too few people", many)


def wrong_in(group: ApprovalGroup, field: str) -> FieldError | None:
    """What cannot be meant by a group that stands in a field."""
    if not group.people and not group.teams:
        return FieldError(f"{field}.people", "", "are missing, and so are teams", "name people or teams")
    for part, names in (("people", group.people), ("teams", group.teams)):
        if len({*names}) != len(names) or len(names) > _MOST_NAMES:
            remedy = f"name each once, at most {_MOST_NAMES}"
            return FieldError(f"{field}.{part}", ", ".join(names)[:100], "stand twice or are too many", remedy)
    if group.is_each_team and (group.people or not group.teams):
        return FieldError(f"{field}.people", ", ".join(group.people)[:100], "are in no team", "name teams only")
    if unknown := [risk for risk in group.risks if risk not in RISKS]:
        return FieldError(f"{field}.risks", unknown[0][:100], "is no risk", f"give some of {', '.join(RISKS)}")
    most = _MOST_QUORUM if group.teams else min(_MOST_QUORUM, len(group.people))
    if not 1 <= group.quorum <= most:
        return FieldError(f"{field}.quorum", str(group.quorum), "is no number of them", f"give 1 to {most}")
    return None
