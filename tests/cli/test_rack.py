"""`cmdb rack`, with a real server, and a rack as text."""

from typing import Any

from cmdb_server.cli.rack_text import lines
from tests.cli.programs import Installation

FREE: list[dict[str, Any]] = [{"face": "both", "unit": 3, "height_units": 1}]


def device(name: str, unit: int | None, height: int = 1, face: str = "both") -> dict[str, Any]:
    """A device as the API tells it."""
    return {"name": name, "unit": unit, "height_units": height, "face": face}


def test_a_rack_is_text_from_its_top_with_both_sides() -> None:
    place = {"site": "Oslo", "room": ""}
    mounted = [
        device("a\x1b[31m", 1, 2),
        device("b", 2, 9, "rear"),
        device("a-very-long-name-of-a-machine", 4, 1, "front"),
        device("pdu", None),
    ]
    rack = {"name": "A1", "place": place, "height_units": 4, "is_height_assumed": True, "used_units": 4, "devices": 4}
    problems = [{"message": "a and b both take unit 2"}]

    text = list(lines({**rack, "mounted": mounted, "free": FREE, "problems": problems}))

    assert text == [
        "Oslo / A1: 4 U (not told, assumed), 4 used, 4 devices",
        "     front                     rear",
        "  4  a-very-long-name-of-a-m~  b",
        "  3  .                         b",
        "  2  a?[31m                    a?[31m ! b",
        "  1  a?[31m                    a?[31m",
        "beside the units: pdu (both)",
        "free: 1 U from unit 3",
        "conflict: a and b both take unit 2",
    ]


def test_devices_are_put_in_found_and_taken_out(installation: Installation) -> None:
    with installation.running():
        create = ("edit", "create")
        for words in (
            (*create, "site", "name=Oslo"), (*create, "room", "name=R1", "--owner", "Oslo"),
            (*create, "rack", "name=A1", "height_units=10", "--owner", "R1"),
            (*create, "server", "name=web1"), (*create, "server", "name=web2"),
        ):  # fmt: skip
            assert installation.run(*words).code == 0
        put = installation.run("rack", "put", "web1", "Oslo/R1/A1", "--unit", "3", "--height", "2", "--reason", "new")
        taken = installation.run("rack", "put", "web2", "oslo/a1", "--unit", "4")
        where = installation.run("rack", "where", "web1")
        shown = installation.run("rack", "show", "A1")
        listed = installation.run("rack", "list", "--site", "Oslo")
        out = installation.run("rack", "take-out", "web1")
        nowhere = installation.run("rack", "where", "web1")
        unknown = installation.run("rack", "show", "Z9")

    assert (put.code, out.code) == (0, 0), put.complaints + out.complaints
    assert (taken.code, "unit 4 is taken by web1" in taken.complaints) == (1, True)
    assert where.output == "Oslo / R1 / A1, unit 3, 2 U, both\n"
    assert (shown.code, shown.output.splitlines()[0]) == (0, "Oslo / R1 / A1: 10 U, 2 used, 1 devices")
    assert listed.output.split("\t")[0] == "Oslo / R1 / A1"
    assert (nowhere.code, "stands in no rack" in nowhere.output) == (1, True)
    assert (unknown.code, "no CI is called 'Z9'" in unknown.complaints) == (1, True)
