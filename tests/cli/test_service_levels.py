"""Calendars on the command line."""

import json

from tests.cli.programs import Installation


def test_a_calendar_is_set_tried_over_a_change_of_clocks_and_removed(cmdb: Installation) -> None:
    hours = ("--hours", "mon-fri 08:00-16:00", "--hours", "sat,sun 00:00-06:00")
    made = cmdb.run("calendars", "set", "Berlin", "--zone", "Europe/Berlin", *hours)
    days = cmdb.run("calendars", "set", "Berlin", "--hours", "noon 08:00-16:00")
    zone = cmdb.run("calendars", "set", "Berlin", "--zone", "Mars/Olympus")
    changed = cmdb.run("calendars", "set", "Berlin", "--holiday", "2027-03-26 Good Friday")
    # Clocks are put forward on Sunday from two to three: six hours on the wall are five.
    tried = cmdb.run("calendars", "try", "Berlin", "--minutes", "360", "--from", "2027-03-27T23:00:00Z", "--json")
    told = cmdb.run("calendars", "try", "Berlin", "--from", "2027-03-25T23:00:00Z").output
    known = json.loads(cmdb.run("sla", "show", "--json").output)["calendars"]
    removed = cmdb.run("calendars", "remove", "Berlin")
    again = cmdb.run("calendars", "remove", "Berlin")

    assert (made.code, changed.code, removed.code) == (0, 0, 0), made.complaints
    assert (days.code, "are no days" in days.complaints) == (2, True), days.complaints
    assert (zone.code, "is no time zone" in zone.complaints) == (1, True), zone.complaints
    found = json.loads(tried.output)
    assert (found["wall_due"], found["wall_change"]["after"]) == ("2027-03-29 09:00", "2027-03-28 03:00")
    assert "Good Friday" in told
    (berlin,) = [one for one in known if one["name"] == "Berlin"]  # others are set by other tests
    assert [one["weekdays"] for one in berlin["hours"]] == [[0, 1, 2, 3, 4], [5, 6]]
    assert (again.code, "is no calendar" in again.complaints) == (2, True)
