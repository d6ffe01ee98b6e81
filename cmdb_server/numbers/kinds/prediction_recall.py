"""Recall of predictions: of what changes hit, how much was foretold."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import Case, Measured, Number, Span
from cmdb_server.timestamps import microseconds


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    if case.record is None or not case.compared or not (ended := case.record.value("actual_end")):
        return
    at = microseconds(ended)
    for ci_class, counts in sorted(case.compared.items()):
        hit = counts.get("hit", 0) + counts.get("worse", 0)
        seen = hit + counts.get("unexpected", 0)
        if seen and span.holds(at):
            yield Measured(at, hit / seen, seen, ci_class)


number = Number(
    name="prediction_recall",
    label="Impact that was foretold (recall)",
    formula="Of the CIs within reach of a change that monitoring saw down or degraded while it was carried out, the "
    "share that was foretold; of the changes that ended in the time and were compared with what was foretold.",
    unit="share",
    measure=_measure,
    order=120,
)
