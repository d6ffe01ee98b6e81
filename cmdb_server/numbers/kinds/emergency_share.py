"""Emergency share: changes that could not wait."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import Case, Measured, Number, Span
from cmdb_server.timestamps import microseconds


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    if case.record is None or not case.is_of("change") or not (began := case.record.value("actual_start")):
        return
    if span.holds(at := microseconds(began)):
        yield Measured(at, float(case.record.value("change_type") == "emergency"))


number = Number(
    name="emergency_share",
    label="Emergency changes",
    formula="Share of emergency changes; of the changes that were begun in the time.",
    unit="share",
    measure=_measure,
    less_is_better=True,
    order=70,
)
