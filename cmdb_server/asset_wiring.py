"""The services of assets, wired: what is owned, where it is and who holds it, and who is told of it."""

from collections.abc import Callable
from typing import Any

from cmdb_server.assets.accepting import Acceptances
from cmdb_server.assets.arriving import Arrivals
from cmdb_server.assets.directory import Directory
from cmdb_server.assets.gaps import ASSET, Gaps
from cmdb_server.assets.leaving import Leaving
from cmdb_server.assets.receiving import Receiving
from cmdb_server.assets.register import AssetRegister
from cmdb_server.assets.report_schedules import ReportSchedules
from cmdb_server.assets.stocktakes import Stocktakes
from cmdb_server.assets.terms import TermsBook
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.desk import Desk
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.notifications.office import Notifications
from cmdb_server.saved_queries.saved import SavedQueries
from cmdb_server.settings import Settings
from graph_schema import Registry


def of_assets(
    settings: Settings,
    kept: tuple[GraphStore, Registry],
    known: tuple[Desk, RecordQueue, ImpactAnalysis],
    telling: Notifications,
    clock: Callable[[], int],
) -> dict[str, Any]:
    """The services by name; `clock` in microseconds."""
    (store, registry), (desk, queue, impact) = kept, known
    gaps = Gaps(store, queue)
    register = AssetRegister(store, desk, gaps, clock)
    views = SavedQueries(store, registry, clock)
    return {
        "asset_gaps": gaps,
        "assets": register,
        "receiving": Receiving(desk, queue, register),
        "arrivals": Arrivals(register, desk, queue),
        "stocktakes": Stocktakes(store, (desk, queue), impact, clock),
        "leaving": Leaving(store, Directory(settings), queue, clock),
        "acceptances": Acceptances(store, (desk.types[ASSET], queue), TermsBook(store, clock), telling, clock),
        "report_schedules": ReportSchedules(store, views, (queue, impact, registry), telling, clock),
    }
