"""The estate that does all it can to be mistaken."""

from datetime import UTC, datetime

from cmdb_server.identity_trial.machines import serial_of_uuid
from cmdb_server.identity_trial.reports import Sent, swapped
from cmdb_server.identity_trial.world import World
from graph_schema.telling import uuid_in_either_order, uuid_in_serial
from graph_schema.values import serial_number

START = datetime(2026, 1, 1, tzinfo=UTC)


def told(story: list[Sent]) -> list[tuple[str, int]]:
    """Which report tells of how many machines."""
    return [(sent.report.report_id, len(sent.truth)) for sent in story]


def test_the_same_seed_makes_the_same_estate() -> None:
    assert told(World(7, 40).story(START)) == told(World(7, 40).story(START))
    assert told(World(7, 40).story(START)) != told(World(8, 40).story(START))


def test_everything_that_makes_machines_hard_to_tell_apart_happens() -> None:
    world = World(1, 120)

    story = world.story(START)

    assert set(world.happened) == {
        "renamed",
        "network cards swapped",
        "reimaged",
        "mainboards replaced",
        "moved",
        "cloned",
        "addresses swapped",
    }
    observed = [sent.report.observed_at for sent in story]
    assert observed != sorted(observed)
    assert len(set(told(story))) < len(story)
    addresses = {
        site: {machine.address for machine in world.machines if machine.site == site} for site in ("oslo", "bergen")
    }
    assert addresses["oslo"] & addresses["bergen"]


def test_a_virtual_machine_is_told_by_its_uuid_in_either_order_and_by_its_serial_number() -> None:
    uuid = World(1, 20).machines[0].uuid

    assert uuid_in_either_order(swapped(uuid)) == uuid_in_either_order(uuid)
    assert uuid_in_serial(serial_number(serial_of_uuid(uuid)) or "") == uuid_in_either_order(uuid)
