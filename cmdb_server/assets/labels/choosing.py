"""Labels of assets and other records, of CIs, and of tags that nothing has yet."""

from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote

from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.labels.drawing import Label
from cmdb_server.errors import FieldError
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import RecordRefusedError

# The plain tag (the number of what has none), or the address of its page.
Content = Literal["tag", "page"]


def of_record(record: Record, path: str, address: str) -> Label:
    """A record's label: `path` is where its pages are, `address` the server's with codes that open them, else ""."""
    tag = record.value("asset_tag") or record.number
    serial = record.value("serial_number")
    about = " ".join(
        part for part in (record.number if tag != record.number else "", serial and f"SN {serial}") if part
    )
    code = f"{address}{path}/{record.number}" if address else tag
    return Label(code, tag, (record.value("title"), about))


def of_ci(uid: str, name: str, kind: str, address: str) -> Label:
    """The label of a place or another CI."""
    return Label(f"{address}/cis/{quote(uid)}" if address else name, name, (kind,))


def of_tags(tags: Sequence[str], queue: RecordQueue) -> list[Label]:
    """Labels to stick on what comes later. Raises RecordRefusedError for a tag that something has."""
    _, found = queue.find(Wanted(type=ASSET, where={"asset_tag": list(tags)}, order="number"), 0, len(tags))
    if found:
        told = ", ".join(f"{one.value('asset_tag')} ({one.number})" for one in found[:5])
        remedy = "begin behind the last tag that is taken"
        error = FieldError("first_tag", tags[0], f"leads over tags that are taken: {told}", remedy)
        raise RecordRefusedError((error,))
    return [Label(tag, tag) for tag in tags]
