"""What holds for changes: freezes, maintenance windows and the policy of approvals."""

from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.named_services import known_names, service_uids
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import TimeText, moment, time_or_none
from cmdb_server.auth.identity import CHANGES, READ, Identity
from cmdb_server.errors import FieldError
from cmdb_server.itsm.changes.groups import ApprovalGroup
from cmdb_server.itsm.changes.rules import Policy, Rules, RulesRefusedError
from cmdb_server.itsm.changes.windows import Freeze, MaintenanceWindow
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339

router = resource("change rules")
Answerable = Annotated[Identity, Depends(Requires(CHANGES))]
_Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=500)]], Field(max_length=500)]


class FreezeRule(Body):
    """A time in which services (by uid or name; none: all) are not changed."""

    name: str = Field(min_length=1, max_length=200)
    starts_at: TimeText
    ends_at: TimeText
    services: _Names = Field(default=[])
    reason: str = Field(default="", max_length=2_000)


class WindowRule(Body):
    """When services (by uid; none: all) may be worked on, every week, by the clock of a time zone.

    `weekdays` 0 (Monday) to 6, `starts` HH:MM.
    """

    name: str = Field(min_length=1, max_length=200)
    weekdays: list[int] = Field(min_length=1, max_length=7)
    starts: str = Field(max_length=5)
    minutes: int
    time_zone: str = Field(default="UTC", max_length=100)
    services: _Names = Field(default=[])


class GroupRule(Body):
    """People (by name) and teams of whom `quorum` have to say yes, or so many of each team (`is_each_team`).

    For changes with one of the `risks` (none: any) that have one of the `services` (by uid or name; none: any change)
    not serve meanwhile. A person counts once, and in two teams for one of them.
    """

    name: str = Field(min_length=1, max_length=200)
    people: _Names = Field(default=[])
    teams: _Names = Field(default=[])
    quorum: int = 1
    is_each_team: bool = False
    risks: list[Annotated[str, Field(description="low, medium, high or emergency.")]] = Field(default=[], max_length=4)
    services: _Names = Field(default=[])


class PolicyRule(Body):
    """Who has to say yes. A risk is medium and high from these points on; members of the board by risk."""

    medium_from: int = 20
    high_from: int = 50
    quorum_low: int = 1
    quorum_medium: int = 1
    quorum_high: int = 2
    quorum_emergency: int = 1
    asks_owners: bool = True
    groups: list[GroupRule] = Field(default=[], max_length=500)


class ChangeRulesIn(Body):
    """Rules to save, which replace those in force; `version` is that of those that were edited."""

    freezes: list[FreezeRule] = Field(default=[], max_length=500)
    windows: list[WindowRule] = Field(default=[], max_length=500)
    policy: PolicyRule = PolicyRule()
    version: int | None = None


class ChangeRulesOut(BaseModel):
    """The rules in force; services by uid, with the `names` of those that there are."""

    freezes: list[FreezeRule]
    windows: list[WindowRule]
    policy: PolicyRule
    version: int
    saved_at: str | None
    saved_by: str | None
    names: dict[str, str]


@router.get("/change-rules", name="list_change_rules", dependencies=[requires(READ)])
def list_change_rules(services: ServicesDep) -> ChangeRulesOut:
    """Freezes, maintenance windows and who has to approve."""
    return _shown(services, services.change_rules.current())


@router.put("/change-rules", name="save_change_rules")
def save_change_rules(wanted: ChangeRulesIn, services: ServicesDep, who: Answerable) -> ChangeRulesOut:
    """Let other rules hold from now on; 412 when they were changed since they were read."""
    made = Rules(
        freezes=tuple(_freeze(services, entry, f"freezes[{turn}]") for turn, entry in enumerate(wanted.freezes)),
        windows=tuple(_window(services, entry, f"windows[{turn}]") for turn, entry in enumerate(wanted.windows)),
        policy=_policy(services, wanted.policy),
    )
    return _shown(services, services.change_rules.save(made, who.name, wanted.version))


def _uids(services: Services, names: list[str], field: str) -> tuple[str, ...]:
    """Of services that are in use, or that a rule has named before: one that retired is no reason to keep no rule."""
    snapshot, rules = services.impact.snapshot(), services.change_rules.current()
    held = {uid for one in (*rules.freezes, *rules.windows, *rules.policy.groups) for uid in one.services}
    return service_uids(snapshot, names, field, held)


def _freeze(services: Services, entry: FreezeRule, field: str) -> Freeze:
    return Freeze(
        entry.name,
        moment(f"{field}.starts_at", entry.starts_at),
        moment(f"{field}.ends_at", entry.ends_at),
        _uids(services, entry.services, f"{field}.services"),
        entry.reason,
    )


def _window(services: Services, entry: WindowRule, field: str) -> MaintenanceWindow:
    return MaintenanceWindow(
        entry.name,
        tuple(sorted(set(entry.weekdays))),
        entry.starts,
        entry.minutes,
        entry.time_zone,
        _uids(services, entry.services, f"{field}.services"),
    )


def _policy(services: Services, entry: PolicyRule) -> Policy:
    return Policy(
        (entry.medium_from, entry.high_from),
        (entry.quorum_low, entry.quorum_medium, entry.quorum_high),
        entry.quorum_emergency,
        entry.asks_owners,
        tuple(_group(services, group, f"policy.groups[{turn}]") for turn, group in enumerate(entry.groups)),
    )


def _group(services: Services, entry: GroupRule, field: str) -> ApprovalGroup:
    """A group of people and teams that there are, or that were in one before: who left is no reason to keep no rule."""
    held = services.change_rules.current().policy.groups
    known = {
        "people": {user.name for user in services.users.all()}.union(*(one.people for one in held)),
        "teams": {*services.roles_and_teams.rights().teams}.union(*(one.teams for one in held)),
    }
    named = {"people": [one.strip() for one in entry.people], "teams": [one.strip() for one in entry.teams]}
    for part, names in named.items():
        if strange := [name for name in names if name not in known[part]]:
            error = FieldError(f"{field}.{part}", strange[0][:100], "is nobody's name", f"name {part} that there are")
            raise RulesRefusedError(error)
    return ApprovalGroup(
        entry.name.strip(),
        tuple(named["people"]),
        tuple(named["teams"]),
        entry.quorum,
        entry.is_each_team,
        tuple(entry.risks),
        _uids(services, entry.services, f"{field}.services"),
    )


def _shown(services: Services, rules: Rules) -> ChangeRulesOut:
    (medium, high), quorum = rules.policy.bounds, rules.policy.quorum
    freezes, windows = list(map(_shown_freeze, rules.freezes)), list(map(_shown_window, rules.windows))
    groups = list(map(_shown_group, rules.policy.groups))
    named = {uid for entry in (*freezes, *windows, *groups) for uid in entry.services}
    names = known_names(services.impact.snapshot(), named)
    return ChangeRulesOut(
        freezes=freezes,
        windows=windows,
        policy=PolicyRule(
            medium_from=medium,
            high_from=high,
            quorum_low=quorum[0],
            quorum_medium=quorum[1],
            quorum_high=quorum[2],
            quorum_emergency=rules.policy.emergency_quorum,
            asks_owners=rules.policy.asks_owners,
            groups=groups,
        ),
        version=rules.version,
        saved_at=time_or_none(rules.saved_at),
        saved_by=rules.saved_by or None,
        names=names,
    )


def _shown_freeze(one: Freeze) -> FreezeRule:
    starts_at, ends_at = rfc3339(one.starts_at), rfc3339(one.ends_at)
    return FreezeRule(
        name=one.name, starts_at=starts_at, ends_at=ends_at, services=list(one.services), reason=one.reason
    )


def _shown_group(one: ApprovalGroup) -> GroupRule:
    return GroupRule(
        name=one.name,
        people=list(one.people),
        teams=list(one.teams),
        quorum=one.quorum,
        is_each_team=one.is_each_team,
        risks=list(one.risks),
        services=list(one.services),
    )


def _shown_window(one: MaintenanceWindow) -> WindowRule:
    return WindowRule(
        name=one.name,
        weekdays=list(one.weekdays),
        starts=one.starts,
        minutes=one.minutes,
        time_zone=one.time_zone,
        services=list(one.services),
    )
