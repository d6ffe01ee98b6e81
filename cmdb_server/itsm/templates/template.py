"""A template: what a record begins with. A standard change is one whose template was approved as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import msgspec

_VALUES = msgspec.json.Decoder(dict[str, str])
# What is said anew of each record; all else of a standard change stays as it was approved.
FREE = frozenset(("title", "description", "requester", "assignee", "team", "planned_start", "planned_end"))
# What follows from the template, or belongs to one record only.
NEVER = frozenset(("template", "change_type", "requester", "planned_start", "planned_end", "started_at"))


class PlannedTask(msgspec.Struct, frozen=True):
    """A task that records from a template begin with, due so many days after they are opened (None: at no time)."""

    title: str
    assignee: str = ""
    team: str = ""
    holds: str = ""
    due_days: int | None = None


@dataclass(frozen=True)
class Wanted:
    """What a template is to be: values by field, CIs by uid, which whoever opens a record adds to, and tasks.

    `needs` are the fields that have to be said of each record from it, by name.
    """

    name: str
    type: str
    values: Mapping[str, str]
    affects: Sequence[str] = ()
    help: str = ""
    tasks: Sequence[PlannedTask] = ()
    needs: Sequence[str] = ()


@dataclass(frozen=True)
class Approval:
    """Who approved what a template says (by its digest) for all changes from it, when (microseconds) and why."""

    by: str
    at: int
    reason: str
    digest: str


@dataclass(frozen=True)
class Template:
    """A template; times in microseconds, `revision` rises with every change."""

    uid: str
    wanted: Wanted
    changed_by: str
    changed_at: int
    revision: int = 1
    approval: Approval | None = field(default=None)


_TASKS = msgspec.json.Decoder(tuple[PlannedTask, ...])


def digest_of(wanted: Wanted) -> str:
    """A digest of what is approved of a template: all but what is said anew of each record."""
    fixed = sorted((name, value) for name, value in wanted.values.items() if name not in FREE)
    # Without tasks the digest is that of a template that could not have any.
    with_tasks = [list(wanted.tasks)] if wanted.tasks else []
    told = msgspec.json.encode([wanted.type, fixed, sorted(wanted.affects), *with_tasks])
    return blake2b(told, digest_size=12).hexdigest()


def stored(template: Template) -> dict[str, Any]:
    """A template as properties of its node."""
    wanted, approval = template.wanted, template.approval
    given = {"name": wanted.name, "type": wanted.type, "help": wanted.help, "affects": list(wanted.affects)}
    given |= {"needs": list(wanted.needs)}
    nested = {"values": wanted.values, "approval": approval, "tasks": list(wanted.tasks)}
    told = {name: msgspec.json.encode(value).decode() for name, value in nested.items()}
    kept = {"changed_by": template.changed_by, "changed_at": template.changed_at, "revision": template.revision}
    return {**given, **told, **kept, "status": "active"}


def template_of(properties: Mapping[str, Any]) -> Template:
    """A template from the properties of its node."""
    values = _VALUES.decode(properties["values"])
    affects = tuple(properties["affects"] or ())
    tasks = _TASKS.decode(properties.get("tasks") or "[]")
    wanted = Wanted(
        properties["name"],
        properties["type"],
        values,
        affects,
        properties["help"],
        tasks,
        tuple(properties.get("needs") or ()),
    )
    approval = msgspec.json.decode(properties["approval"], type=Approval | None)
    kept = {name: properties[name] for name in ("uid", "changed_by", "changed_at", "revision")}
    return Template(wanted=wanted, approval=approval, **kept)
