"""What becomes of a link that is no longer seen: it stays, is marked, grows stale and ends; it does not vanish.

Time alone ends nothing: a link ages only while the devices at its ends are read and do not show it. One that is
replaced, because something else is plugged in at one of its ports, ends at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cmdb_server.timestamps import microseconds, rfc3339
from cmdb_server.topology.estate import Link
from graph_schema.ageing import AgeingRule

_STALE_CONFIDENCE = 0.3
_SECOND = 1_000_000


@dataclass(frozen=True)
class Witnesses:
    """Who would see a link: the device of each port, and how long its links last.

    `read_at` is when each device that is read was last read whole, 0 where it never was; `stale` are those that nobody
    could read for long.
    """

    devices: Mapping[str, str]
    read_at: Mapping[str, int]
    rules: Mapping[str, AgeingRule]
    stale: frozenset[str] = frozenset()


def with_missing(now: Iterable[Link], before: Iterable[Link], witnesses: Witnesses) -> list[Link]:
    """The links that are seen, and those of before that are missing and have not ended."""
    seen = [_as_old(link, witnesses) for link in now]
    known = {link.ends for link in seen}
    taken = {port for link in seen for port in ([link.source] if link.through else link.ends)}
    missing = [link for link in before if link.ends not in known and not _is_replaced(link, taken)]
    return seen + [aged for link in missing if (aged := _aged(link, witnesses))]


def _is_replaced(link: Link, taken: set[str]) -> bool:
    return bool(taken & ({link.source} if link.through else link.ends))


def _as_old(link: Link, witnesses: Witnesses) -> Link:
    """A link that follows only from tables of devices that nobody can read any longer is as old as these."""
    readers = {witnesses.devices.get(port, "") for port in link.ends} & witnesses.read_at.keys()
    read_at = max((witnesses.read_at[device] for device in readers), default=0)
    if not read_at or not readers <= witnesses.stale:
        return link
    return link._replace(missing_since=rfc3339(read_at), confidence=min(link.confidence, _STALE_CONFIDENCE))


def _aged(link: Link, witnesses: Witnesses) -> Link | None:
    """The link as it is now, None where it has ended; one whose ends nobody reads has nobody to speak for it."""
    devices = [witnesses.devices.get(port, "") for port in (link.source, link.target)]
    times = [witnesses.read_at[device] for device in devices if device in witnesses.read_at]
    rule = next((witnesses.rules[device] for device in devices if device in witnesses.rules), None)
    if "" in devices or not times or rule is None:
        return None
    read_at = max(times)
    if not read_at:
        return link
    since = microseconds(link.missing_since) if link.missing_since else read_at
    silent = max(0, read_at - since) // _SECOND
    if silent >= rule.until_retired_seconds:
        return None
    confidence = link.confidence if silent < rule.stale_seconds else min(link.confidence, _STALE_CONFIDENCE)
    return link._replace(missing_since=rfc3339(since), confidence=confidence)
