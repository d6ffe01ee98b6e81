"""A program that others used within the last day and that its machine no longer runs."""

from collections.abc import Sequence

from cmdb_server.graph_store.queries import signals as queries
from cmdb_server.signals.checking import Check, Seen
from cmdb_server.signals.offers import Offer
from cmdb_server.signals.signal import CRITICAL
from cmdb_server.signals.subjects import Subject
from graph_schema.relationships import CONNECTS_TO, DEPENDS_ON

_DAY = 24 * 3600 * 1_000_000
_FAMILY, _ENDPOINT = "running_software", "endpoint"


def _run(seen: Seen) -> Sequence[Offer]:
    programs = [name for name, spec in seen.registry.classes.items() if spec.family == _FAMILY]
    asked = {
        "since": seen.now - _DAY,
        "kinds": ["retired"],
        "classes": [*programs, _ENDPOINT],
        "types": [DEPENDS_ON.name, CONNECTS_TO.name],
    }
    row = seen.store.read(lambda tx: tx.run(queries.GONE_PROVIDERS, **asked))[0]
    columns = zip(*(row[name] for name in ("uid", "name", "root_uid", "at")), strict=True)
    found: dict[str, tuple[str, str, int]] = {uid: (name, root, at) for uid, name, root, at in columns}
    return [
        Offer(
            fingerprint=uid,
            name="ProgramGone",
            is_firing=True,
            severity=CRITICAL,
            summary=f"{name or 'A program'} is gone, which others used within the last day.",
            started_at=at,
            labels={"program": name, "program_uid": uid},
            subject=Subject(uid=root),
        )
        for uid, (name, root, at) in sorted(found.items())
    ]


check = Check("program_gone", "A program or listening port that others used is gone from a machine in use.", _run)
