"""SLA met: what was taken up and resolved as soon as was agreed."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import Case, Measured, Number, Span


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    if case.record is None or case.record.state == "cancelled":
        return
    for clock in case.clocks:
        # A clock that still runs counts once it has been missed, and never before.
        at = clock.ended_at if clock.is_met else clock.due_at
        if span.holds(at):
            yield Measured(at, float(clock.is_met))


number = Number(
    name="sla_met",
    label="Service levels met",
    formula="Share of the clocks of records (to take up, to resolve) that ended in the time within what was agreed; of "
    "these and those that ran out in the time. Records that were cancelled are left out.",
    unit="share",
    measure=_measure,
    order=55,
)
