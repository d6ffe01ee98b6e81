"""What people hold who have left, as the directory said last, for who looks after all assets."""

from cmdb_server.api.home import SHOWN, HomeAsking, HomeLine, Panel, Waiting
from cmdb_server.assets.leaving import Holding
from cmdb_server.auth.identity import ASSETS
from cmdb_server.permissions.sight import sight_of


def _tell(home: HomeAsking) -> Waiting | None:
    who, services = home.asking.who, home.asking.services
    if not (who.may(ASSETS) and sight_of(services.registry, who.grants).reads_all):
        return None
    if not services.leaving.directory.is_on:
        return None
    found = services.leaving.held()
    return Waiting(len(found), [_line(one) for one in found[:SHOWN]])


def _line(one: Holding) -> HomeLine:
    count = len(one.assets)
    said = ", ".join(asset.value("title") for asset in one.assets[:3])
    return HomeLine(
        text=one.leaver.shown,
        link="/leavers",
        look="degraded",
        word=f"Has {count} asset{'s' * (count != 1)}",
        detail=said if count <= 3 else f"{said} …",  # noqa: PLR2004 - as many as are named
    )


panel = Panel("leavers", "Left, and hold something still", "/leavers", 78, _tell)
