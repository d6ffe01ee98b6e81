"""What somebody was given and has yet to accept."""

from cmdb_server.api.home import SHOWN, HomeAsking, HomeLine, Panel, Waiting
from cmdb_server.itsm.record import Record


def _tell(home: HomeAsking) -> Waiting:
    found = home.asking.services.acceptances.waiting_for(home.name)
    return Waiting(len(found), [_line(one) for one in found[:SHOWN]])


def _line(asset: Record) -> HomeLine:
    return HomeLine(
        text=f"{asset.number} {asset.value('title')}",
        link=f"/my-acceptances?asset={asset.number}",
        look="degraded",
        word="Waits for you",
        detail=asset.value("acceptance_terms"),
        at=asset.value("acceptance_asked"),
    )


panel = Panel("acceptances", "To accept: what was given to you", "/my-acceptances", 15, _tell)
