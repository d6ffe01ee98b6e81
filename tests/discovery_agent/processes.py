"""The agent as its users start it: a process of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discovery_agent.settings import child_environment
from tests.discovery_agent.peer import TOKEN

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    output: bytes
    errors: str

    @property
    def result(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        return json.loads(self.output)


def command(*words: str) -> list[str]:
    """The command line of the agent."""
    return [sys.executable, "-P", "-m", "discovery_agent", *words]


def environment(token: str | None = TOKEN, **more: str) -> dict[str, str]:
    """The environment of an agent with an enrolment token, and without the settings of whoever runs the tests."""
    known = {name: value for name, value in child_environment(**more).items() if name[:15] != "DISCOVERY_AGENT"}
    return known if token is None else {**known, "DISCOVERY_AGENT_ENROLMENT_TOKEN": token}


def run(words: Sequence[str], variables: Mapping[str, str] | None = None) -> Ended:
    """Run a command to its end."""
    done = subprocess.run(
        command(*words),
        env=environment() if variables is None else dict(variables),
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())


def options(url: str, state: Path) -> list[str]:
    """The options that every command of these tests needs."""
    return ["--server", url, "--state", str(state)]


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Look again and again until something holds."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > until:
            message = f"waited {PATIENCE_SECONDS:g} s in vain: {what}"
            raise AssertionError(message)
        time.sleep(0.02)
