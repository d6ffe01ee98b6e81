"""What of a rack is taken, free and in conflict."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.racks.arranging import clashes, free, in_the_way, used_units
from cmdb_server.racks.facts import MOST_UNITS, Mounted, RackFacts, Standing

ROOM, SITE, NOWHERE = Standing("room", "R1", "room", "site"), Standing("site", "Oslo", "site"), Standing("", "", "")
EMPTY = RackFacts("rack", "A1", "active", 10, ROOM, SITE)
MOUNTED = st.builds(
    Mounted,
    st.uuids().map(str),
    st.sampled_from("abc"),
    st.just("server"),
    st.just("active"),
    st.none() | st.integers(-2, 14),
    st.integers(-1, 6),
    st.sampled_from(["front", "rear", "both"]),
)


def device(name: str, unit: int | None, height: int = 1, face: str = "both") -> Mounted:
    """A device that is called as its uid."""
    return Mounted(name, name, "server", "active", unit, height, face)


def holding(*mounted: Mounted, **changes: int) -> RackFacts:
    """A rack of ten units with some devices."""
    return replace(EMPTY, mounted=mounted, **changes)


def told(rack: RackFacts) -> list[tuple[str, int | None, tuple[str, ...]]]:
    """The conflicts, by the names of the devices."""
    return [(clash.kind, clash.unit, tuple(one.uid for one in clash.devices)) for clash in clashes(rack)]


def test_two_devices_at_one_unit_and_face_are_a_conflict_once_however_many_units_they_share() -> None:
    assert told(holding(device("a", 1, 3), device("b", 2, 4))) == [("overlap", 2, ("a", "b"))]
    assert told(holding(device("a", 1, 3, "front"), device("b", 2, 4, "rear"))) == []
    assert told(holding(device("a", 1, 3, "front"), device("b", 3, 1))) == [("overlap", 3, ("a", "b"))]
    assert told(holding(device("a", 1), device("b", 2), device("c", None), device("d", None))) == []


@pytest.mark.parametrize(("unit", "height"), [(0, 1), (-3, 2), (10, 2), (11, 1), (2, 0), (3, -1)])
def test_a_device_beyond_the_rack_is_a_conflict(unit: int, height: int) -> None:
    assert told(holding(device("a", unit, height))) == [("beyond", unit, ("a",))]


def test_a_device_may_also_stand_where_its_rack_does_and_nowhere_else() -> None:
    here = replace(device("a", 1), elsewhere=(ROOM, SITE))
    there = replace(device("b", 2), elsewhere=(SITE, Standing("other", "R2", "room", "site")))

    (clash,) = clashes(holding(here, there))

    assert (clash.kind, clash.devices, [place.name for place in clash.places]) == ("elsewhere", (there,), ["R2"])


def test_free_units_are_told_for_each_face_and_through_the_rack() -> None:
    rack = holding(device("a", 1, 2), device("b", 5, 1, "front"), device("c", 10, 1, "rear"))

    assert [(run.face, run.unit, run.height_units) for run in free(rack)] == [
        ("both", 6, 4), ("both", 3, 2), ("front", 6, 5), ("front", 3, 2), ("rear", 3, 7),
    ]  # fmt: skip
    assert used_units(rack) == 4


@pytest.mark.parametrize(
    ("height", "top", "units"), [(0, 0, 42), (0, 47, 47), (10**9, 0, 42), (-4, 200, 100), (48, 0, 48)]
)
def test_a_rack_without_a_height_that_can_be_is_as_high_as_racks_are(height: int, top: int, units: int) -> None:
    rack = holding(*([device("a", top)] if top else []), height_units=height)

    assert (rack.units, rack.is_height_assumed) == (units, height != units)


@given(st.lists(MOUNTED, max_size=6))
def test_units_are_free_or_taken_and_overlaps_are_those_of_a_count_by_hand(mounted: list[Mounted]) -> None:
    rack = holding(*mounted)
    cells = [(unit, face) for unit in range(1, 11) for face in ("front", "rear")]

    def of(one: Mounted) -> set[tuple[int, str]]:
        units = range(one.unit, one.unit + max(one.height_units, 1)) if one.unit is not None else ()
        return {(unit, face) for unit in units for face in (("front", "rear") if one.face == "both" else (one.face,))}

    open_cells = {cell for cell in cells if not any(cell in of(one) for one in mounted)}
    by_face = {
        (run.unit + step, run.face) for run in free(rack) if run.face != "both" for step in range(run.height_units)
    }
    through = {run.unit + step for run in free(rack) if run.face == "both" for step in range(run.height_units)}
    pairs = {
        frozenset((a.uid, b.uid)) for a in mounted for b in mounted if a.uid < b.uid and of(a) & of(b) & set(cells)
    }

    assert by_face == open_cells
    assert through == {unit for unit, _ in cells if {(unit, "front"), (unit, "rear")} <= open_cells}
    assert {frozenset(one.uid for one in clash.devices) for clash in clashes(rack) if clash.kind == "overlap"} == pairs
    for one in mounted:
        others = {other.uid for other in mounted if other.uid != one.uid and of(one) & of(other)}
        assert {other.uid for other in in_the_way(rack, one)} == others


def test_a_device_of_a_billion_units_is_told_without_counting_them() -> None:
    rack = holding(device("a", 1, 10**15), height_units=MOST_UNITS)

    assert used_units(rack) == MOST_UNITS
    assert told(rack) == [("beyond", 1, ("a",))]
