"""Jobs and outcomes between a collector and its server, always asked for from the collector's side."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from discovery_agent.enrolment import version
from discovery_agent.errors import REFUSED, DiscoveryError
from discovery_agent.identity import Identity
from discovery_agent.scan.job import AddressOutcome, Job, job_of, message_of_outcome
from discovery_agent.server import Answer, NotReachableError, Server

_WAIT_SECONDS = 20
_REFUSED = frozenset((401, 403))


class JobGoneError(DiscoveryError):
    """The server does not know the job, or not as this collector's."""


class TooMuchError(JobGoneError):
    """The server takes no message that is so long."""


class CollectorRefusedError(DiscoveryError):
    """The server does not accept the collector."""

    exit_code = REFUSED


class JobLine:
    """Asks for one identity. `clock_offset`: how many seconds the server's clock was ahead of ours at its last answer.

    Every method raises NotReachableError and CollectorRefusedError.
    """

    def __init__(self, server: Server, identity: Identity) -> None:
        self._server = server
        self._identity = identity
        self.clock_offset = 0.0

    def next_job(self, wait_seconds: int = _WAIT_SECONDS) -> Job | None:
        """The next job, waited for a while. Raises JobError."""
        answer = self.post("/collectors/jobs/next", {"wait_seconds": wait_seconds, "version": version()})
        return None if answer.status == HTTPStatus.NO_CONTENT else job_of(answer.body)

    def tell(self, job_id: str, outcomes: Sequence[AddressOutcome], *, is_done: bool) -> bool:
        """Tell what came of addresses; whether the server wants the job to end. Raises JobGoneError."""
        told = {"outcomes": [message_of_outcome(outcome) for outcome in outcomes], "is_done": is_done}
        return bool(self.post(f"/collectors/jobs/{job_id}/outcomes", told).body.get("is_cancelled"))

    def post(self, path: str, message: dict[str, Any]) -> Answer:
        """The answer to a message of this collector. Raises JobGoneError where the server wants nothing of it."""
        answer = self._server.post(path, json.dumps(message).encode(), {"Authorization": self._identity.authorization})
        self.clock_offset = self.clock_offset if answer.clock_offset is None else answer.clock_offset
        if answer.status in (HTTPStatus.OK, HTTPStatus.NO_CONTENT):
            return answer
        if answer.status in _REFUSED:
            raise CollectorRefusedError(
                f"the server does not accept this collector: {answer.detail}; enrol it with the token of a collector"
            )
        if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY):
            raise JobGoneError(f"{self._server.url}{path}: {answer.detail}")
        if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise TooMuchError(f"{self._server.url}{path}: {answer.detail}")
        raise NotReachableError(f"{self._server.url} cannot answer now: {answer.detail}")
