"""Agents that report to a real server."""

from dataclasses import dataclass
from typing import Any

import httpx

from graph_schema.report import Report, message_bytes, message_of
from tests.api.serving import Serving
from tests.ingest.machines import Machine, report


@dataclass(frozen=True)
class Agent:
    """An enrolled agent."""

    server: Serving
    agent_id: str
    secret: str

    @property
    def source(self) -> str:
        """The data source that it reports as."""
        return f"agent:{self.agent_id}"

    def report(self, machine: Machine, at: int = 1) -> Report:
        """Its report of a machine, `at` minutes after START."""
        return report(machine, at, self.agent_id)

    def message(self, machine: Machine, at: int = 1) -> dict[str, Any]:
        """Its report of a machine as it goes over the wire."""
        return message_of(self.report(machine, at))

    def post(self, content: bytes, encoding: str = "") -> httpx.Response:
        """The answer to a body."""
        headers = {"Content-Encoding": encoding} if encoding else {}
        with self.server.client(f"Agent {self.agent_id}:{self.secret}") as client:
            return client.post("/reports", content=content, headers=headers)

    def send(self, message: dict[str, Any]) -> httpx.Response:
        """The answer to a report as it goes over the wire."""
        return self.post(message_bytes(message))


def enrolled(server: Serving, name: str = "app1") -> Agent:
    """A new agent."""
    agents = server.services.agents
    return Agent(server, *agents.enrol(agents.create_token(name, "default", 0)[1], name, "1.0"))


def without_contents(message: dict[str, Any]) -> dict[str, Any]:
    """A message whose sections are sent by their hash only."""
    kept = ("name", "hash", "outcome", "reason", "enumerates")
    sections = [{name: section[name] for name in kept} for section in message["sections"]]
    return {**message, "sections": sections}


def section_of(message: dict[str, Any], name: str) -> dict[str, Any]:
    """A section of a message."""
    return next(section for section in message["sections"] if section["name"] == name)
