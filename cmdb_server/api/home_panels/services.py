"""Services that do not work as they should now, but for planned work."""

from cmdb_server.api.home import SHOWN, HomeAsking, HomeLine, Look, Panel, Waiting
from cmdb_server.api.periods import Period
from cmdb_server.api.service_status_words import ServiceStatus, State, StatusTelling

_HOUR = 3_600 * 1_000_000
_LOOKS: dict[State, Look] = {"down": "down", "degraded": "degraded", "working": "up"}


def _tell(home: HomeAsking) -> Waiting:
    telling = StatusTelling(home.asking, Period(home.now - _HOUR, home.now, home.now))
    bad = [one for one in telling.all() if one.state != "working" and not one.is_planned]
    return Waiting(len(bad), [_line(one) for one in bad[:SHOWN]])


def _line(one: ServiceStatus) -> HomeLine:
    users = f"{one.users:,} users" if one.users else ""
    return HomeLine(
        text=f"{one.ci.name} ({one.ci.ci_class.replace('_', ' ')})",
        link=f"/status?service={one.ci.uid}",
        look=_LOOKS[one.state],
        word=one.state.capitalize(),
        detail=" · ".join(filter(None, (users, ", ".join(one.records)))),
        at=one.since,
    )


panel = Panel("services", "Services that do not work", "/status", 10, _tell, calm="All services work.")
