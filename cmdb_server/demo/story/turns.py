"""Who of which team is on call: two rotas, and somebody who stands in at the next weekend."""

from datetime import UTC, datetime, timedelta

from cmdb_server.demo.story.people import DEMO, DESK_TEAM, members
from cmdb_server.itsm.rotas.rota import Override, Rota
from cmdb_server.services import Services

_SATURDAY, _ZONE = 5, "Europe/Oslo"


def take_turns(services: Services, now: int) -> None:
    """Let teams have rotas, where nobody has made any yet; `now` in microseconds."""
    if services.rotas.current().version:
        return
    today = datetime.fromtimestamp(now // 1_000_000, UTC)
    monday = (today - timedelta(days=today.weekday() + 28)).date().isoformat()
    for team, days in ((DESK_TEAM, 7), ("Platform", 14)):
        services.rotas.save(Rota(team, tuple(members(team)), _ZONE, monday, "08:00", days), DEMO.name, None)
    weekend = today.replace(hour=6, minute=0, second=0, microsecond=0) + timedelta((_SATURDAY - today.weekday()) % 7)
    starts, ends = (int(at.timestamp()) * 1_000_000 for at in (weekend, weekend + timedelta(days=2)))
    stands_in = Override("", members(DESK_TEAM)[0], starts, ends, "Swapped for a wedding.")
    services.rotas.stand_in(DESK_TEAM, stands_in, DEMO.name)
