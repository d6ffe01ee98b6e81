"""What the company agreed on: how soon incidents are taken up and resolved, in which hours."""

from datetime import date, timedelta

from cmdb_server.demo.story.people import DEMO
from cmdb_server.service_levels.calendars import Calendar, Holiday, Hours
from cmdb_server.service_levels.levels import Levels, Target
from cmdb_server.services import Services

_WEEK, _OFFICE, _TYPE = (0, 1, 2, 3, 4), "Oslo office hours", "incident"
_STANDS = ("on_hold",)
_EASTER_FROM = {"Maundy Thursday": -3, "Good Friday": -2, "Easter Monday": 1, "Ascension Day": 39, "Whit Monday": 50}
_FIXED = {"New Year's Day": (1, 1), "Labour Day": (5, 1), "Constitution Day": (5, 17), "Christmas Day": (12, 25),
          "Boxing Day": (12, 26)}  # fmt: skip
# Easter Sunday, as the churches publish it.
_EASTER = (date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16), date(2029, 4, 1), date(2030, 4, 21))


def _holidays() -> tuple[Holiday, ...]:
    found = [(easter + timedelta(days=days), name) for easter in _EASTER for name, days in _EASTER_FROM.items()]
    found += [(date(easter.year, *day), name) for easter in _EASTER for name, day in _FIXED.items()]
    return tuple(Holiday(day.isoformat(), name) for day, name in sorted(found))


def agree(services: Services) -> None:
    """Let the company's levels hold, where nobody has said anything yet."""
    levels = services.record_clocks.levels
    if levels.current().version:
        return
    office = Calendar(_OFFICE, "Europe/Oslo", (Hours(_WEEK, "08:00", "17:00"),), _holidays())
    targets = (
        Target("Take up the vital", _TYPE, "response", 15, "", (1,)),
        Target("Take up", _TYPE, "response", 60, _OFFICE),
        Target("Resolve the vital", _TYPE, "resolution", 4 * 60, "", (1,), pauses_in=_STANDS),
        Target("Resolve the urgent", _TYPE, "resolution", 8 * 60, _OFFICE, (2,), pauses_in=_STANDS),
        Target("Resolve", _TYPE, "resolution", 24 * 60, _OFFICE, pauses_in=_STANDS),
    )
    levels.save(Levels((office,), targets), DEMO.name, None)
