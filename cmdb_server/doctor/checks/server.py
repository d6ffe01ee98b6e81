"""The server: running, answering, and what waits for a person."""

from collections.abc import Iterator
from typing import Any

from cmdb_server.cli.client import Client, NoServerError
from cmdb_server.doctor.check import Check, Finding
from cmdb_server.settings import Settings


def run(settings: Settings) -> Iterator[Finding]:
    """Health of the server, its engine, its sources and what is parked."""
    try:
        client = Client(settings)
        health = client.get("/health")
    except NoServerError as error:
        yield Finding("warning", str(error), "start it with `cmdb up`; server/server.log tells why it ended")
        return
    yield Finding("ok", f"the server at {client.url} answers (version {health['version']})")
    state = health["engine"]["state"]
    if state == "running":
        yield Finding("ok", f"its engine {health['engine']['name']} is running")
    else:
        yield Finding("failure", f"its engine is {state}", "see its log in the data directory; the server retries")
    yield from _needs(client)
    yield from _agents(client)


def _needs(client: Client) -> Iterator[Finding]:
    for need in client.get("/dashboard")["needs_you"]:
        yield Finding("warning", f"{need['count']}: {need['text']}", f"see {client.url}{need['link']}")


def _agents(client: Client) -> Iterator[Finding]:
    for agent in client.get("/agents")["items"]:
        for section in agent["sections"]:
            if section["outcome"] == "failed":
                reason: Any = section["reason"] or "no reason given"
                text = f"agent {agent['name']}: the collector {section['name']} failed"
                yield Finding("warning", text, str(reason))


check = Check("server", run)
