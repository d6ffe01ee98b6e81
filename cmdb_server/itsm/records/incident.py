"""Incident: something does not work as agreed (ITIL 4, incident management)."""

from cmdb_server.itsm.declare import Field, RecordType, State, Transition

LEVELS = (("1", "high"), ("2", "medium"), ("3", "low"))
record_type = RecordType(
    name="incident",
    label="Incident",
    plural="Incidents",
    prefix="INC",
    states=(
        State("new", "New"),
        State("in_progress", "In progress"),
        State("on_hold", "On hold"),
        State("resolved", "Resolved", is_open=False),
        State("closed", "Closed", is_open=False),
        State("cancelled", "Cancelled", is_open=False),
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
        ),
        Transition("reopen", "Reopen", ("resolved",), "in_progress", ("requester", "worker", "manager"),
                   needs_reason=True),
        Transition("close", "Close", ("resolved",), "closed", ("requester", "worker", "manager")),
        Transition("cancel", "Cancel", ("new", "in_progress", "on_hold"), "cancelled",
                   ("requester", "worker", "manager"), needs_reason=True),
    ),
    own_fields=(
        Field("urgency", "Urgency", "choice", "How soon it has to be over.", LEVELS, is_required=True, on_opening=True,
              default="3"),
        Field("impact", "Impact", "choice", "Follows from the services that are hit, unless somebody says so.",
              LEVELS, needs=("impact_reason",)),
        Field("impact_reason", "Why this impact", "line", "Why it is another one than what follows."),
        Field("started_at", "Began", "time", "Since when it does not work; when it was opened unless said otherwise.",
              on_opening=True),
        Field("restored_at", "Restored", "time", "When it worked again; when it was resolved unless said otherwise."),
        Field("cause", "Cause", "text", "What it came from."),
        Field("cause_ci", "CI at fault", "ci", "Where it came from."),
        Field("resolution", "Fix", "text", "What was done about it."),
        Field("duplicate_of", "Duplicate of", "record", "The record of the same trouble that is kept up to date."),
    ),
)  # fmt: skip
