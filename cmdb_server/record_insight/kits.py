"""What is part of an asset is handed out and taken back together with it: a kit, a dock with its notebook."""

from collections.abc import Sequence
from dataclasses import replace

from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm import workflow
from cmdb_server.itsm.desk import Desk, Saying
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import RecordRefusedError, Worker

ASSET = "asset"
# What is repaired, lost or thrown away is one thing of a kit.
HANDED = ("assign", "transfer", "lend", "extend", "return")
_OWN = ("asset_tag", "serial_number")
By = tuple[Worker, ImpactAnalysis]


def move(number: str, way: tuple[str, Saying], parts: tuple[Desk, RecordQueue], by: By) -> Record:
    """Move an asset with its parts, all of them or none. Raises what `Desk.move` does, naming the part."""
    desk, queue = parts
    before = desk.one(number)
    if way[0] not in HANDED:
        return desk.move(number, *way, by)
    along = going_along(before, way[0], queue)
    said = Saying({name: value for name, value in way[1].values.items() if name not in _OWN}, way[1].text)
    for part in along:
        _check(desk, part, (way[0], said), by[0])
    moved = desk.move(number, *way, by)
    told = Saying(said.values, said.text or f"with {moved.number}")
    for part in along:
        desk.move(part.number, way[0], told, by)
    return moved


def going_along(asset: Record, name: str, queue: RecordQueue) -> list[Record]:
    """The parts that a transition takes along with an asset: those that are where it is."""
    if asset.type != ASSET or name not in HANDED:
        return []
    return [part for part in _within(asset, queue) if part.state == asset.state]


def _within(asset: Record, queue: RecordQueue) -> Sequence[Record]:
    """What is part of an asset, and what is part of that, each once."""
    found, waiting = dict[str, Record](), [asset.number]
    while waiting:
        number = waiting.pop()
        for record in queue.every(Wanted(type=ASSET, names=number, is_open=True)):
            if record.value("parent") == number and record.number not in found and record.number != asset.number:
                found[record.number] = record
                waiting.append(record.number)
    return list(found.values())


def _check(desk: Desk, part: Record, way: tuple[str, Saying], who: Worker) -> None:
    kind, (name, said) = desk.types[ASSET], way
    try:
        workflow.moved(kind, workflow.changed(kind, part, said.values, who), name, said.text or "with it", who)
    except RecordRefusedError as error:
        told = [replace(one, field=f"{part.number}.{one.field}") for one in error.errors]
        raise RecordRefusedError(told) from error
