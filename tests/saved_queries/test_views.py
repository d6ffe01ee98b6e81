"""Views of pages: what an address says, in one spelling."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.saved_queries.views import NoViewError, view_of

names = st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True)
values = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)


@given(st.lists(st.tuples(names, values), min_size=1, max_size=5))
def test_a_view_says_what_the_address_said_and_is_spelt_the_same_again(told: list[tuple[str, str]]) -> None:
    found = view_of("incidents", f"?{urlencode(told)}")

    assert parse_qsl(found) == told
    assert view_of("incidents", found) == found


@pytest.mark.parametrize(
    ("page", "text", "field"),
    [
        ("cis", "view=mine", "page"),
        ("incidents", "view", "query"),
        ("incidents", "javascript:alert(1)", "query"),
        ("incidents", "View=mine", "query"),
        ("incidents", "q=%00", "query"),
        ("incidents", "q=%ff", "query"),
        ("incidents", "q=" + "x" * 2_000, "query"),
        ("incidents", "&".join(f"q={turn}" for turn in range(60)), "query"),
    ],
)
def test_what_is_no_view_is_refused_by_its_field(page: str, text: str, field: str) -> None:
    with pytest.raises(NoViewError) as refused:
        view_of(page, text)

    assert refused.value.errors[0].field == field
