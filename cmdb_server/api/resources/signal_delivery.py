"""Where monitoring delivers its signals: in our own JSON, as Alertmanager does, or in any JSON that a mapping reads."""

import re
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from cmdb_server.api.dependencies import ServicesDep, identify, requires, services_of
from cmdb_server.api.problems import Problem
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.signal_words import SeverityWord
from cmdb_server.api.times import TimeText, moment
from cmdb_server.auth.identity import SIGNALS, Identity
from cmdb_server.errors import CmdbError
from cmdb_server.ingest.compression import decompress
from cmdb_server.network_scope_names import DEFAULT, check_scope_name
from cmdb_server.services import Services
from cmdb_server.signals import alertmanager, mapping
from cmdb_server.signals.offers import MOST_OFFERS, BadSignalsError, Offer, Offered, Refusal, Sender, bounded, refusal
from cmdb_server.signals.signal import SEVERITIES
from cmdb_server.signals.subjects import Subject, place_of, subject_of_labels
from cmdb_server.signals.taking import MOST_OPEN

router = resource("signals")
_LARGEST = 8 << 20
MAX_BODY_BYTES = {"/signals": _LARGEST, "/signals/alertmanager": _LARGEST, "/signals/mapped": _LARGEST}
MAX_UNPACKED_BYTES = 32 << 20
SCOPE_HEADER = "X-Network-Scope"
AT_ONCE = 8
_ODD = re.compile(r"[^\w .@-]")
_LONGEST_SECONDS = 30 * 24 * 3600
_REFUSALS_TOLD = 100
_JSON_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}
_PROBLEMS: dict[int | str, dict[str, Any]] = {status: {"model": Problem} for status in (400, 413, 415, 422, 503)}
in_flight = threading.BoundedSemaphore(AT_ONCE)


class SignalIn(Body):
    """A signal. It is of the CI that `uid`, `host`, `address` (each with `port` or `program`) or `service` names.

    Without any of these the labels tell, as those of Prometheus do. What has one `fingerprint` is one signal; without
    it name and place tell it apart. It is over when `status` is resolved, or nobody repeats it for `timeout_seconds`.
    """

    name: str = Field(min_length=1, max_length=200)
    status: Literal["firing", "resolved"] = "firing"
    severity: SeverityWord = "warning"
    summary: str = Field(default="", max_length=1_000)
    fingerprint: str = Field(default="", max_length=500)
    started_at: TimeText | None = None
    ended_at: TimeText | None = None
    timeout_seconds: int | None = Field(default=None, ge=60, le=_LONGEST_SECONDS)
    value: float | None = Field(default=None, allow_inf_nan=False)
    labels: dict[str, Annotated[str, Field(max_length=500)]] = Field(default={}, max_length=40)
    uid: str = Field(default="", max_length=100)
    host: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=100)
    port: int = Field(default=0, ge=0, le=65_535)
    program: str = Field(default="", max_length=200)
    service: str = Field(default="", max_length=200)
    ci_class: str = Field(default="", max_length=100)


class SignalsIn(Body):
    """Signals, in the order in which they happened."""

    signals: list[SignalIn] = Field(min_length=1, max_length=MOST_OFFERS)


class RefusedSignal(BaseModel):
    """Something of a request that was not taken."""

    field: str
    value: str
    message: str
    remedy: str


class SignalsTaken(BaseModel):
    """What became of a request; `unmatched` signals fit no CI or several, `refused` tells what was not taken."""

    taken: int
    opened: int
    resolved: int
    unmatched: int
    refused: list[RefusedSignal]


class BusySignalsError(CmdbError):
    """Too many senders at once."""

    def __init__(self) -> None:
        """503; senders send again."""
        super().__init__("the server is busy with other signals; send these again later", 503, "busy")


@router.post("/signals", name="receive_signals", responses=_PROBLEMS, dependencies=[requires(SIGNALS)])
def receive_signals(given: SignalsIn, request: Request, services: ServicesDep) -> SignalsTaken:
    """Take signals in; the header X-Network-Scope names another network scope than `default`."""
    now = services.clock()
    offers = [_offer(signal, number, now) for number, signal in enumerate(given.signals)]
    with _turn():
        return _taken(services, _sender(request), Offered(offers, []))


@router.post(
    "/signals/alertmanager",
    name="receive_alertmanager",
    responses=_PROBLEMS,
    dependencies=[requires(SIGNALS)],
    openapi_extra=_JSON_BODY,
)
async def receive_alertmanager(request: Request) -> SignalsTaken:
    """Take the webhook of an Alertmanager (payload version 4)."""
    return await _received(request, alertmanager.offers_in)


@router.post(
    "/signals/mapped",
    name="receive_mapped_signals",
    responses={404: {"model": Problem}, **_PROBLEMS},
    dependencies=[requires(SIGNALS)],
    openapi_extra=_JSON_BODY,
)
async def receive_mapped_signals(
    request: Request, mapping_name: Annotated[str, Query(alias="mapping", max_length=100)]
) -> SignalsTaken:
    """Take any JSON that a mapping reads."""
    mappings = services_of(request).signal_mappings
    return await _received(request, lambda body: mapping.offers_of(mappings.get(mapping_name), body))


async def _received(request: Request, read: Callable[[bytes], Offered]) -> SignalsTaken:
    services, sender, body = services_of(request), _sender(request), await request.body()
    encoding = request.headers.get("Content-Encoding", "")

    def work() -> SignalsTaken:
        return _taken(services, sender, read(decompress(body, encoding, MAX_UNPACKED_BYTES)))

    with _turn():
        return await run_in_threadpool(work)


@contextmanager
def _turn() -> Generator[None]:
    """While one of the few requests that are read at once is. Raises BusySignalsError."""
    if not in_flight.acquire(blocking=False):
        raise BusySignalsError
    try:
        yield
    finally:
        in_flight.release()


def _sender(request: Request) -> Sender:
    scope = request.headers.get(SCOPE_HEADER, DEFAULT)
    check_scope_name(scope, SCOPE_HEADER)
    return Sender(_source(identify(request)), scope)


def _source(who: Identity) -> str:
    return f"signals:{_ODD.sub('-', who.name.removeprefix('token:'))}"


def _taken(services: Services, sender: Sender, offered: Offered) -> SignalsTaken:
    refused = list(offered.refused)
    if refused and not offered.offers:
        raise BadSignalsError(refused)
    done = services.signals.take(sender, offered.offers)
    if done.refused:
        remedy = "do its fingerprints change all the time? Send what is over as resolved"
        refused.append(refusal("signals", done.refused, f"are more than {MOST_OPEN} open ones of a sender", remedy))
    told = [RefusedSignal(**entry._asdict()) for entry in refused[:_REFUSALS_TOLD]]
    return SignalsTaken(
        taken=done.taken, opened=done.opened, resolved=done.resolved, unmatched=done.unmatched, refused=told
    )


def _offer(given: SignalIn, number: int, now: int) -> Offer:
    subject = _subject(given, number)
    place = given.uid or f"{subject.place} {subject.program} {subject.port}"
    times = {
        name: 0 if text is None else moment(f"signals.{number}.{name}", text)
        for name, text in (("started_at", given.started_at), ("ended_at", given.ended_at))
    }
    return bounded(
        Offer(
            fingerprint=given.fingerprint or f"{given.name} {place}",
            name=given.name,
            is_firing=given.status == "firing",
            severity=SEVERITIES[given.severity],
            summary=given.summary,
            expires_at=now + given.timeout_seconds * 1_000_000 if given.timeout_seconds else 0,
            value="" if given.value is None else f"{given.value:g}",
            labels=given.labels,
            subject=subject,
            **times,
        )
    )


def _subject(given: SignalIn, number: int) -> Subject:
    named = given.host or given.address
    if not (given.uid or named or given.service):
        return subject_of_labels(given.labels)
    place = place_of(named)
    if named and not (place.host or place.address):
        remedy = "send a host name or an IP address, each with a port where one is meant: db1:5432"
        told: list[Refusal] = [
            refusal(f"signals.{number}.host", named, "is neither a host name nor an address", remedy)
        ]
        raise BadSignalsError(told)
    return Subject(
        uid=given.uid,
        host=place.host,
        address=place.address,
        port=given.port or place.port,
        program=given.program,
        service=given.service,
        ci_class=given.ci_class,
    )
