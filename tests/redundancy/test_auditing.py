"""What is wrong with redundancy groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.redundancy.auditing import Member, findings, severity_of


def member(machine: str, site: str = "", *, is_stale: bool = False) -> Member:
    """A member on a machine."""
    return Member(f"on {machine}", machine, site, is_stale)


APART = [member("a", "Oslo"), member("b", "Bergen")]


@pytest.mark.parametrize(
    ("members", "k", "severity", "text"),
    [
        (APART, 1, "ok", ""),
        (APART, None, "weak", "nobody stated"),
        (APART, 2, "none", "all members are needed"),
        (APART, 3, "lost", "3 members are needed and there are 2"),
        ([], 1, "lost", "no members"),
        (APART[:1], 1, "none", "one member"),
        ([member("a"), member("a")], 1, "none", "2 of 2 members are on one machine"),
        ([member("a", "Oslo"), member("b", "Oslo")], 1, "weak", "2 of 2 members are on one site"),
        ([member("a"), member("b", is_stale=True)], 1, "none", "none can be lost"),
        ([member("a", is_stale=True), member("b", is_stale=True)], 1, "lost", "only 0 of the 1"),
    ],
)
def test_a_group_is_judged_by_its_members(members: list[Member], k: int | None, severity: str, text: str) -> None:
    found = findings(members, k)

    assert severity_of(found) == severity
    assert text in (found[0].text if found else "")


members = st.lists(st.builds(member, st.sampled_from("abc"), st.sampled_from(["", "x", "y"]), is_stale=st.booleans()))


@given(st.data(), members, st.integers(1, 4))
def test_the_order_of_members_does_not_matter(data: st.DataObject, some: list[Member], k: int) -> None:
    assert findings(data.draw(st.permutations(some)), k) == findings(some, k)
