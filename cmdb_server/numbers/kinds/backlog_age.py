"""Backlog age: how long what is open has been open."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import SECOND, Case, Measured, Number, Span

_OVER = ("resolved", "closed", "cancelled")


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    if case.record is None or not case.is_of("incident"):
        return
    then = [state for at, state in case.trail.states if at < span.until]
    if then and then[-1] not in _OVER:
        yield Measured(span.until - 1, (span.until - case.record.opened_at) / SECOND)


number = Number(
    name="backlog_age",
    label="Age of open incidents",
    formula="Mean time since they were opened, of the incidents that were neither resolved nor cancelled at the end "
    "of the time.",
    unit="seconds",
    measure=_measure,
    less_is_better=True,
    order=50,
)
