"""MTTR: how long incidents last."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import SECOND, Case, Measured, Number, Span
from cmdb_server.record_insight.affected_time import span_of


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    record = case.record
    if record is None or not case.is_of("incident") or record.state not in ("resolved", "closed"):
        return
    began, ended, is_over = span_of(record, span.until)
    if is_over and span.holds(ended):
        yield Measured(ended, (ended - began) / SECOND)


number = Number(
    name="mttr",
    label="Time to restore (MTTR)",
    formula="Mean time from when it began until it worked again; of the incidents that are resolved and were over in "
    "the time.",
    unit="seconds",
    measure=_measure,
    less_is_better=True,
    order=20,
)
