"""What people keep under names, in requests: who asks, and the revision that was read."""

import re
from typing import Annotated

from fastapi import Header

from cmdb_server.auth.identity import ADMIN, WRITE, Identity
from cmdb_server.ownership import Asker
from cmdb_server.services import Services

IfMatch = Annotated[str, Header(description='The ETag that was read, "3"; without it the change is made anyhow.')]
_REVISION = re.compile(r'(?:W/)?"?(\d{1,9})"?\Z')


def asker_of(who: Identity) -> Asker:
    """Somebody as the owner of what they keep."""
    return Asker(who.name, may_share=who.may(WRITE) or who.may(ADMIN), may_change_all=who.may(ADMIN))


def teams_of(services: Services, who: Identity) -> tuple[str, ...]:
    """The teams that whoever asks is in; programs are in none."""
    user = services.accounts.user(who.name) if who.kind == "user" else None
    return tuple((user or {}).get("teams") or ())


def revision_of(if_match: str) -> int | None:
    """The revision in an If-Match header, None where any will do; one that is none of ours never matches."""
    if if_match.strip() in ("", "*"):
        return None
    found = _REVISION.match(if_match.strip())
    return int(found[1]) if found else 0
