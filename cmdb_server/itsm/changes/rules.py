"""Freezes, maintenance windows and the policy of approvals: one set of rules, as an administrator has it."""

import re
from collections.abc import Callable
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.changes.groups import ApprovalGroup, wrong_in
from cmdb_server.itsm.changes.risk import LEVELS
from cmdb_server.itsm.changes.windows import Freeze, MaintenanceWindow
from cmdb_server.itsm.rule_book import RuleBook, Versioned

KEY = "change_rules"
MOST_RULES = 500
_CLOCK = re.compile(r"\d\d:\d\d\Z")
_LONGEST_MINUTES, _LAST_DAY, _MOST_QUORUM, _MOST_POINTS = 7 * 24 * 60, 6, 20, 1_000


class Policy(msgspec.Struct, frozen=True):
    """Who has to say yes: so many of the board by risk (low, medium, high), or for an emergency; owners of services.

    A risk is medium from `bounds[0]` points on and high from `bounds[1]`. Standard changes of low risk need nobody,
    neither of the board nor of `groups`.
    """

    bounds: tuple[int, int] = (20, 50)
    quorum: tuple[int, int, int] = (1, 1, 2)
    emergency_quorum: int = 1
    asks_owners: bool = True
    groups: tuple[ApprovalGroup, ...] = ()


class Rules(Versioned, frozen=True):
    """What holds for changes."""

    freezes: tuple[Freeze, ...] = ()
    windows: tuple[MaintenanceWindow, ...] = ()
    policy: Policy = Policy()


class RulesRefusedError(CmdbError):
    """Rules that make no sense."""

    def __init__(self, error: FieldError) -> None:
        """422, with the field that is wrong."""
        message = f"{error.field} {error.value!r}: {error.message}; {error.remedy}"
        super().__init__(message, 422, "rules_refused", (error,))


class RulesChangedError(CmdbError):
    """Somebody else has saved other rules."""

    def __init__(self, version: int) -> None:
        """412, naming the present version."""
        message = f"the rules of changes were changed meanwhile (version {version}); read them again"
        super().__init__(message, 412, "rules_changed")


class ChangeRules:
    """Reads and saves the rules."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._book = RuleBook(store, KEY, Rules(), clock)

    def current(self) -> Rules:
        """The rules in force."""
        return self._book.current()

    def save(self, wanted: Rules, who: str, version: int | None) -> Rules:
        """Let other rules hold; `version` is that of those that were edited, None for any.

        Raises RulesRefusedError, RulesChangedError.
        """
        check(wanted)
        return self._book.save(wanted, who, version, RulesChangedError)


def check(rules: Rules) -> None:
    """Refuse what cannot be meant. Raises RulesRefusedError."""
    groups = rules.policy.groups
    for field, entries in (("freezes", rules.freezes), ("windows", rules.windows), ("policy.groups", groups)):
        if len(entries) > MOST_RULES:
            _refuse(field, len(entries), "are too many", f"keep at most {MOST_RULES}")
        names = [entry.name for entry in entries]
        for turn, name in enumerate(names):
            if not name.strip() or name in names[:turn]:
                _refuse(f"{field}[{turn}].name", name, "is empty or stands twice", "give each a name of its own")
    for turn, freeze in enumerate(rules.freezes):
        if freeze.ends_at <= freeze.starts_at:
            _refuse(f"freezes[{turn}].ends_at", freeze.ends_at, "is not after the start", "give a later time")
    for turn, window in enumerate(rules.windows):
        _check_window(window, f"windows[{turn}]")
    _check_policy(rules.policy)


def _check_window(window: MaintenanceWindow, field: str) -> None:
    if not window.weekdays or not all(0 <= day <= _LAST_DAY for day in window.weekdays):
        _refuse(f"{field}.weekdays", window.weekdays, "are no days", "give some of 0 (Monday) to 6 (Sunday)")
    if not (_CLOCK.match(window.starts) and _is_time(window.starts)):
        _refuse(f"{field}.starts", window.starts, "is no time of a day", "give it as HH:MM, e.g. 22:00")
    if not 0 < window.minutes <= _LONGEST_MINUTES:
        _refuse(f"{field}.minutes", window.minutes, "is no length", f"give 1 to {_LONGEST_MINUTES}")
    try:
        ZoneInfo(window.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        remedy = "give one of the IANA names, e.g. Europe/Oslo"
        wrong = FieldError(f"{field}.time_zone", window.time_zone[:100], "is no time zone", remedy)
        raise RulesRefusedError(wrong) from error


def _check_policy(policy: Policy) -> None:
    low, high = policy.bounds
    if not 0 < low < high <= _MOST_POINTS:
        _refuse("policy.bounds", policy.bounds, "do not rise", f"give two rising numbers of 1 to {_MOST_POINTS}")
    for level, quorum in zip((*LEVELS, "emergency"), (*policy.quorum, policy.emergency_quorum), strict=True):
        if not 0 <= quorum <= _MOST_QUORUM:
            _refuse(f"policy.quorum.{level}", quorum, "is no number of people", f"give 0 to {_MOST_QUORUM}")
    for turn, group in enumerate(policy.groups):
        if error := wrong_in(group, f"policy.groups[{turn}]"):
            raise RulesRefusedError(error)


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True


def _refuse(field: str, value: object, message: str, remedy: str) -> None:
    raise RulesRefusedError(FieldError(field, str(value)[:100], message, remedy))
