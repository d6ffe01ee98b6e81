"""Problem: what incidents come from; a known error once its cause is found and people can live with it (ITIL 4)."""

from cmdb_server.itsm.declare import (
    CAUSE,
    ENDED,
    FROM_TEMPLATE,
    PRIORITY,
    Field,
    RecordType,
    State,
    Transition,
    duplicate_of,
)
from cmdb_server.itsm.tasks.task import holding

record_type = RecordType(
    name="problem",
    label="Problem",
    plural="Problems",
    prefix="PRB",
    states=(
        State("new", "New"),
        State("analysis", "Under analysis"),
        State("known_error", "Known error"),
        *ENDED,
    ),
    transitions=(
        Transition("analyse", "Analyse", ("new",), "analysis", needs=("assignee",), asks=("assignee",)),
        Transition(
            "know",
            "Known error",
            ("new", "analysis"),
            "known_error",
            needs=("cause", "workaround"),
            asks=("cause", "cause_ci", "workaround"),
        ),
        Transition(
            "resolve",
            "Resolve",
            ("analysis", "known_error"),
            "resolved",
            needs=("cause", "resolution"),
            asks=("cause", "cause_ci", "resolution", "fixed_by", "verify_days"),
            guards=(holding("resolve"),),
        ),
        Transition("reopen", "Reopen", ("resolved",), "analysis", needs_reason=True),
        Transition("close", "Close", ("resolved",), "closed", ("manager",), guards=(holding("close"),)),
        Transition("cancel", "Cancel", ("new", "analysis", "known_error"), "cancelled", needs_reason=True),
    ),
    own_fields=(
        *PRIORITY,
        *CAUSE,
        Field("workaround", "Workaround", "text", "How people get on until it is fixed."),
        Field("whys", "Five whys", "text", "Why it happened, why that, and so on to what can be changed."),
        Field("evidence", "Evidence", "text", "What shows that it is the cause: readings, changes, tests."),
        Field("fixed_by", "Fixed by", "record", "The change that fixes it.", names_type="change"),
        Field("verify_days", "Days to hold", "number", "How long it must not come back once fixed; 14 unless said.",
              default="14"),
        duplicate_of("problem"),
        FROM_TEMPLATE,
    ),
)  # fmt: skip
