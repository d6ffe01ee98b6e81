"""Kinds of notices: one entry each. Of several that fit the first counts for which somebody is told at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cmdb_server.notifications.happening import Happening

Mode = Literal["now", "digest", "never"]
Audience = Literal["assignee", "team", "requester", "watchers", "mentioned", "voters", "owners", "leaders", "doers"]
AT_RISK, MISSED, TASK_LATE = "clock_at_risk", "clock_missed", "task_late"
_WORKING: tuple[Audience, ...] = ("assignee", "team")
_DECLARED = "declared"
# Whom a task came to, as timelines tell it: somebody, or all of a team.
TASK_FIELDS = ("task_assignee", "task_team")


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice: who hears of it, and how soon (`mode`) unless they say otherwise.

    What `is_urgent` does not wait for the end of quiet hours; what is `for_workers` is told to those only who work on
    records.
    """

    name: str
    label: str
    help: str
    audiences: tuple[Audience, ...]
    mode: Mode
    fits: Callable[[Happening], bool]
    is_urgent: bool = False
    for_workers: bool = False


def _of(*whats: str) -> Callable[[Happening], bool]:
    return lambda one: one.what in whats


def _is_major(one: Happening) -> bool:
    return one.came_to("major") == _DECLARED


def _is_told_of_major(one: Happening) -> bool:
    return one.what == "status" and one.record.value("major") == _DECLARED


def _is_assigned(one: Happening) -> bool:
    if one.what == "opened":
        return bool(one.record.value("assignee") or one.record.value("team"))
    return bool(one.came_to("assignee") or one.came_to("team"))


def _is_task_given(one: Happening) -> bool:
    return one.what != TASK_LATE and any(change.after for change in one.changes if change.field in TASK_FIELDS)


def _asks_for_votes(one: Happening) -> bool:
    ballot = one.record.ballot
    return one.what in ("moved", "lapsed") and ballot is not None and ballot.opened_at >= one.at - _ABOUT


_ABOUT = 60 * 1_000_000
KINDS = (
    NoticeKind("major_declared", "Major incident declared", "An incident became a major one.",
               ("owners", "leaders", "assignee", "watchers"), "now", _is_major, is_urgent=True),
    NoticeKind("status_update", "Status update of a major incident", "Somebody said how a major incident goes.",
               ("owners", "leaders", "assignee", "requester", "watchers"), "now", _is_told_of_major, is_urgent=True),
    NoticeKind("assigned", "Assigned to me or my team", "A record came to you, or to your team with nobody on it.",
               _WORKING, "now", _is_assigned),
    NoticeKind("task_assigned", "Task for me or my team", "A task of a record came to you, or to your team.",
               ("doers",), "now", _is_task_given),
    NoticeKind(TASK_LATE, "Task late", "A task for you or your team should have been done.", ("doers",), "now",
               _of(TASK_LATE)),
    NoticeKind("mentioned", "Mentioned", "Somebody wrote @ and your name.", ("mentioned",), "now",
               _of("comment", "status")),
    NoticeKind("mentioned_in_note", "Mentioned in a note", "Somebody wrote @ and your name in an internal note.",
               ("mentioned",), "now", _of("note"), for_workers=True),
    NoticeKind("approval_lapsed", "Approval lapsed", "Facts became worse: the votes on a change begin anew.",
               ("assignee", "requester", "voters"), "now", _of("lapsed")),
    NoticeKind("approval_asked", "Approval asked", "Your vote on a change counts, and it is voted on.",
               ("voters",), "now", _asks_for_votes),
    NoticeKind(MISSED, "Service level missed", "A record took longer than was agreed.", _WORKING, "now", _of(MISSED),
               is_urgent=True),
    NoticeKind(AT_RISK, "Service level at risk", "Three quarters of what was agreed have passed.", _WORKING, "now",
               _of(AT_RISK)),
    NoticeKind("commented", "Commented", "Somebody wrote on a record that is yours or that you watch.",
               ("assignee", "requester", "watchers"), "now", _of("comment", "status", "file")),
    NoticeKind("noted", "Internal note", "Somebody wrote a note for those who work on records.",
               ("assignee", "watchers"), "now", _of("note"), for_workers=True),
    NoticeKind("moved", "State changed", "A record went on: taken up, resolved, approved, closed ...",
               ("assignee", "requester", "watchers"), "now", _of("moved")),
    NoticeKind("voted", "Voted", "Somebody voted on a change of yours.", ("assignee", "requester", "watchers"),
               "digest", _of("voted")),
    NoticeKind("service_hit", "A service of mine is hit", "A new record is about a service that you answer for.",
               ("owners",), "digest", _of("opened", "affects")),
    NoticeKind("opened", "Opened for me", "Somebody opened a record in your name.", ("requester",), "now",
               _of("opened")),
    NoticeKind("changed", "Changed otherwise", "Values, CIs, steps, tasks of a record that is yours or that you watch.",
               ("assignee", "watchers"), "digest", _of("changed", "affects", "step", "task")),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}


def kinds_of(one: Happening) -> list[NoticeKind]:
    """The kinds that something is of, in their order."""
    return [kind for kind in KINDS if kind.fits(one)]
