"""The shapes of records in answers."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from cmdb_server.api.task_words import TaskOut
from cmdb_server.itsm.declare import Kind, Part
from cmdb_server.itsm.record import EntryKind


class _Declared(BaseModel):
    """Something of a record type, told as it is declared."""

    model_config = ConfigDict(from_attributes=True)


class ChoiceOut(_Declared):
    """A value that a field takes, and its word."""

    value: str
    label: str


class FieldOut(_Declared):
    """A field of a record type: what it takes, who may set it, whether whoever opens a record may.

    Where it has a value those that it `needs` must have one; a time is `not_before` that of another field.
    """

    name: str
    label: str
    kind: Kind
    help: str
    choices: list[ChoiceOut]
    is_required: bool
    parts: list[Part]
    on_opening: bool
    default: str
    longest: int
    needs: list[str]
    not_before: str
    is_planned: bool
    in_lists: bool
    is_filter: bool
    names_type: str
    columns: list["FieldOut"]
    is_of_affected: bool


class StateOut(_Declared):
    """A state of a record type; nobody has to do anything about a record that is not open.

    In a settled one what was planned stands.
    """

    name: str
    label: str
    is_open: bool
    is_settled: bool


class TransitionOut(_Declared):
    """A way to another state: who may go it, the fields it needs and those that are offered with it."""

    name: str
    label: str
    sources: list[str]
    target: str
    parts: list[Part]
    needs: list[str]
    asks: list[str]
    needs_reason: bool


class RecordTypeOut(_Declared):
    """A record type as it is declared; the first state is where records begin.

    Open tasks may hold up the transitions `held_by_tasks`; without any its records have no tasks.
    """

    name: str
    label: str
    plural: str
    prefix: str
    has_impact: bool
    held_by_tasks: list[TransitionOut]
    states: list[StateOut]
    transitions: list[TransitionOut]
    fields: list[FieldOut]


class AffectedCI(BaseModel):
    """A CI that a record is about, as it is now; `named` is the uid by which it was named, before a merge perhaps.

    `root` is the name of the machine that it is on, null for one that is on none.
    """

    uid: str
    name: str
    ci_class: str
    status: str
    root: str | None
    named: str


class RecordOut(BaseModel):
    """A record in a list; `priority` is 1 (first) to 5. `impact` is said or follows from the CIs, "" where unknown.

    `listed` are the values in words of those fields of its type that lists show; `vote` is what votes come to, ""
    without any.
    """

    number: str
    type: str
    title: str
    state: str
    state_label: str
    is_open: bool
    priority: int
    impact: str
    assignee: str
    team: str
    requester: str
    opened_by: str
    opened_at: str
    changed_at: str
    closed_at: str | None
    affects: list[AffectedCI]
    listed: dict[str, str]
    vote: Literal["", "open", "approved", "rejected"]
    revision: int


class ChangeOut(BaseModel):
    """A value before and after, in words."""

    field: str
    label: str
    before: str
    after: str


class EntryOut(BaseModel):
    """A line of a record's timeline; a note is for those only who work on records."""

    uid: str
    at: str
    by: str
    kind: EntryKind
    text: str
    changes: list[ChangeOut]


class ComputedImpact(BaseModel):
    """The impact that follows when what is affected is down: its level, and how many services and users are hit."""

    level: Literal["", "1", "2", "3"]
    services: int
    users: int
    worst: AffectedCI | None


class ValueOut(BaseModel):
    """A field's value; `shown` is it in words; `may_change` whether whoever asks may set it."""

    field: str
    value: str
    shown: str
    may_change: bool


class FactOut(BaseModel):
    """Something that speaks against a plan, in words."""

    key: str
    text: str


class StillOut(BaseModel):
    """Somebody whose yes would still count, and for which of the teams that have to say yes."""

    name: str
    teams: list[str]


class NeedOut(BaseModel):
    """Whose yes a plan needs, and what their votes come to.

    `said` different people's yes count so far, of the `wanted`; `still` are those whose yes would count as well.
    """

    key: str
    label: str
    quorum: int
    voters: list[str]
    verdict: Literal["open", "approved", "rejected"]
    said: int
    wanted: int
    still: list[StillOut]


class VoteOut(BaseModel):
    """A vote that counts."""

    by: str
    on_behalf_of: str
    at: str
    vote: Literal["yes", "no"]
    reason: str


class BallotOut(BaseModel):
    """The votes on a plan, with the facts that they are bound to; `lapsed` says why those before no longer count."""

    opened_at: str
    verdict: Literal["open", "approved", "rejected"]
    facts: list[FactOut]
    needs: list[NeedOut]
    votes: list[VoteOut]
    lapsed: list[str]


class RecordDetail(RecordOut):
    """A record with all its values, what somebody may do with it, and its timeline, the oldest first.

    `may_vote`: the vote of whoever asks counts; `may_plan`: they add tasks and change them.
    """

    values: list[ValueOut]
    computed: ComputedImpact
    ballot: BallotOut | None
    may_vote: bool
    ways: list[TransitionOut]
    may_note: bool
    may_affect: bool
    tasks: list[TaskOut]
    may_plan: bool
    entries: list[EntryOut]
