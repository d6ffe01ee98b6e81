"""Unauthorised share: what changed without a change behind it."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import Case, Measured, Number, Span
from cmdb_server.timestamps import microseconds


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    found = case.difference
    if found is not None:
        # What is linked to a change had one, what is filtered is noise.
        if found.status in ("open", "accepted", "incident") and span.holds(found.recorded_at):
            yield Measured(found.recorded_at, 1.0)
        return
    began = case.record.value("actual_start") if case.record and case.is_of("change") else ""
    if began and span.holds(at := microseconds(began)):
        yield Measured(at, 0.0)


number = Number(
    name="unauthorised_share",
    label="Unauthorised changes",
    formula="Share of the differences that discovery found without a change behind them (neither linked to one since, "
    "nor noise); of these and the changes that were begun in the time.",
    unit="share",
    measure=_measure,
    less_is_better=True,
    order=80,
)
