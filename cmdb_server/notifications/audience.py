"""Who hears of what happened to a record. Pure."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from cmdb_server.itsm.record import Record
from cmdb_server.notifications.happening import Happening
from cmdb_server.notifications.kinds import TASK_FIELDS, Audience, NoticeKind

_MENTION = re.compile(r"(?<![\w@.])@([A-Za-z0-9._@-]{1,200})")
_LEADING = ("commander", "technical_lead", "communicator")


@dataclass(frozen=True)
class Concerned:
    """Whom a record concerns by what it does not say itself: who watches it, and who answers for services it hits.

    `members` answers who is in a team, `board` votes for the change advisory board.
    """

    watchers: Collection[str]
    owners: Collection[str]
    members: Callable[[str], Collection[str]]
    board: Collection[str]


def mentioned(text: str, names: Collection[str]) -> set[str]:
    """Who is mentioned in a text, of those that there are: @ before the name, whatever ends the sentence after it."""
    found: set[str] = set()
    for word in _MENTION.findall(text):
        if (name := next((one for one in (word, word.rstrip("._-@")) if one in names), None)) is not None:
            found.add(name)
    return found


def watchers_of(
    spoken: Collection[tuple[str, str]], said: Mapping[str, bool], names: Collection[str]
) -> dict[str, str]:
    """Who watches a record, with why: `chosen`, `commented` or `mentioned`.

    `spoken` are who wrote what on it; `said` is who watches it, or no longer does, by their own word, which counts
    before all else.
    """
    found = {name: "mentioned" for _, text in spoken for name in mentioned(text, names)}
    found |= {by: "commented" for by, _ in spoken if by in names}
    found |= {name: "chosen" for name, is_on in said.items() if is_on and name in names}
    return {name: why for name, why in sorted(found.items()) if said.get(name, True)}


def hearers(one: Happening, kind: NoticeKind, concerned: Concerned, names: Collection[str]) -> set[str]:
    """Whom a kind of notice of something is for, without whoever did it."""
    ways: Mapping[Audience, Callable[[], Collection[str]]] = {
        "assignee": lambda: _assignee(one, kind),
        "team": lambda: _team(one, concerned),
        "requester": lambda: {one.record.value("requester")},
        "watchers": lambda: concerned.watchers,
        "mentioned": lambda: mentioned(one.text, names),
        "voters": lambda: _voters(one.record, concerned),
        "owners": lambda: concerned.owners,
        "doers": lambda: _doers(one, concerned),
        "leaders": lambda: {one.record.value(name) for name in _LEADING},
    }
    found = {name for audience in kind.audiences for name in ways[audience]()}
    return found.intersection(names) - {one.by}


def _assignee(one: Happening, kind: NoticeKind) -> set[str]:
    """Who works on it; of an assignment, whom it was given to by that."""
    assignee = one.record.value("assignee")
    if kind.name != "assigned" or one.what == "opened":
        return {assignee}
    return {one.came_to("assignee")}


def _team(one: Happening, concerned: Concerned) -> Collection[str]:
    """Those in the team whose turn it is, while nobody works on it."""
    team = one.record.value("team")
    if not team or one.record.value("assignee"):
        return ()
    if one.what in ("changed", "moved") and not one.came_to("team"):
        return ()
    return concerned.members(team)


def _doers(one: Happening, concerned: Concerned) -> set[str]:
    """Whom tasks were given to by what happened: people by name, or all of a team."""
    person, team = TASK_FIELDS
    given = [change for change in one.changes if change.field in TASK_FIELDS and change.after]
    teams = {name for change in given if change.field == team for name in concerned.members(change.after)}
    return teams | {change.after for change in given if change.field == person}


def _voters(record: Record, concerned: Concerned) -> set[str]:
    """Whose vote on it counts and is not given yet; nobody votes for the board on what they ask for or carry out."""
    if record.ballot is None:
        return set()
    own = {record.value("requester"), record.value("assignee"), record.opened_by}
    found: set[str] = set()
    for need in record.ballot.needs:
        found |= {*need.voters} if need.voters else {*concerned.board} - own
    return found - {vote.whose for vote in record.ballot.votes}
