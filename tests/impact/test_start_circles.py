"""Circles that keep CIs from starting."""

from hypothesis import given

from impact import cannot_start, start_circles
from impact.rows import plain
from tests.impact import brute_force
from tests.impact.estates import Case, cases


@given(cases())
def test_every_ci_that_cannot_start_is_in_or_behind_one_circle(case: Case) -> None:
    never = brute_force.cannot_start(case.cis, case.groups)
    hard = [group for group in brute_force.clean(case.cis, case.groups) if group.kind == "hard"]

    found = start_circles(case.estate().graph)

    told = [case.cis[ci] for circle in found for ci in (*circle.cis, *circle.waiting)]
    assert sorted(told) == never
    for circle in found:
        names = [case.cis[ci] for ci in circle.cis]
        for name, awaited in zip(names, [*names[1:], names[0]], strict=True):
            # The next is a member of a requirement that what is started does not meet.
            assert any(
                group.of == name and awaited in group.members and len(group.members - set(never)) < group.k
                for group in hard
            )
    assert sorted(told) == sorted(case.cis[ci] for ci in plain(cannot_start(case.estate().graph)))
