"""A collector that a test drives: it fetches jobs and tells what came of addresses."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.api.serving import Serving

OPENED, REFUSED, SILENT = "inventoried", "wrong_credential", "silent"


@dataclass(frozen=True)
class Collector:
    """An enrolled collector."""

    server: Serving
    agent_id: str
    secret: str

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """The answer to a request of its own."""
        with self.server.client(f"Agent {self.agent_id}:{self.secret}") as client:
            return client.post(path, json=body)

    def next(self) -> dict[str, Any]:
        """The next job."""
        answer = self.post("/collectors/jobs/next", {"wait_seconds": 0, "version": "1.0"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def has_nothing_to_do(self) -> bool:
        """Whether no job waits."""
        return self.post("/collectors/jobs/next", {"wait_seconds": 0}).status_code == 204

    def tell(self, job: dict[str, Any], *outcomes: dict[str, Any], is_done: bool = False) -> bool:
        """Send outcomes; whether it is to stop."""
        sent = {"outcomes": list(outcomes), "is_done": is_done}
        answer = self.post(f"/collectors/jobs/{job['job_id']}/outcomes", sent)
        assert answer.status_code == 200, answer.text
        return answer.json()["is_cancelled"]


def collector(server: Serving, name: str = "oslo-1", network_scope: str = "default") -> Collector:
    """A new collector."""
    agents = server.services.agents
    _, value = agents.create_token(name, network_scope, 0, kind="collector")
    return Collector(server, *agents.enrol(value, name, "1.0"))


def attempt(outcome: str, method: str = "ssh", credential_id: str | None = None, detail: str = "") -> dict[str, Any]:
    """An attempt as a collector tells it."""
    at = "2026-11-27T12:00:00.000Z"
    return {"at": at, "method": method, "credential_id": credential_id, "outcome": outcome, "detail": detail}


def outcome(address: str, state: str, *attempts: dict[str, Any]) -> dict[str, Any]:
    """What came of an address."""
    sources = [f"ssh:default/{address}"] if state == "inventoried" else []
    return {"address": address, "state": state, "attempts": list(attempts), "sources": sources}
