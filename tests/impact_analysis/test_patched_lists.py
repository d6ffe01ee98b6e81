"""Patched lists and mappings hold what a copy would hold (no engine needed)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.impact_analysis import patched_lists
from cmdb_server.impact_analysis.patched_lists import patched_list, patched_mapping

STEPS = st.lists(
    st.tuples(st.dictionaries(st.integers(0, 3), st.integers()), st.lists(st.integers(), max_size=3)), max_size=5
)


@given(st.lists(st.integers(), min_size=4, max_size=6), STEPS, st.integers(1, 4))
def test_patches_upon_patches_are_what_a_copy_would_be(
    values: list[int], steps: list[tuple[dict[int, int], list[int]]], most: int
) -> None:
    found, copy = patched_list(values, {}, ()), list(values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patched_lists, "_MOST_PATCHES", most)
        for patches, added in steps:
            before, was = found, list(found)
            found = patched_list(found, patches, added)
            for place, value in patches.items():
                copy[place] = value
            copy += added
            assert list(before) == was

    assert (list(found), len(found)) == (copy, len(copy))
    assert [found[place] for place in range(len(found))] == copy
    assert list(found[1:3]) == copy[1:3]


@given(
    st.dictionaries(st.text(max_size=1), st.integers()), st.lists(st.dictionaries(st.text(max_size=1), st.integers()))
)
def test_a_patched_mapping_is_what_a_copy_would_be(values: dict[str, int], steps: list[dict[str, int]]) -> None:
    found, copy = patched_mapping(values, {}), dict(values)
    for patches in steps:
        found, copy = patched_mapping(found, patches), {**copy, **patches}

    assert (dict(found), len(found)) == (copy, len(copy))
