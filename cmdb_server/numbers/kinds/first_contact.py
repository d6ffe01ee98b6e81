"""First-contact resolution: incidents that whoever took them up resolved."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import Case, Measured, Number, Span


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    if case.is_of("incident") and (resolved := case.trail.entered("resolved")) and span.holds(resolved[0]):
        is_first = not case.trail.handovers and not case.trail.entered("on_hold") and len(resolved) == 1
        yield Measured(resolved[0], float(is_first))


number = Number(
    name="first_contact",
    label="First-contact resolution",
    formula="Share of the incidents that were resolved by whoever took them up: never passed to another person or "
    "team, never put on hold, resolved once; of the incidents first resolved in the time.",
    unit="share",
    measure=_measure,
    order=30,
)
