"""Targets are agreed on, and what misses them is found, by keyboard only."""

import re

import msgspec
from playwright.sync_api import expect

from cmdb_server.service_levels.levels import Target
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

SERVICE = "Online shop"


def test_a_target_is_added_explained_and_removed(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/service-levels")

    keys.press("Add a target…")
    page.keyboard.type("Mend at once")
    keys.choose("Of", "Problems", "problem")
    keys.write("Within minutes", "0")
    keys.reach(page.get_by_label("Only for this service: find a CI"))
    page.keyboard.type(SERVICE)
    keys.reach(page.get_by_label("What was found").get_by_role("button", name=SERVICE, exact=True).first)
    page.keyboard.press("Enter")
    expect(page.get_by_label(f"Leave out {SERVICE}")).to_be_visible()
    violations = visitor.violations()
    keys.press("Save")
    targets = page.get_by_role("table", name="Targets")
    expect(targets).to_contain_text("Mend at once")
    expect(targets).to_contain_text(f"any priority of {SERVICE}")
    violations += compare_with_what_somebody_else_said(visitor, keys)
    keys.press("Who misses Mend at once")
    expect(page.get_by_role("heading", name="Teams and Mend at once")).to_be_visible()
    violations += visitor.violations()
    keys.press("Remove Mend at once")

    expect(page.get_by_text("Nothing is agreed on yet")).to_be_visible()
    assert violations == []


def compare_with_what_somebody_else_said(visitor: Visitor, keys: Keyboard) -> list[str]:
    """Both said how long it takes, only the other one for which priority; what axe finds."""
    page, levels = visitor.page, visitor.site.services.record_clocks.levels
    keys.press("Edit Mend at once")
    keys.reach(page.get_by_label("Within minutes"))
    page.keyboard.press("Control+A")
    page.keyboard.type("30")
    (theirs,) = levels.current().targets
    others = msgspec.structs.replace(theirs, minutes=90, priorities=(1,))
    levels.save(msgspec.structs.replace(levels.current(), targets=(others,)), "eva", None)
    keys.press("Save")
    compared = page.get_by_role("group", name="Comparison").get_by_role("row")
    expect(compared).to_have_count(2)
    expect(compared.last).to_contain_text(re.compile(r"Within minutes\s*1\s*90\s*30\s*eva"))
    violations = visitor.violations()
    visitor.complaints.clear()  # of the 412 that is compared
    keys.press("Save")
    expect(page.get_by_role("dialog")).to_have_count(0)
    (kept,) = levels.current().targets
    assert (kept.minutes, kept.priorities, kept.services) == (30, (1,), theirs.services)
    return violations


def test_a_calendar_is_made_tried_over_a_change_of_clocks_and_renamed(visitor: Visitor) -> None:
    page, keys, levels = visitor.page, Keyboard(visitor.page), visitor.site.services.record_clocks.levels
    visitor.go("/service-levels")
    keys.press("Add a calendar…")
    page.keyboard.type("Night shift")
    keys.reach(page.get_by_label("Time zone"))
    page.keyboard.press("Control+A")
    page.keyboard.type("Europe/Olso")
    expect(page.get_by_text("Is no time zone. Give one of the IANA names")).to_be_visible()
    visitor.complaints.clear()  # of the 422 that the field explains
    page.keyboard.press("Control+A")
    page.keyboard.type("Europe/Oslo")
    keys.reach(page.get_by_label("Sunday"))
    page.keyboard.press("Space")
    keys.write("Holidays", "2026-12-25 Christmas Day")
    trial = page.get_by_role("region", name="A clock tried on it")
    expect(trial).to_contain_text("by the clock of Europe/Oslo")
    violations = visitor.violations()
    keys.press("Over the next change of clocks")
    expect(trial).to_contain_text("working hours of Night shift")
    keys.press("Save")
    calendars = page.get_by_role("table", name="Calendars")
    expect(calendars).to_contain_text("Night shift")
    (kept,) = levels.current().calendars
    assert (kept.hours[0].weekdays, kept.holidays[0].date) == ((0, 1, 2, 3, 4, 6), "2026-12-25")
    violations += rename_while_somebody_counts_in_it(visitor, keys)
    keys.press("Remove Nights")

    expect(page.get_by_text("clocks run round the clock")).to_be_visible()
    assert violations == []
    assert visitor.complaints == []


def rename_while_somebody_counts_in_it(visitor: Visitor, keys: Keyboard) -> list[str]:
    """Their target follows the calendar; what axe finds. Then nothing counts in it any more."""
    page, levels = visitor.page, visitor.site.services.record_clocks.levels
    target = Target("Mend", "problem", "resolution", 60, "Night shift")
    levels.save(msgspec.structs.replace(levels.current(), targets=(target,)), "eva", None)
    keys.press("Edit Night shift…")
    page.keyboard.press("Control+A")
    page.keyboard.type("Nights")
    keys.press("Save")
    expect(page.get_by_role("table", name="Calendars")).to_contain_text("Mend")
    violations = visitor.violations()
    visitor.complaints.clear()  # of the 412 after which both were put together
    now = levels.current()
    assert [(one.name, one.calendar) for one in now.targets] == [("Mend", "Nights")]
    levels.save(msgspec.structs.replace(now, targets=()), "eva", None)
    visitor.go("/service-levels")
    return violations
