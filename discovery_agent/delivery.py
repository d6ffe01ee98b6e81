"""Waiting reports go to the server, oldest first, until it has acknowledged them all or asks to be left alone."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias

import zstandard

from discovery_agent import clock
from discovery_agent.identity import Identity
from discovery_agent.private_files import read_private, write_private
from discovery_agent.server import Answer, NotReachableError, Server
from discovery_agent.spool import Entry, Spool
from graph_schema.report import message_bytes, without_known

_REFUSED_AS_A_WHOLE = frozenset((400, 413, 415, 422))
_CREDENTIALS_REFUSED = frozenset((401, 403))
_LEVEL = 3
_FILE, _FOLDER = "acknowledged.json", "acknowledged"
_AGENT = "agent:"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Acknowledged:
    """The report is committed. `status` is stored, unchanged or partial: then `parked` says what is wrong with what.

    `parked_in_all` is how many parts of this and earlier reports the server could not store.
    """

    report_id: str
    status: str
    root_uid: str
    sections: tuple[Mapping[str, Any], ...]
    parked: tuple[Mapping[str, Any], ...]
    parked_in_all: int = 0


@dataclass(frozen=True)
class Rejected:
    """The server refuses the report as a whole and will always do so."""

    report_id: str
    reason: str


@dataclass(frozen=True)
class Waiting:
    """The report stays in the spool. `seconds` is what the server asked for, None when the sender has to choose."""

    reason: str
    seconds: float | None = None


@dataclass(frozen=True)
class Refused:
    """The server does not accept the agent; the reports stay in the spool."""

    reason: str


Outcome: TypeAlias = Acknowledged | Rejected | Waiting | Refused


class Courier:
    """Delivers for one identity. `clock_offset` is what the last answer told of the server's clock."""

    def __init__(self, server: Server, identity: Identity, state: Path, spool: Spool) -> None:
        self.clock_offset: float | None = None
        self._server = server
        self._identity = identity
        self._state = state
        self._spool = spool

    def deliver(self) -> list[Outcome]:
        """Send what waits; the outcomes in order, ending with the first that leaves a report waiting."""
        outcomes: list[Outcome] = []
        for entry in self._spool.pending():
            outcome = self._deliver(entry)
            outcomes.append(outcome)
            if isinstance(outcome, Waiting | Refused):
                break
        return outcomes

    def _deliver(self, entry: Entry) -> Outcome:
        report = self._spool.read(entry)
        if report is None:
            outcome: Outcome = Rejected(entry.path.name, "the file in the spool is damaged")
        else:
            outcome = self._send(report)
        if isinstance(outcome, Acknowledged) and report is not None:
            self._keep_hashes(report)
            self._spool.remove(entry)
        elif isinstance(outcome, Rejected):
            _log.error("report_rejected", extra={"report_id": outcome.report_id, "reason": outcome.reason})
            self._spool.set_aside(entry, outcome.reason)
        return outcome

    def _send(self, report: dict[str, Any]) -> Outcome:
        try:
            known = acknowledged_hashes(self._state, str(report.get("source")))
            answer = self._post(_shortened(report, known))
            if answer.status == HTTPStatus.CONFLICT:
                missing = set(_texts(answer.body.get("need")))
                known = {name: digest for name, digest in known.items() if name not in missing}
                answer = self._post(_shortened(report, known if missing else {}))
            if is_from_the_future(answer):
                report["observed_at"] = self._server_time(report["observed_at"])
                answer = self._post(report)
        except NotReachableError as error:
            return Waiting(str(error))
        return outcome_of(answer, str(report.get("report_id")))

    def _post(self, report: Mapping[str, Any]) -> Answer:
        headers = {"Authorization": self._identity.authorization, "Content-Encoding": "zstd"}
        body = zstandard.ZstdCompressor(level=_LEVEL).compress(message_bytes(report))
        answer = self._server.post("/reports", body, headers)
        self.clock_offset = answer.clock_offset if answer.clock_offset is not None else self.clock_offset
        return answer

    def _server_time(self, observed_at: str) -> str:
        told = clock.corrected(observed_at, self.clock_offset or 0.0, datetime.now(UTC))
        _log.warning("observed_at_corrected", extra={"observed_at": observed_at, "corrected": told})
        return told

    def _keep_hashes(self, report: Mapping[str, Any]) -> None:
        hashes = {section["name"]: section["hash"] for section in report["sections"]}
        write_private(_memory(self._state, str(report["source"])), json.dumps(hashes).encode())


def acknowledged_hashes(state: Path, source: str = _AGENT) -> dict[str, str]:
    """The hash of each section of a source that the server has; empty when that is not known."""
    try:
        stored: Any = json.loads(read_private(_memory(state, source)) or b"{}")
        return {str(name): str(digest) for name, digest in dict(stored).items()}
    except (ValueError, TypeError):
        return {}  # the server asks for what it lacks, so nothing is lost but a few kilobytes


def _memory(state: Path, source: str) -> Path:
    """Where the hashes of a source are kept: an agent has one, a collector one for each device."""
    if source.startswith(_AGENT):
        return state / _FILE
    return state / _FOLDER / f"{blake2b(source.encode(), digest_size=16).hexdigest()}.json"


def _shortened(report: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    return {**report, "sections": [without_known(section, known) for section in report["sections"]]}


def outcome_of(answer: Answer, report_id: str) -> Outcome:
    """What the server's answer to a report means."""
    body, status = answer.body, answer.status
    if status == HTTPStatus.OK and body.get("report_id") == report_id:
        parts = (tuple(body.get("sections") or ()), tuple(body.get("parked") or ()))
        waiting = int(body.get("waiting") or 0)
        return Acknowledged(report_id, str(body.get("status")), str(body.get("root_uid") or ""), *parts, waiting)
    if status in _CREDENTIALS_REFUSED:
        return Refused(
            f"the server does not accept this agent: {answer.detail}; enrol again: discovery-agent enrol --replace"
        )
    if status in _REFUSED_AS_A_WHOLE:
        return Rejected(report_id, answer.detail)
    if status == HTTPStatus.OK:
        return Waiting("the server's answer acknowledges nothing; is it a Plumbline server?")
    return Waiting(f"the server cannot take the report now: {answer.detail}", answer.retry_after)


def is_from_the_future(answer: Answer) -> bool:
    """Whether the server refused a report for the time at which it was taken."""
    errors = answer.body.get("errors") or ()
    named = [entry.get("field") for entry in errors if isinstance(entry, dict)]  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - somebody else's JSON
    return answer.status == HTTPStatus.UNPROCESSABLE_ENTITY and named == ["observed_at"]


def _texts(value: object) -> list[str]:
    return [str(entry) for entry in value] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - somebody else's JSON
