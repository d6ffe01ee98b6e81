"""Precision of predictions: of what was foretold of changes, how much came."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import Case, Measured, Number, Span
from cmdb_server.timestamps import microseconds


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    if case.record is None or not case.compared or not (ended := case.record.value("actual_end")):
        return
    at = microseconds(ended)
    for ci_class, counts in sorted(case.compared.items()):
        hit = counts.get("hit", 0) + counts.get("worse", 0)
        foretold = hit + counts.get("missing", 0)
        if foretold and span.holds(at):
            yield Measured(at, hit / foretold, foretold, ci_class)


number = Number(
    name="prediction_precision",
    label="Foretold impact that came (precision)",
    formula="Of the CIs that changes were foretold to take down or degrade, the share that monitoring saw so while the "
    "change was carried out. CIs of which nothing ever tells are left out; of the changes that ended in the time and "
    "were compared with what was foretold.",
    unit="share",
    measure=_measure,
    order=110,
)
