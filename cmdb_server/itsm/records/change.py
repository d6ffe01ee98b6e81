"""Change: something is added, altered or taken away that services rest on (ITIL 4, change enablement)."""

from cmdb_server.errors import FieldError
from cmdb_server.itsm.changes.progress import FAILED, PROGRESS
from cmdb_server.itsm.changes.voting import APPROVED
from cmdb_server.itsm.declare import FROM_TEMPLATE, Choice, Field, Guard, RecordType, State, Transition
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rows import rows_of
from cmdb_server.itsm.tasks.task import holding

_EVERYBODY = ("requester", "worker", "manager")
_FAILED = ("backed_out", "failed")
# What a comparison with the plan says of a change that did other things than were foretold.
LEFT = "left"


def _names_cis(record: Record) -> FieldError | None:
    if record.affects:
        return None
    return FieldError("affects", "", "names no CI", "connect it with the CIs that are worked on: all else follows")


def _is_reviewed(record: Record) -> FieldError | None:
    if record.value("review"):
        return None
    if record.value("outcome") in ("", *_FAILED):
        return FieldError("review", "", "is missing", "say why it did not succeed and what is done about that")
    compared = record.computed.get("compared", "")
    if record.value("actual_end") and not compared:
        remedy = "wait until ten minutes after its end, when it is compared with its plan, or say what came of it"
        return FieldError("review", "", "is missing", remedy)
    if compared == LEFT:
        return FieldError(
            "review", "", "is missing", "it did what was not foretold: say why, and what is learnt from it"
        )
    return None


def _ended_as_it_stands(record: Record) -> FieldError | None:
    outcome, states = record.value("outcome"), [row["state"] for row in rows_of(record, PROGRESS)]
    if record.state == "backing_out" and outcome not in _FAILED:
        return FieldError("outcome", outcome, "is none of a change that is backed out", "give backed_out or failed")
    if outcome == "successful" and FAILED in states:
        remedy = "do the step again, or give with_issues or failed"
        return FieldError("outcome", outcome, f"is none while step {states.index(FAILED) + 1} has failed", remedy)
    return None


AFFECTS_SOMETHING, REVIEWED = Guard("affects", _names_cis), Guard("review", _is_reviewed)
ENDED = Guard("outcome", _ended_as_it_stands)
_PLAN = ("planned_start", "planned_end", "rollback")

record_type = RecordType(
    name="change",
    label="Change",
    plural="Changes",
    prefix="CHG",
    managed_by="changes",
    states=(
        State("draft", "Draft"),
        State("assessment", "Assessment"),
        State("approval", "Approval"),
        State("scheduled", "Scheduled"),
        State("implementation", "Implementation", is_settled=True),
        State("backing_out", "Backing out", is_settled=True),
        State("review", "Review", is_settled=True),
        State("closed", "Closed", is_open=False, is_settled=True),
        State("cancelled", "Cancelled", is_open=False, is_settled=True),
    ),
    transitions=(
        Transition("submit", "Submit", ("draft",), "assessment", _EVERYBODY, needs=_PLAN, asks=_PLAN,
                   guards=(AFFECTS_SOMETHING,)),
        Transition("propose", "Ask for approval", ("assessment",), "approval", needs=(*_PLAN, "assignee", "steps"),
                   asks=("assignee", "steps", "test_evidence", *_PLAN), guards=(AFFECTS_SOMETHING,), voting="begins"),
        Transition("schedule", "Schedule", ("approval",), "scheduled", guards=(AFFECTS_SOMETHING, APPROVED)),
        Transition("begin", "Begin", ("scheduled",), "implementation", guards=(APPROVED, holding("begin")),
                   running="begins"),
        Transition("back_out", "Back out", ("implementation",), "backing_out", needs_reason=True, running="backs_out"),
        Transition("finish", "Finish", ("implementation", "backing_out"), "review", needs=("outcome",),
                   asks=("outcome", "review"), guards=(ENDED,), running="ends"),
        Transition("close", "Close", ("review",), "closed", needs=("outcome",), asks=("outcome", "review"),
                   guards=(REVIEWED, holding("close"))),
        Transition("rework", "Plan anew", ("assessment", "approval", "scheduled"), "draft", _EVERYBODY,
                   needs_reason=True, voting="ends"),
        Transition("cancel", "Cancel", ("draft", "assessment", "approval", "scheduled"), "cancelled", _EVERYBODY,
                   needs_reason=True, voting="ends"),
    ),
    own_fields=(
        Field("change_type", "Kind", "choice", "Standard: done often and low in risk; emergency: it cannot wait.", (
            Choice("normal", "normal"), Choice("standard", "standard"), Choice("emergency", "emergency"),
        ), is_required=True, on_opening=True, default="normal", is_planned=True, in_lists=True),
        Field("planned_start", "Begins", "planned", "When the work on it begins.", on_opening=True, is_planned=True,
              needs=("planned_end",), parts=_EVERYBODY, in_lists=True),
        Field("planned_end", "Ends", "planned", "When everything has to work again.", on_opening=True, is_planned=True,
              needs=("planned_start",), not_before="planned_start", parts=_EVERYBODY, in_lists=True),
        Field("actions", "What is done", "rows", "What is done to each CI; one without a row is taken down.",
              on_opening=True, is_planned=True, parts=_EVERYBODY, is_of_affected=True, columns=(
                  Field("ci", "CI", "ci", "One that the change affects.", is_required=True),
                  Field("action", "Action", "line", "One of the actions on CIs, as `cmdb actions list` shows them.",
                        is_required=True),
              )),
        Field("steps", "Steps", "rows", "What is done, by whom, and how long each step takes.", on_opening=True,
              parts=_EVERYBODY, columns=(
                  Field("step", "Step", "line", "What is done.", is_required=True),
                  Field("owner", "Who", "person", "Who does it."),
                  Field("minutes", "Minutes", "number", "How long it takes."),
              )),
        Field("rollback", "Way back", "text", "How everything is put back as it was, and how long that takes.",
              on_opening=True, parts=_EVERYBODY),
        Field("test_evidence", "Tests", "text", "What was tried before, where, and what came of it.", on_opening=True,
              parts=_EVERYBODY),
        Field("scenario", "Scenario", "scenario", "What is different once it is made, compared with how things are.",
              on_opening=True, is_planned=True, parts=_EVERYBODY),
        Field("actual_start", "Begun", "time", "When it was begun.", parts=()),
        Field("actual_end", "Over", "time", "When it was finished or backed out.", parts=()),
        Field(PROGRESS, "Progress", "rows", "Its steps as they are carried out.", parts=(), columns=(
            Field("step", "Step", "line", "What is done."),
            Field("owner", "Who", "person", "Who was to do it."),
            Field("minutes", "Minutes", "number", "How long it was to take."),
            Field("state", "State", "choice", "How it stands.", (
                Choice("waiting", "waiting"), Choice("started", "started"), Choice("done", "done"),
                Choice("failed", "failed"), Choice("skipped", "skipped"),
            )),
            Field("started_at", "Started", "time", "When it was started."),
            Field("ended_at", "Ended", "time", "When it was done, failed or skipped."),
            Field("by", "By", "person", "Who said so."),
            Field("note", "Note", "line", "What they said."),
            Field("is_back", "Way back", "line", "yes for a step of the way back."),
        )),
        Field("outcome", "Outcome", "choice", "How it ended.", (
            Choice("successful", "successful"), Choice("with_issues", "successful, with difficulties"),
            Choice("backed_out", "backed out"), Choice("failed", "failed"),
        )),
        Field("review", "Review", "text", "What came of it, what was learnt; needed after a failure."),
        Field("problem", "Problem", "record", "The problem that it mends."),
        FROM_TEMPLATE,
    ),
)  # fmt: skip
