"""Templates of records, and standard changes: approved once, demoted by themselves when they fail."""

from typing import Annotated

import msgspec
from fastapi import Depends, Query
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, requires
from cmdb_server.api.owned import IfMatch, revision_of
from cmdb_server.api.record_asking import AskingDep, RecordAsking
from cmdb_server.api.record_shapes import AffectedCI
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth.identity import APPROVE, CHANGES, READ, ForbiddenError, Identity
from cmdb_server.itsm.declare import FROM_TEMPLATE, RecordType
from cmdb_server.itsm.record import Task
from cmdb_server.itsm.tasks.task import MOST
from cmdb_server.itsm.templates.keeping import TemplateError
from cmdb_server.itsm.templates.standing import Ran, StandardRule, Standing
from cmdb_server.itsm.templates.template import NEVER, PlannedTask, Template, Wanted
from cmdb_server.timestamps import rfc3339

router = resource("record templates")
Approver = Annotated[Identity, Depends(Requires(APPROVE))]
Answerable = Annotated[Identity, Depends(Requires(CHANGES))]
_TITLE = "title"


class PlannedTaskIn(Body):
    """A task that records from a template begin with, due so many days after they are opened (null: at no time)."""

    title: str = Field(min_length=1, max_length=200)
    assignee: str = Field(default="", max_length=200)
    team: str = Field(default="", max_length=200)
    holds: str = Field(default="", max_length=50)
    due_days: int | None = Field(default=None, ge=0, le=3_650)


class TemplateIn(Body):
    """A template: values by field, CIs and tasks, or those `from_record`, where nothing else is said.

    `needs` are the fields (by name, your own as well) that have to be said of each record from it.
    """

    name: str = Field(min_length=1, max_length=200)
    type: str = Field(default="", max_length=50)
    help: str = Field(default="", max_length=1_000)
    values: Annotated[dict[str, str], Field(max_length=100)] = Field(default={})
    affects: list[Annotated[str, Field(min_length=1, max_length=500)]] = Field(default=[], max_length=200)
    tasks: list[PlannedTaskIn] = Field(default=[], max_length=MOST)
    needs: list[Annotated[str, Field(max_length=50)]] = Field(default=[], max_length=50)
    from_record: str = Field(default="", max_length=50)


class RanChange(BaseModel):
    """A change from a template that is over."""

    number: str
    outcome: str
    ended_at: str


class TemplateApproval(BaseModel):
    """Who approved it for all changes from it, when and why."""

    by: str
    at: str
    reason: str


class TemplateOut(BaseModel):
    """A template. `is_standard`: changes from it need no approval of their own while their risk is low; else `why`.

    `succeeded` of the changes from it that are over (`ran`, the last first, twenty at most); `revision` for If-Match.
    """

    template_id: str
    name: str
    type: str
    help: str
    values: dict[str, str]
    affects: list[AffectedCI]
    tasks: list[PlannedTaskIn]
    needs: list[str]
    changed_by: str
    changed_at: str
    revision: int
    approval: TemplateApproval | None
    is_standard: bool
    why: str
    over: int
    succeeded: int
    ran: list[RanChange]


class TemplateList(BaseModel):
    """Templates by type and name."""

    items: list[TemplateOut]


class ReasonIn(Body):
    """Why."""

    reason: str = Field(min_length=1, max_length=2_000)


class StandardRuleOut(BaseModel):
    """A template is no standard change once `failures` of the last `of_last` changes from it failed."""

    failures: int
    of_last: int
    version: int


class StandardRuleIn(Body):
    """The same; `version` is that of the rule that was read, null for any."""

    failures: int = Field(ge=1, le=100)
    of_last: int = Field(ge=1, le=100)
    version: int | None = None


@router.get("/record-templates", name="list_record_templates", dependencies=[requires(READ)])
def list_record_templates(
    asking: AskingDep,
    type: Annotated[str, Query(max_length=50, description="'' for all.")] = "",  # noqa: A002 - as in the API
) -> TemplateList:
    """Templates, how changes from them went, and whether those need approval."""
    return TemplateList(items=_told(asking, asking.services.templates.all(type)))


@router.post("/record-templates", name="create_record_template", status_code=201, dependencies=[requires(READ)])
def create_record_template(wanted: TemplateIn, asking: AskingDep) -> TemplateOut:
    """Keep a template: for who is answerable for records of its type. Times and who asks are of no template."""
    return _one(asking, asking.services.templates.create(_checked(asking, wanted), asking.who.name))


@router.put("/record-templates/{template_id}", name="change_record_template", dependencies=[requires(READ)])
def change_record_template(
    template_id: str, wanted: TemplateIn, asking: AskingDep, if_match: IfMatch = ""
) -> TemplateOut:
    """Let it be another one; where it was approved, that no longer counts once more than its words is different."""
    _check_answerable(asking, asking.services.templates.one(template_id).wanted.type)
    given, revision = _checked(asking, wanted), revision_of(if_match)
    return _one(asking, asking.services.templates.change(template_id, given, asking.who.name, revision))


@router.delete(
    "/record-templates/{template_id}", name="remove_record_template", status_code=204, dependencies=[requires(READ)]
)
def remove_record_template(template_id: str, asking: AskingDep) -> None:
    """Forget it; records that were opened from it stay."""
    _check_answerable(asking, asking.services.templates.one(template_id).wanted.type)
    asking.services.templates.remove(template_id)
    asking.services.audit.append(asking.actor, "record_template.removed", template_id)


@router.post("/record-templates/{template_id}/approval", name="approve_record_template")
def approve_record_template(template_id: str, wanted: ReasonIn, who: Approver, asking: AskingDep) -> TemplateOut:
    """Let changes from it be standard ones, for the first time or again; failures count from now on."""
    found = asking.services.templates.approve(template_id, who.name, wanted.reason)
    asking.services.audit.append(asking.actor, "record_template.approved", template_id, reason=wanted.reason[:300])
    return _one(asking, found)


@router.delete("/record-templates/{template_id}/approval", name="withdraw_template_approval")
def withdraw_template_approval(template_id: str, _: Approver, asking: AskingDep) -> TemplateOut:
    """Let changes from it be voted on as any other."""
    found = asking.services.templates.withdraw(template_id)
    asking.services.audit.append(asking.actor, "record_template.withdrawn", template_id)
    return _one(asking, found)


@router.get("/standard-change-rule", name="get_standard_change_rule", dependencies=[requires(READ)])
def get_standard_change_rule(asking: AskingDep) -> StandardRuleOut:
    """When a standard change is one no longer."""
    return _rule(asking.services.templates.rule())


@router.put("/standard-change-rule", name="save_standard_change_rule")
def save_standard_change_rule(wanted: StandardRuleIn, who: Answerable, asking: AskingDep) -> StandardRuleOut:
    """Let another rule hold, at once and for all templates."""
    rule = StandardRule(failures=wanted.failures, of_last=wanted.of_last)
    return _rule(asking.services.templates.save_rule(rule, who.name, wanted.version))


def _check_answerable(asking: RecordAsking, kind: str) -> None:
    needed = asking.kind(kind).managed_by
    if not asking.who.may(needed):
        raise ForbiddenError(f"templates of the type {kind} are for who has the permission {needed!r}")


def _checked(asking: RecordAsking, wanted: TemplateIn) -> Wanted:
    """What a template is to be, its values as they are kept. Raises what opening a record of them raises."""
    record = asking.services.desk.one(wanted.from_record) if wanted.from_record else None
    kind = asking.kind(record.type if record else wanted.type)
    if FROM_TEMPLATE not in kind.fields:
        remedy = "templates are of incidents, problems and changes"
        raise TemplateError("type", kind.name, "has no templates", remedy)
    _check_answerable(asking, kind.name)
    _check_needs(kind, wanted.needs)
    names = {field.name for field in kind.fields if field.on_opening or field.name == "team"}
    known = {name: value for name, value in record.values.items() if name in names} if record else {}
    values = {name: value for name, value in {**known, **wanted.values}.items() if name not in NEVER and value.strip()}
    affects = list(record.affects) if record and not wanted.affects else wanted.affects
    draft = asking.services.desk.draft(kind, {_TITLE: wanted.name, **values}, affects, asking.by(kind))
    kept = {name: draft.value(name) for name in values}
    known_tasks = list(map(_planned, record.tasks)) if record and not wanted.tasks else []
    tasks = known_tasks or [_checked_task(asking, kind, task) for task in wanted.tasks]
    return Wanted(
        wanted.name.strip(), kind.name, kept, draft.affects, wanted.help.strip(), tuple(tasks), tuple(wanted.needs)
    )


def _check_needs(kind: RecordType, needs: list[str]) -> None:
    known = [field.name for field in kind.fields if field.on_opening and field.name not in NEVER]
    for turn, name in enumerate(needs):
        if name not in known or name in needs[:turn]:
            remedy = f"give once each, of {', '.join(known)}"
            raise TemplateError(
                f"needs[{turn}]", name, f"is no field that is said of new {kind.plural.lower()}", remedy
            )


def _planned(task: Task) -> PlannedTask:
    """A task of a record as one of its template: by whom and when is said again, a team stays."""
    return PlannedTask(task.title, team=task.team, holds=task.holds)


def _checked_task(asking: RecordAsking, kind: RecordType, task: PlannedTaskIn) -> PlannedTask:
    values = task.model_dump(exclude={"due_days"})
    found = asking.services.tasks.checked(kind, values, asking.services.impact)
    return PlannedTask(**found, due_days=task.due_days)


def _one(asking: RecordAsking, template: Template) -> TemplateOut:
    return _told(asking, [template])[0]


def _told(asking: RecordAsking, templates: list[Template]) -> list[TemplateOut]:
    standings = asking.services.templates.standings(templates)
    telling = RecordTelling(asking.services)
    return [_out(telling, one, standings[one.uid]) for one in templates]


def _out(telling: RecordTelling, one: Template, standing: Standing) -> TemplateOut:
    wanted, approval = one.wanted, one.approval
    told = TemplateApproval(by=approval.by, at=rfc3339(approval.at), reason=approval.reason) if approval else None
    return TemplateOut(
        template_id=one.uid,
        name=wanted.name,
        type=wanted.type,
        help=wanted.help,
        values=dict(wanted.values),
        affects=[found for uid in wanted.affects if (found := telling.ci(uid))],
        tasks=[PlannedTaskIn(**msgspec.structs.asdict(task)) for task in wanted.tasks],
        needs=list(wanted.needs),
        changed_by=one.changed_by,
        changed_at=rfc3339(one.changed_at),
        revision=one.revision,
        approval=told,
        is_standard=standing.is_standard,
        why=standing.why,
        over=len(standing.ran),
        succeeded=standing.succeeded,
        ran=list(map(_ran, standing.ran[:20])),
    )


def _ran(one: Ran) -> RanChange:
    return RanChange(number=one.number, outcome=one.outcome, ended_at=one.ended_at)


def _rule(one: StandardRule) -> StandardRuleOut:
    return StandardRuleOut(failures=one.failures, of_last=one.of_last, version=one.version)
