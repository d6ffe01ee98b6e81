"""Feeds for programs that show calendars (RFC 5545)."""

from datetime import datetime

from icalendar import Calendar, Component

MEDIA_TYPE = "text/calendar"


def calendar_of(name: str) -> Calendar:
    """An empty calendar under a name."""
    calendar = Calendar()
    add(calendar, "prodid", f"-//Plumbline//{name}//EN")
    add(calendar, "version", "2.0")
    add(calendar, "x-wr-calname", name)
    return calendar


def add(component: Component, name: str, value: str | datetime) -> None:
    """Give a component a property."""
    component.add(name, value)  # pyright: ignore[reportUnknownMemberType] - the library says no type of the value
