"""Loans that are overdue, and what ends within a month, for who looks after all assets."""

from datetime import UTC, date, datetime, timedelta

from cmdb_server.api.home import SHOWN, HomeAsking, HomeLine, Panel, Waiting
from cmdb_server.assets.due_dates import Due, due_dates
from cmdb_server.assets.gaps import ASSET
from cmdb_server.auth.identity import ASSETS
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.record import Record
from cmdb_server.permissions.sight import sight_of

_DAYS, _WEEK = 30, 7
_LENT = "lent"
_SECOND = 1_000_000


def _tell(home: HomeAsking) -> Waiting | None:
    who, services = home.asking.who, home.asking.services
    if not (who.may(ASSETS) and sight_of(services.registry, who.grants).reads_all):
        return None
    today = datetime.fromtimestamp(home.now // _SECOND, UTC).date()
    ended = {"due_back": ("", (today - timedelta(days=1)).isoformat())}
    late = services.records.every(Wanted(type=ASSET, states=(_LENT,), ranges=ended, order="number"))
    late.sort(key=lambda asset: asset.value("due_back"))
    soon = due_dates(services.records, today, today + timedelta(days=_DAYS))
    lines = [*map(_overdue, late[:SHOWN]), *(_line(due, today) for due in soon[:SHOWN])]
    return Waiting(len(late) + len(soon), lines[:SHOWN])


def _overdue(asset: Record) -> HomeLine:
    return HomeLine(
        text=asset.value("title"),
        link=f"/assets/{asset.number}",
        look="down",
        word="Loan overdue",
        detail=asset.value("holder"),
        at=asset.value("due_back"),
    )


def _line(due: Due, today: date) -> HomeLine:
    is_near = due.on <= today + timedelta(days=_WEEK)
    page = "contracts" if due.kind.startswith("contract") else "assets"
    return HomeLine(
        text=due.title,
        link=f"/{page}/{due.number}",
        look="degraded" if is_near else "source",
        word=due.kind.capitalize(),
        detail=due.said,
        at=due.on.isoformat(),
    )


panel = Panel("ends_soon", "Overdue, or ending within a month", "/assets?tab=calendar", 80, _tell)
