"""Major incidents: the rule that declares them, whom they concern, and status updates to begin with."""

from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.record_shapes import AffectedCI
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import MANAGE, READ, Identity
from cmdb_server.record_insight.major import DECLARED, drafts, is_overdue
from cmdb_server.record_insight.major_rule import MajorRule

router = resource("records")
Answerable = Annotated[Identity, Depends(Requires(MANAGE))]


class MajorRuleIn(Body):
    """An incident is major of this priority (1 to 5) or better that hits so many users; priority 0: none by itself."""

    priority: int
    users: int = 0
    version: int | None = None


class MajorRuleOut(BaseModel):
    """The rule in force."""

    priority: int
    users: int
    version: int
    saved_at: str | None
    saved_by: str


class StakeholderOut(BaseModel):
    """Who answers for services that are hit, with the accounts behind the name; "" for services without an owner."""

    name: str
    accounts: list[str]
    services: list[AffectedCI]


class StatusDraft(BaseModel):
    """A status update to begin with."""

    name: str
    label: str
    text: str


class MajorIncident(BaseModel):
    """Whether an incident is major, whom it concerns, and status updates to begin with.

    `is_overdue`: a status update was to come before now.
    """

    is_major: bool
    is_overdue: bool
    stakeholders: list[StakeholderOut]
    drafts: list[StatusDraft]


@router.get("/major-rule", name="get_major_rule", dependencies=[requires(READ)])
def get_major_rule(services: ServicesDep) -> MajorRuleOut:
    """Which incidents are declared major by themselves."""
    return _shown(services.majors.rules.current())


@router.put("/major-rule", name="save_major_rule")
def save_major_rule(wanted: MajorRuleIn, services: ServicesDep, who: Answerable) -> MajorRuleOut:
    """Let another rule hold from now on; 412 when it was changed since it was read."""
    rule = MajorRule(priority=wanted.priority, users=wanted.users)
    return _shown(services.majors.rules.save(rule, who.name, wanted.version))


@router.get("/records/{number}/major", name="get_major_incident", dependencies=[requires(READ)])
def get_major_incident(number: str, asking: AskingDep) -> MajorIncident:
    """Whom an incident concerns: the owners of the services that it hits; and what to tell them."""
    services, telling = asking.services, RecordTelling(asking.services)
    record = services.desk.one(number)
    found = services.majors.stakeholders(record, services.impact, services.clock())
    told = [
        StakeholderOut(
            name=one.name, accounts=list(one.accounts), services=[ci for uid in one.services if (ci := telling.ci(uid))]
        )
        for one in found
    ]
    names = sorted(ci.name for one in told for ci in one.services)
    return MajorIncident(
        is_major=record.value("major") == DECLARED,
        is_overdue=is_overdue(record, services.clock()),
        stakeholders=told,
        drafts=[StatusDraft(name=draft.name, label=draft.label, text=draft.text) for draft in drafts(record, names)],
    )


def _shown(rule: MajorRule) -> MajorRuleOut:
    return MajorRuleOut(
        priority=rule.priority,
        users=rule.users,
        version=rule.version,
        saved_at=time_or_none(rule.saved_at),
        saved_by=rule.saved_by,
    )
