"""One inventory of the machine the server runs on, taken by the agent as on any other machine."""

import json
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from cmdb_server.cli.screen import errors, output
from cmdb_server.running import RunningServer
from cmdb_server.settings import child_environment

_TOKEN_MICROSECONDS = 15 * 60 * 1_000_000
_TIMEOUT_SECONDS = 300
_IDENTITY = "identity.json"
_NOT_COMPLETE = ("failed", "partial")


def take_local_inventory(server: RunningServer, data_dir: Path, stopping: threading.Event) -> str | None:
    """Run the agent once; the uid of this machine, None when it did not get through (said on the screen)."""
    state = (data_dir / "agent").resolve()
    environment = {} if (state / _IDENTITY).exists() else {"DISCOVERY_AGENT_ENROLMENT_TOKEN": _token(server)}
    options = ["--server", server.url, "--state", str(state), "--json"]
    if server.services.settings.has_tls:
        options += ["--ca-file", str(server.services.settings.tls_certificate.resolve())]
    with errors.status("inventory of this machine"):
        process = subprocess.Popen(  # noqa: S603 - our own agent
            [sys.executable, "-m", "discovery_agent", "once", *options],
            env=child_environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        told, complaints = _wait(process, stopping)
    if stopping.is_set():
        return None
    if process.returncode:
        reason = complaints.decode(errors="replace").strip()[-1500:] or f"exit code {process.returncode}"
        errors.print(f"The inventory of this machine did not get through: {reason}", style="yellow", markup=False)
        return None
    result: dict[str, Any] = json.loads(told)
    _show(result)
    return str(result["root_uid"])


def _token(server: RunningServer) -> str:
    agents = server.services.agents
    return agents.create_token("this machine", "default", server.services.clock() + _TOKEN_MICROSECONDS, 1)[1]


def _wait(process: "subprocess.Popen[bytes]", stopping: threading.Event) -> tuple[bytes, bytes]:
    for _ in range(_TIMEOUT_SECONDS * 2):
        try:
            return process.communicate(timeout=0.5)
        except subprocess.TimeoutExpired:
            if stopping.is_set():
                break
    process.kill()
    return process.communicate()


def _show(result: dict[str, Any]) -> None:
    sections = result["sections"]
    counts = Counter(section["outcome"].replace("_", " ") for section in sections)
    shown = ", ".join(f"{number} {outcome}" for outcome, number in counts.most_common())
    output.print(
        f"\nInventory of this machine: {result['status']}; {len(sections)} collectors: {shown}.", soft_wrap=True
    )
    for section in sections:
        if section["outcome"] in _NOT_COMPLETE:
            line = f"  {section['name']} {section['outcome']}: {section['reason']}"
            output.print(line, style="yellow", markup=False, soft_wrap=True)
