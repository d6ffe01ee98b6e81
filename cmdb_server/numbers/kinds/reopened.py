"""Reopen rate: incidents that were resolved and came back."""

from collections.abc import Iterator

from cmdb_server.numbers.declare import Case, Measured, Number, Span


def _measure(case: Case, span: Span) -> Iterator[Measured]:
    if case.is_of("incident") and (resolved := case.trail.entered("resolved")) and span.holds(resolved[0]):
        states = [state for _, state in case.trail.states]
        is_back = "in_progress" in states[states.index("resolved") :]
        yield Measured(resolved[0], float(is_back))


number = Number(
    name="reopened",
    label="Reopened incidents",
    formula="Share of the incidents that were opened again after they had been resolved; of the incidents first "
    "resolved in the time.",
    unit="share",
    measure=_measure,
    less_is_better=True,
    order=40,
)
