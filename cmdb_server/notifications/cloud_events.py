"""What happened to a record as a CloudEvents 1.0 event in JSON. Pure.

It tells what everybody reads who reads records: no internal notes, no values of attribute groups, CIs by uid.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from cmdb_server.itsm.declare import Field
from cmdb_server.itsm.priority import priority
from cmdb_server.notifications.happening import Happening
from cmdb_server.notifications.telling import path_of, plain_changes
from cmdb_server.timestamps import rfc3339

_TYPE = "plumbline.record."
TEST_TYPE = "plumbline.webhook.test"
_UNREAD = frozenset(("note",))


def is_for_programs(one: Happening) -> bool:
    """Whether webhooks are told of it: notes are for those only who work on records."""
    return one.what not in _UNREAD


def event_of(one: Happening, kinds: Sequence[str], url: str) -> str:
    """The body that tells of something: its type is that of the timeline, `kinds` are those of notices."""
    record = one.record
    told: dict[str, Any] = {
        "number": record.number,
        "record_type": record.type,
        "title": record.value("title"),
        "state": record.state,
        "is_open": one.kind.state_of[record.state].is_open,
        "priority": priority(record),
        "assignee": record.value("assignee"),
        "team": record.value("team"),
        "affects": list(record.affects),
        "url": url + path_of(record),
        "by": one.by,
        "kinds": list(kinds),
        "text": one.text,
        "changes": msgspec.to_builtins(plain_changes(one.kind, one.changes, _is_open)),
    }
    return _encoded(_TYPE + one.what, (one.uid, url, record.number, one.at), told)


def trial_event(uid: str, url: str, at: int) -> str:
    """A body that says that requests arrive."""
    return _encoded(TEST_TYPE, (uid, url, "test", at), {"message": "Webhooks of this server arrive."})


def _is_open(field: Field) -> bool:
    return not field.group


def _encoded(kind: str, head: tuple[str, str, str, int], told: dict[str, Any]) -> str:
    uid, source, subject, at = head
    event = {
        "specversion": "1.0",
        "id": uid,
        "source": source,
        "type": kind,
        "subject": subject,
        "time": rfc3339(at),
        "datacontenttype": "application/json",
        "data": told,
    }
    return msgspec.json.encode(event).decode()
