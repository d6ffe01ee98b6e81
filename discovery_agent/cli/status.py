"""discovery-agent status: who the agent is, when it last delivered, what waits and why."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from discovery_agent import clock
from discovery_agent.command import Command
from discovery_agent.errors import DONE, REFUSED, WAITING
from discovery_agent.folder_lock import RESIDENT, holder_of
from discovery_agent.identity import load_identity
from discovery_agent.settings import Settings
from discovery_agent.spool import Spool
from discovery_agent.standing import load_standing


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: Namespace, settings: Settings) -> int:
    """Print the standing; the exit code says whether the last turn's report was acknowledged."""
    told = _told(settings)
    sys.stdout.write(f"{json.dumps(told) if given.json else chr(10).join(_lines(told))}\n")
    if told["agent_id"] is None:
        return REFUSED
    return WAITING if told["message"] or told["waiting"] else DONE


def _told(settings: Settings) -> dict[str, Any]:
    identity, standing, spool = load_identity(settings.state), load_standing(settings.state), Spool(settings.state)
    return {
        "state": str(settings.state),
        "server": settings.server or (identity.server if identity else None),
        "agent_id": identity.agent_id if identity else None,
        "network_scope": identity.network_scope if identity else None,
        "resident_process": holder_of(settings.state, RESIDENT),
        "turned_at": standing.turned_at,
        "status": standing.status,
        "message": standing.message,
        "acknowledged_at": standing.acknowledged_at,
        "report_id": standing.report_id,
        "root_uid": standing.root_uid,
        "clock": clock.remark(standing.clock_offset),
        "sections": dict(standing.outcomes or {}),
        "waiting": len(spool.pending()),
        "waiting_bytes": spool.pending_bytes(),
        "rejected": [{"report": entry.path.name, "reason": entry.reason} for entry in spool.rejected()],
    }


def _lines(told: dict[str, Any]) -> Iterator[str]:
    yield f"state folder    {told['state']}"
    yield f"server          {told['server'] or 'none'}"
    yield f"agent           {told['agent_id'] or 'not enrolled: discovery-agent enrol'}"
    yield f"resident        {'process ' + str(told['resident_process']) if told['resident_process'] else 'not running'}"
    yield f"last turn       {told['turned_at'] or 'never'} {told['status'] or ''}".rstrip()
    yield f"acknowledged    {told['acknowledged_at'] or 'never'}"
    yield f"waiting         {told['waiting']} reports, {told['waiting_bytes']} bytes"
    not_complete = [f"{name} {outcome}" for name, outcome in told["sections"].items() if outcome != "complete"]
    if not_complete:
        yield f"not complete    {', '.join(not_complete)}"
    for name in ("message", "clock"):
        if told[name]:
            yield f"{name:<16}{told[name]}"
    for entry in told["rejected"]:
        yield f"rejected        {entry['report']}: {entry['reason']}"


command = Command("say who the agent is, when it last delivered and what waits", run, add_options)
