"""MTTA: how long incidents wait until somebody takes them up."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import SECOND, Case, Measured, Number, Span


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    taken = case.trail.left("new")
    if case.is_of("incident") and case.record and span.holds(taken):
        yield Measured(taken, (taken - case.record.opened_at) / SECOND)


number = Number(
    name="mtta",
    label="Time to acknowledge (MTTA)",
    formula="Mean time from when an incident was opened until it was first no longer new; of the incidents that were "
    "taken up in the time.",
    unit="seconds",
    measure=_measure,
    less_is_better=True,
    order=10,
)
