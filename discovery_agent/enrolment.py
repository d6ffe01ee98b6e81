"""An enrolment token buys the agent an identity of its own, once."""

import json
import logging
from http import HTTPStatus
from pathlib import Path

from discovery_agent.identity import Identity, NotEnrolledError, load_identity, save_identity
from discovery_agent.secret import Secret
from discovery_agent.server import Answer, NotReachableError, Server
from discovery_agent.settings import Settings
from discovery_agent.spool import Spool

_log = logging.getLogger(__name__)


def be_somebody(settings: Settings) -> tuple[Identity, float | None]:
    """The agent's identity, bought with the enrolment token where there is none yet; then with the clock's offset.

    Raises NotEnrolledError, NotReachableError, StateFolderError.
    """
    known = load_identity(settings.state)
    if known is not None:
        return known, None
    if not settings.enrolment_token:
        raise NotEnrolledError("this agent is not enrolled yet; run: discovery-agent enrol --server URL")
    return enrol_agent(settings, settings.enrolment_token)


def enrol_agent(settings: Settings, token: Secret) -> tuple[Identity, float | None]:
    """A new identity, kept in the state folder. What waits was said by another one: it is set aside."""
    if not settings.server:
        raise NotEnrolledError("no server is given; set --server or DISCOVERY_AGENT_SERVER")
    made, answer = _enrolled(client(settings, settings.server), token, settings.name)
    save_identity(settings.state, made)
    spool = Spool(settings.state)
    for entry in spool.pending():
        spool.set_aside(entry, "it was taken under an identity that the agent has no longer")
    _log.info("enrolled", extra={"agent_id": made.agent_id, "server": made.server, "scope": made.network_scope})
    return made, answer.clock_offset


def client(settings: Settings, url: str) -> Server:
    """The server at an address, trusted as the settings say."""
    return Server(url, None if settings.ca_file == Path() else settings.ca_file)


def version() -> str:
    """The version of this distribution."""
    from importlib import metadata  # noqa: PLC0415 - slow to import, and asked once in an agent's life

    return metadata.version("plumbline")


def _enrolled(server: Server, token: Secret, name: str) -> tuple[Identity, Answer]:
    wanted = {"enrolment_token": token.reveal(), "name": name, "version": version()}
    answer = server.post("/agents", json.dumps(wanted).encode(), {})
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotReachableError(f"{server.url} cannot enrol the agent now: {answer.detail}")
    if answer.status != HTTPStatus.CREATED:
        raise NotEnrolledError(f"{server.url} did not enrol the agent: {answer.detail}")
    try:
        body = answer.body
        made = Identity(str(body["agent_id"]), Secret(str(body["secret"])), str(body["network_scope"]), server.url)
    except KeyError as error:
        raise NotReachableError(f"{server.url} answered without {error}; is it a Plumbline server?") from error
    return made, answer
