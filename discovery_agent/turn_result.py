"""What a turn came to, for programs and for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from discovery_agent.delivery import Acknowledged
from discovery_agent.errors import DONE, REFUSED, REJECTED, WAITING
from discovery_agent.turn import Turn, message_of_outcome
from graph_schema.report import Section

_CODES = {"rejected": REJECTED, "refused": REFUSED, "pending": WAITING}


def exit_code_of(turn: Turn) -> int:
    """The exit code of the command that took the turn."""
    return _CODES.get(turn.status, DONE)


def result_of(turn: Turn) -> dict[str, Any]:
    """The turn as one JSON object; `retry_after` is how many seconds the server wants to be left alone."""
    own = turn.own
    done = own if isinstance(own, Acknowledged) else None
    stored = {entry.get("name"): entry for entry in done.sections} if done else {}
    sections = () if turn.report is None else turn.report.sections
    return {
        "status": turn.status,
        "report_id": done.report_id if done else turn.report_id,
        "root_uid": done.root_uid if done else None,
        "message": message_of_outcome(own),
        "retry_after": getattr(own, "seconds", None),
        "waiting": turn.waiting,
        "sections": [_section(entry, stored.get(entry.name)) for entry in sections],
        "parked": [dict(entry) for entry in done.parked] if done else [],
        "parked_in_all": done.parked_in_all if done else 0,
    }


def lines_of(turn: Turn) -> Iterator[str]:
    """The turn as text: every section with what is missing in it, and what became of the report."""
    result = result_of(turn)
    for entry in result["sections"]:
        reason = f": {entry['reason']}" if entry["reason"] else ""
        counts = f"{entry['cis']} CIs, {entry['relationships']} relationships"
        yield f"{entry['name']:<20}{entry['outcome']:<15}{counts}{reason}"
    for entry in result["parked"]:
        yield f"parked: {entry.get('section')} {entry.get('item')} {entry.get('field')}: {entry.get('message')}"
    if result["parked_in_all"] > len(result["parked"]):
        yield f"{result['parked_in_all']} parts of this and earlier reports wait on the server; it shows why as parked"
    if result["report_id"] and turn.status not in _CODES:
        yield f"report {result['report_id']} {turn.status}"
    if result["message"]:
        yield f"{turn.status}: {result['message']}"
    if result["waiting"]:
        yield f"{result['waiting']} reports wait in the spool"
    if turn.status == "nothing":
        yield "nothing waits in the spool"


def _section(entry: Section, stored: Mapping[str, Any] | None) -> dict[str, Any]:
    counts = {"cis": len(entry.cis), "relationships": len(entry.relationships)}
    told = {name: value for name, value in (stored or {}).items() if name != "name"}
    return {"name": entry.name, "outcome": entry.outcome, "reason": entry.reason, **counts, **told}
