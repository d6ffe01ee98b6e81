"""Incident: something does not work as agreed (ITIL 4, incident management)."""

from cmdb_server.itsm.declare import CAUSE, ENDED, PRIORITY, Field, RecordType, State, Transition, duplicate_of

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
        ),
        Transition("reopen", "Reopen", ("resolved",), "in_progress", ("requester", "worker", "manager"),
                   needs_reason=True),
        Transition("close", "Close", ("resolved",), "closed", ("requester", "worker", "manager")),
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
    ),
)  # fmt: skip
