"""What of all that is installed is supported for how long: software and operating systems together."""

from datetime import UTC, date, datetime, timedelta

from cmdb_server.services import Services
from cmdb_server.vulnerabilities.support import Supported, in_order, of_software, of_systems

_DEVICE = "device"
_MICROSECONDS = 1_000_000


def today(services: Services) -> date:
    """The day in UTC."""
    return datetime.fromtimestamp(services.clock() / _MICROSECONDS, UTC).date()


def support_lines(services: Services) -> list[Supported]:
    """Every line, what has ended first."""
    lifecycles, day = services.vulnerabilities.support.lifecycles(), today(services)
    software = of_software(services.software.software(services.index), lifecycles, day)
    classes = services.registry.descendants[_DEVICE]
    return in_order([*software, *of_systems(services.vulnerabilities.support.systems(classes), lifecycles, day)])


def ending(services: Services, days: int) -> list[Supported]:
    """What ends within these days, from today on."""
    since = today(services)
    until = since + timedelta(days=days)
    found = [one for one in support_lines(services) if one.support.ends_on]
    return [one for one in found if since <= date.fromisoformat(one.support.ends_on) <= until]
