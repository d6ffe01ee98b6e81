"""Reconciliation rules: read, try, save and apply them; and why an attribute has its value."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError, Problem, problem
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import ADMIN, READ, Identity
from cmdb_server.data_source_names import SourceName, source_name
from cmdb_server.history.classes import ClassChange
from cmdb_server.ingest.rules import Rule
from cmdb_server.manual_edits.checking import MAX_REASON
from cmdb_server.reconciliation_rules.dry_run import DryRun, SampleCI
from cmdb_server.reconciliation_rules.editing import TooBroadError
from cmdb_server.reconciliation_rules.explaining import ClaimVerdict
from cmdb_server.timestamps import rfc3339

router = resource("reconciliation rules")
Administrator = Annotated[Identity, Depends(Requires(ADMIN))]
_SECONDS_AT_ONCE = 5.0
_MOST = 500


class ReconciliationRule(Body):
    """Whose word counts: a source (kind or key) gets a priority for an attribute of a class ("" for all).

    A claim older than `max_age_seconds` (0: no limit) comes after all others; with `allow_null` a source that knows the
    CI but not the value empties it. The rule counts only where `condition` holds: a text of the filter language about
    the class and the attributes of the CI, as they are by the rules without a condition.
    """

    source: str
    priority: int
    ci_class: str = ""
    attribute: str = ""
    max_age_seconds: int = 0
    allow_null: bool = False
    condition: str = ""
    note: str = ""


class Rules(BaseModel):
    """The rules in force; `left` CIs are still to be judged by them."""

    version: int
    rules: list[ReconciliationRule]
    saved_at: str | None
    saved_by: str | None
    reason: str | None
    left: int


class RulesTried(Body):
    """Rules to try; `after` is where the answer before left off."""

    rules: list[ReconciliationRule] = Field(max_length=_MOST)
    after: str = Field(default="", max_length=100)


class RulesOnOne(Body):
    """Rules to try on one CI."""

    rules: list[ReconciliationRule] = Field(max_length=_MOST)
    uid: str = Field(max_length=100)


class RulesSaved(Body):
    """Rules to save. `version` is that of the rules that were edited; `confirmed` how many CIs they may change."""

    rules: list[ReconciliationRule] = Field(max_length=_MOST)
    reason: str = Field(default="", max_length=MAX_REASON)
    version: int | None = None
    confirmed: int | None = None


class RuleChange(BaseModel):
    """An attribute that would change, or be another source's word."""

    attribute: str
    old: Any
    new: Any
    old_source: SourceName | None
    new_source: SourceName | None


class ChangedByRules(BaseModel):
    """A CI that rules would change."""

    uid: str
    name: str
    ci_class: str
    changes: list[RuleChange]


class RulesPreview(BaseModel):
    """How one CI would change; without a change none."""

    ci: ChangedByRules | None


class ByAttribute(BaseModel):
    """How many CIs would change in an attribute."""

    attribute: str
    changed: int


class RulesDryRun(BaseModel):
    """What rules would change of the CIs looked at in this answer; ask again with `after` until that is empty.

    Rules decide values, not which CIs there are: they merge and split none.
    """

    checked: int
    changed: int
    left: int
    after: str
    by_attribute: list[ByAttribute]
    samples: list[ChangedByRules]


class TooBroad(Problem):
    """How many CIs the rules would change."""

    changed: int
    checked: int


class Applied(BaseModel):
    """How many CIs this call changed, and how many are left: ask again until none are."""

    changed: int
    left: int


class Claim(BaseModel):
    """A claim of an attribute; `verdict` is counts, outranked, too_old, released or absent.

    A claim of the class is weighed by its `rank` first, 1 (rough) to 5 (a person's edit); `weighed` says why in words.
    """

    source: SourceName
    value: Any
    observed_at: str
    verdict: str
    priority: int
    rule: ReconciliationRule | None
    actor: str | None
    reason: str | None
    expires_at: str | None
    rank: int | None
    weighed: str | None


class WhyThisValue(BaseModel):
    """Why an attribute has its value: what decided, and every claim, the one that counts first.

    `history` tells of which class the CI was when, where it is asked for `ci_class`; else it is empty.
    """

    attribute: str
    label: str
    value: Any
    decided_by: str
    claims: list[Claim]
    history: list[ClassChange]


@router.get("/rules", name="list_rules", dependencies=[requires(READ)])
def list_rules(services: ServicesDep) -> Rules:
    """The reconciliation rules in force."""
    found = services.rules.current()
    return Rules(
        version=found.version,
        rules=[_rule_out(rule) for rule in found.rules],
        saved_at=time_or_none(found.saved_at),
        saved_by=found.saved_by or None,
        reason=found.reason or None,
        left=found.left,
    )


@router.post("/rules/preview", name="preview_rules", dependencies=[requires(ADMIN)])
def preview_rules(tried: RulesOnOne, services: ServicesDep) -> RulesPreview:
    """How one CI would change by rules."""
    if services.cis.ci(tried.uid) is None:
        raise NotFoundError("configuration item", tried.uid)
    found = services.rules.preview(_rules_in(tried.rules), tried.uid)
    return RulesPreview(ci=_changed(found) if found else None)


@router.post("/rules/dry-run", name="dry_run_rules", dependencies=[requires(ADMIN)])
def dry_run_rules(tried: RulesTried, services: ServicesDep) -> RulesDryRun:
    """What rules would change of all that is stored; a few seconds at a time, nothing is written."""
    found = services.rules.dry_run(_rules_in(tried.rules), after=tried.after, seconds=_SECONDS_AT_ONCE)
    return _dry_run(found)


@router.put("/rules", name="save_rules", response_model=RulesDryRun, responses={409: {"model": TooBroad}})
def save_rules(wanted: RulesSaved, request: Request, services: ServicesDep, who: Administrator) -> Response:
    """Let other rules hold from now on; apply them with `POST /rules/apply`, else the server does by itself."""
    signed = (who.name, wanted.reason)
    try:
        found = services.rules.save(_rules_in(wanted.rules), signed, version=wanted.version, confirmed=wanted.confirmed)
    except TooBroadError as error:
        extra = {"changed": error.changed, "checked": error.checked}
        return problem(request, error.status, error.code, str(error), extra=extra)
    return answer(_dry_run(found).model_dump())


@router.post("/rules/apply", name="apply_rules", dependencies=[requires(ADMIN)])
def apply_rules(services: ServicesDep) -> Applied:
    """Judge anew what the saved rules are about, for a few seconds."""
    changed, left = services.rules.apply_some(seconds=_SECONDS_AT_ONCE)
    return Applied(changed=changed, left=left)


@router.get("/cis/{uid}/attributes/{attribute}/why", name="why_this_value", dependencies=[requires(READ)])
def why_this_value(uid: str, attribute: str, services: ServicesDep) -> WhyThisValue:
    """Why an attribute of a CI, or its class (`ci_class`), is what it is: each source's claim, and what decided."""
    found = services.rules.why(uid, attribute)
    if found is None:
        raise NotFoundError("attribute of that configuration item", attribute)
    return WhyThisValue(
        attribute=found.attribute,
        label=found.label,
        value=found.value,
        decided_by=found.decided_by,
        claims=[_claim(claim) for claim in found.claims],
        history=list(found.history),
    )


def _rules_in(sent: Sequence[ReconciliationRule]) -> list[Rule]:
    return [Rule(**rule.model_dump()) for rule in sent]


def _rule_out(rule: Rule) -> ReconciliationRule:
    return ReconciliationRule(**{name: getattr(rule, name) for name in ReconciliationRule.model_fields})


def _dry_run(found: DryRun) -> RulesDryRun:
    return RulesDryRun(
        checked=found.checked,
        changed=found.changed,
        left=found.left,
        after=found.after,
        by_attribute=[ByAttribute(attribute=name, changed=count) for name, count in sorted(found.by_attribute.items())],
        samples=[_changed(sample) for sample in found.samples],
    )


def _changed(sample: SampleCI) -> ChangedByRules:
    changes = [
        RuleChange(
            attribute=change["attribute"],
            old=change.get("old"),
            new=change.get("new"),
            old_source=source_name(change["old_source"]) if change.get("old_source") else None,
            new_source=source_name(change["new_source"]) if change.get("new_source") else None,
        )
        for change in sample.changes
    ]
    return ChangedByRules(uid=sample.uid, name=sample.name, ci_class=sample.ci_class, changes=changes)


def _claim(claim: ClaimVerdict) -> Claim:
    return Claim(
        source=source_name(claim.source),
        value=claim.value,
        observed_at=rfc3339(claim.observed_at),
        verdict=claim.verdict,
        priority=claim.priority,
        rule=_rule_out(claim.rule) if claim.rule else None,
        actor=claim.actor or None,
        reason=claim.reason or None,
        expires_at=time_or_none(claim.expires_at),
        rank=claim.rank,
        weighed=claim.weighed or None,
    )
