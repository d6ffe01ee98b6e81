"""Which windows overlap."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.resilience.windows import Span, common, together

spans = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)).map(lambda pair: Span(pair[0], sum(pair))), max_size=7)


@given(spans)
def test_exactly_the_largest_sets_with_a_moment_in_common_are_told(some: list[Span]) -> None:
    shared = {
        chosen
        for size in range(1, len(some) + 1)
        for chosen in combinations(range(len(some)), size)
        if any(all(some[place].start <= moment < some[place].end for place in chosen) for moment in range(15))
    }
    largest = {chosen for chosen in shared if not any(set(chosen) < set(other) for other in shared)}

    found = together(some)

    assert set(found) == largest
    assert len(found) == len(largest)
    for places in found:
        window = common([some[place] for place in places])
        assert window.start < window.end
