"""How many single points of failure there are, kept day by day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cmdb_server.graph_store.queries import single_points as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.single_points.answers import DayCount, Totals

KEPT_DAYS = 3 * 365


class DailyCounts:
    """One count a day (UTC), the last one of the day; `clock` in microseconds."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """Counts are nodes of the graph."""
        self._store, self._clock = store, clock

    def keep(self, totals: Totals) -> DayCount:
        """Keep the count of today in place of an earlier one."""
        count = DayCount(self._day(0), totals.points, totals.services, totals.accepted)
        properties = {name: value for name, value in vars(count).items() if name != "day"}
        self._store.write(lambda tx: tx.run(queries.COUNT, day=count.day, properties=properties))
        return count

    def since(self, days: int) -> list[DayCount]:
        """The counts of so many days up to now, the oldest first."""
        rows = self._store.read(lambda tx: tx.run(queries.COUNTS, since=self._day(days)))
        found = [entry for row in rows for entry in row["properties"]]
        counts = [DayCount(**{name: entry[name] for name in DayCount.__dataclass_fields__}) for entry in found]
        return sorted(counts, key=lambda count: count.day)

    def _day(self, ago: int) -> str:
        now = datetime.fromtimestamp(self._clock() / 1_000_000, UTC)
        return (now - timedelta(days=ago)).date().isoformat()
