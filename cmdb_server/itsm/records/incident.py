"""Incident: something does not work as agreed (ITIL 4, incident management)."""

from cmdb_server.errors import FieldError
from cmdb_server.itsm.declare import (
    CAUSE,
    ENDED,
    FROM_TEMPLATE,
    PRIORITY,
    Choice,
    Field,
    Guard,
    RecordType,
    State,
    Transition,
    duplicate_of,
)
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.tasks.task import holding


def _is_reviewed(record: Record) -> FieldError | None:
    if record.value("major") != "declared" or record.value("review"):
        return None
    return FieldError("review", "", "is missing", "say what came of the major incident, and what is done about it")


REVIEWED = Guard("review", _is_reviewed)
_MAJOR = (
    Field(
        "major",
        "Major incident",
        "choice",
        "Led and told of as one that many suffer from.",
        (Choice("declared", "declared"), Choice("withdrawn", "withdrawn")),
        needs=("major_reason",),
    ),
    Field("major_reason", "Why major", "line", "Why it is a major incident, or no longer is."),
    Field("commander", "Commander", "person", "Who leads the work on a major incident."),
    Field("technical_lead", "Technical lead", "person", "Who decides what is tried."),
    Field("communicator", "Communicator", "person", "Who tells those whom it concerns."),
    Field("next_update_at", "Next update", "planned", "When the next status update comes."),
    Field("review", "Review", "text", "What happened, what went well or badly, what is done; of a major incident."),
)

record_type = RecordType(
    name="incident",
    label="Incident",
    plural="Incidents",
    prefix="INC",
    states=(
        State("new", "New"),
        State("in_progress", "In progress"),
        State("on_hold", "On hold"),
        *ENDED,
    ),
    transitions=(
        Transition("start", "Start work", ("new",), "in_progress", needs=("assignee",), asks=("assignee",)),
        Transition("hold", "Put on hold", ("new", "in_progress"), "on_hold", needs_reason=True),
        Transition("resume", "Resume", ("on_hold",), "in_progress", needs=("assignee",), asks=("assignee",)),
        Transition(
            "resolve",
            "Resolve",
            ("new", "in_progress", "on_hold"),
            "resolved",
            needs=("cause", "resolution"),
            asks=("cause", "resolution", "cause_ci", "restored_at"),
            guards=(holding("resolve"),),
        ),
        Transition("reopen", "Reopen", ("resolved",), "in_progress", ("requester", "worker", "manager"),
                   needs_reason=True),
        Transition("close", "Close", ("resolved",), "closed", ("requester", "worker", "manager"),
                   asks=("review",), guards=(REVIEWED, holding("close"))),
        Transition("cancel", "Cancel", ("new", "in_progress", "on_hold"), "cancelled",
                   ("requester", "worker", "manager"), needs_reason=True),
    ),
    own_fields=(
        *PRIORITY,
        Field("started_at", "Began", "time", "Since when it does not work; when it was opened unless said otherwise.",
              on_opening=True),
        Field("restored_at", "Restored", "time", "When it worked again; when it was resolved unless said otherwise.",
              not_before="started_at"),
        *CAUSE,
        Field("problem", "Problem", "record", "The problem behind it.", names_type="problem"),
        Field("parent", "Part of", "record", "The incident that it is part of: it is resolved together with it.",
              names_type="incident"),
        duplicate_of("incident"),
        FROM_TEMPLATE,
        *_MAJOR,
    ),
)  # fmt: skip
