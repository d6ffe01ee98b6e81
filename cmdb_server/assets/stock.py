"""How full stock rooms are: what lies there of each model, against the least that should."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cmdb_server.assets.gaps import ASSET
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.records.stockroom import LEVELS
from cmdb_server.itsm.rows import rows_of

STOCKROOM = "stockroom"
_LYING = ("in_stock", "received")


@dataclass(frozen=True)
class Level:
    """What should lie in a stock room of a model or category, and the assets that do, by number."""

    number: str
    title: str
    site: str
    room: str
    model: str
    category: str
    minimum: int
    order_up_to: int
    assets: tuple[str, ...]

    @property
    def short(self) -> int:
        """How many are missing to the minimum."""
        return max(0, self.minimum - len(self.assets))

    @property
    def to_order(self) -> int:
        """How many to order where it is below its minimum."""
        return max(self.minimum, self.order_up_to) - len(self.assets) if self.short else 0


def levels(queue: RecordQueue, number: str = "") -> list[Level]:
    """The levels of every stock room in use, or of one, by room and row."""
    rooms = [
        one
        for one in queue.every(Wanted(type=STOCKROOM, is_open=True, order="number"))
        if number.upper() in ("", one.number)
    ]
    return [level for room in rooms for level in levels_of(room, _lying(queue, room))]


def levels_of(room: Record, assets: Sequence[Record]) -> list[Level]:
    """The levels of a stock room with the assets that lie there: pure."""
    return [
        Level(
            number=room.number,
            title=room.value("title"),
            site=room.value("site"),
            room=room.value("room"),
            model=row.get("model", ""),
            category=row.get("category", ""),
            minimum=int(row["minimum"]),
            order_up_to=int(row.get("order_up_to", "0")),
            assets=tuple(one.number for one in assets if _is_of(one, row.get("model", ""), row.get("category", ""))),
        )
        for row in rows_of(room, LEVELS)
    ]


def _lying(queue: RecordQueue, room: Record) -> Sequence[Record]:
    place = {name: [room.value(name)] for name in ("site", "room")}
    return queue.every(Wanted(type=ASSET, states=_LYING, where=place, order="number"))


def _is_of(asset: Record, model: str, category: str) -> bool:
    return all(
        not wanted or _folded(asset.value(name)) == _folded(wanted)
        for name, wanted in (("model", model), ("category", category))
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def below(found: Iterable[Level]) -> list[Level]:
    """Those with less than the minimum, what lacks most first."""
    return sorted((level for level in found if level.short), key=lambda level: (-level.short, level.number))
