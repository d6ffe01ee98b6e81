"""Change success: changes that did what they were to do."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import Case, Measured, Number, Span
from cmdb_server.timestamps import microseconds


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    if case.record is None or not case.is_of("change") or not (ended := case.record.value("actual_end")):
        return
    at, outcome = microseconds(ended), case.record.value("outcome")
    if outcome and span.holds(at):
        yield Measured(at, float(outcome in ("successful", "with_issues")))


number = Number(
    name="change_success",
    label="Successful changes",
    formula="Share of the changes that succeeded, with or without difficulties; of the changes that were finished or "
    "backed out in the time.",
    unit="share",
    measure=_measure,
    order=60,
)
