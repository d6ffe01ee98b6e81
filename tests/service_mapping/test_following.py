"""What a service consists of."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.service_mapping import following
from cmdb_server.service_mapping.following import Boundaries, Membership, Named, membership
from tests.service_mapping.estates import SmallEstate, estate, estate_of

SHOP = estate("WEB -> web1 web2", "web1 -> app", "web2 -> app", "app -> DB dns", "DB -> db1 db2", "db2 -> db1")
NAMES = [*"abcdef", "G", "H", "*s", "+m"]
pairs = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=16)
named = st.frozensets(st.sampled_from("abcdefGH"), max_size=3)
boundaries = st.builds(
    Boundaries,
    st.frozensets(st.sampled_from("abc"), max_size=1),
    st.sampled_from([dict[str, str](), {"d": "*s"}, {"e": "*t"}]),
)


def roles(found: Membership) -> dict[str, str]:
    """The role of each member."""
    return {uid: entry.role for uid, entry in found.members.items()}


def entered(*uids: str) -> Named:
    """A service by its entry points."""
    return Named(frozenset(uids))


def test_a_service_is_its_entry_and_all_that_the_entry_needs() -> None:
    found = membership(entered("WEB"), SHOP, Boundaries())

    assert set(found.members) == {"WEB", "web1", "web2", "app", "DB", "db1", "db2", "dns"}
    assert found.tops == ("WEB",)
    assert found.members["db1"][1:] == ("needed", 4, "DB")
    assert found.seen == set(found.members)


def test_shared_infrastructure_belongs_to_it_and_what_is_behind_does_not() -> None:
    plant = estate("app -> dns", "dns -> upstream")

    assert roles(membership(entered("app"), plant, Boundaries(frozenset({"dns"})))) == {"app": "entry", "dns": "shared"}


def test_it_ends_where_another_service_is_entered() -> None:
    plant = estate("app -> api", "api -> db")

    found = membership(entered("app"), plant, Boundaries(entered={"api": "*pay"}))

    assert roles(found) == {"app": "entry", "*pay": "service"}


def test_a_service_stands_in_place_of_all_by_which_it_is_entered() -> None:
    plant = estate("app -> dns1 dns2 GROUP", "web -> dns3", "dns1 -> zone", "GROUP -> dns1", "other -> app")
    ends = Boundaries(entered={"dns1": "*names", "dns2": "*names", "dns3": "*names", "web": "*web"})

    found = membership(entered("app"), plant, ends)

    assert found.stands_for == {"dns1": "*names", "dns2": "*names"}
    assert set(found.members) == {"app", "GROUP", "*names"}


def test_nobody_stands_for_what_is_named_left_out_or_not_followed() -> None:
    plant = estate("app -> dns1 dns2")
    ends = Boundaries(entered={"dns1": "*names", "dns2": "*names"})

    assert membership(entered("app", "dns1"), plant, ends).stands_for == {"dns2": "*names"}
    assert membership(Named(frozenset({"app"}), left_out=frozenset({"dns1"})), plant, ends).stands_for == {
        "dns2": "*names"
    }
    assert membership(Named(frozenset({"app"}), follows=False), plant, ends).stands_for == {}


def test_machines_are_no_members_unless_they_are_chosen() -> None:
    plant = estate("app -> +host")

    assert set(membership(entered("app"), plant, Boundaries()).members) == {"app"}
    assert set(membership(Named(frozenset(), frozenset({"+host"})), plant, Boundaries()).members) == {"+host"}


def test_of_chosen_cis_it_depends_on_those_that_no_other_one_needs() -> None:
    chosen = Named(frozenset(), frozenset({"web1", "app", "db1"}))

    assert membership(chosen, SHOP, Boundaries()).tops == ("web1",)


def test_of_a_circle_it_depends_on_one() -> None:
    plant = estate("a -> b", "b -> a")

    assert membership(Named(frozenset(), frozenset("ab")), plant, Boundaries()).tops == ("a",)


def test_a_group_stands_for_its_members_where_all_are_named() -> None:
    whole = membership(Named(frozenset(), frozenset({"web1", "web2"})), SHOP, Boundaries())
    half = membership(Named(frozenset(), frozenset({"web1"})), SHOP, Boundaries())

    assert whole.tops == ("WEB",)
    assert half.tops == ("web1",)


def test_nothing_is_looked_for_behind_what_is_left_out() -> None:
    found = membership(Named(frozenset({"WEB"}), left_out=frozenset({"app"})), SHOP, Boundaries())

    assert set(found.members) == {"WEB", "web1", "web2"}


def test_without_following_only_what_is_named_belongs_to_it() -> None:
    assert set(membership(Named(frozenset({"app"}), follows=False), SHOP, Boundaries()).members) == {"app"}


def test_a_service_that_grows_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LARGEST_SERVICE", 3)

    found = membership(entered("WEB"), SHOP, Boundaries())

    assert found.is_cut
    assert len(found.members) == 3


def test_no_more_is_named_than_a_service_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LARGEST_SERVICE", 3)

    found = membership(Named(frozenset("ab"), frozenset("cdef")), estate("a -> z"), Boundaries())

    assert (roles(found), found.tops) == ({"a": "entry", "b": "entry", "c": "chosen"}, ("a", "b", "c"))
    assert found.is_cut


def test_a_service_is_neither_a_member_of_itself_nor_needs_itself() -> None:
    plant = estate("*s -> a", "*t -> *s", "a -> b", "b -> a")

    chosen = membership(Named(frozenset(), frozenset({"*s", "*t", "b"})), plant, Boundaries(), "*s")
    shared_entry = membership(entered("a"), plant, Boundaries(entered={"a": "*r"}), "*s")

    assert (set(chosen.members), chosen.tops) == ({"*t", "a", "b"}, ("*t", "b"))
    assert roles(shared_entry) == {"a": "entry", "b": "needed"}


def test_a_group_that_is_left_out_stands_for_nobody() -> None:
    found = membership(Named(frozenset({"web1", "web2"}), left_out=frozenset({"WEB"})), SHOP, Boundaries())

    assert found.tops == ("web1", "web2")


@given(st.data(), pairs, named, named, boundaries)
def test_the_order_in_which_relationships_became_known_does_not_matter(
    data: st.DataObject, links: list[tuple[str, str]], entries: frozenset[str], chosen: frozenset[str], ends: Boundaries
) -> None:
    other = data.draw(st.permutations(links))
    wanted = Named(entries, chosen)

    assert membership(wanted, estate_of(links), ends) == membership(wanted, estate_of(other), ends)


@given(pairs, pairs, named, named, boundaries)
def test_what_was_not_seen_has_no_say(
    links: list[tuple[str, str]],
    others: Iterable[tuple[str, str]],
    entries: frozenset[str],
    chosen: frozenset[str],
    ends: Boundaries,
) -> None:
    wanted = Named(entries, chosen)
    before = membership(wanted, estate_of(links), ends)
    unseen = [pair for pair in others if not _matters(pair, before)]

    assert membership(wanted, estate_of([*links, *unseen]), ends) == before


@given(pairs, named, named, boundaries)
def test_all_that_is_named_is_reached_from_what_the_service_depends_on(
    links: list[tuple[str, str]], entries: frozenset[str], chosen: frozenset[str], ends: Boundaries
) -> None:
    plant = estate_of(links)
    found = membership(Named(entries, chosen), plant, ends)

    assert _reached(plant, found) >= {uid for uid, entry in found.members.items() if not entry.via}


def _matters(pair: tuple[str, str], before: Membership) -> bool:
    """A change of a CI that was seen, or of a group one of whose members was."""
    return pair[0] in before.seen or (pair[0].isupper() and pair[1] in before.seen)


def _reached(plant: SmallEstate, found: Membership) -> set[str]:
    """By brute force: what the tops need, one step after the other until nothing is added."""
    reached = set(found.tops)
    while True:
        more = {
            target
            for uid in reached
            if uid in found.members and found.members[uid].role not in ("shared", "service")
            for target in plant.needs(uid)
            if target in found.members
        }
        if more <= reached:
            return reached
        reached |= more
