"""How well CIs are by their open signals, and what of that is in what they need; apart from the states of impact."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource
from cmdb_server.api.signal_words import SignalOut, telling
from cmdb_server.api.times import AsOf, time_or_none
from cmdb_server.auth.identity import READ
from cmdb_server.impact_analysis.question import find
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.signals.health import WELL, CIHealth, health_of
from cmdb_server.signals.signal import Signal
from impact import candidates
from impact.rows import integers, plain

router = resource("signals")
HealthWord = Literal["critical", "warning", "ok"]
_MOST_ASKED = 500
_MOST_SIGNALS = 100
_MOST_CIS = 50
_RETIRED = "retired"


class HealthOfCI(BaseModel):
    """How well a CI is: the worst of its open signals, how many there are, and since when it is not well."""

    uid: str
    name: str
    ci_class: str
    health: HealthWord
    critical: int
    warning: int
    since: str | None


class HealthList(BaseModel):
    """The CIs that are not well, of those that were asked for; the worst first."""

    items: list[HealthOfCI]


class HealthDetail(HealthOfCI):
    """How well a CI is, with its open signals, and what is not well on it and of what it needs (the worst first).

    `needs_critical` and `needs_warning` count all CIs that it needs; `needs` and `on_it` are cut.
    """

    signals: list[SignalOut]
    on_it: list[HealthOfCI]
    needs: list[HealthOfCI]
    needs_critical: int
    needs_warning: int


@router.get("/ci-health", name="list_ci_health", dependencies=[requires(READ)])
def list_ci_health(
    services: ServicesDep,
    as_of: AsOf,
    uid: Annotated[list[str], Query(max_length=_MOST_ASKED, description="CIs; without any all.")] = [],  # noqa: B006 - FastAPI copies defaults
    limit: Annotated[int, Query(ge=1, le=_MOST_ASKED)] = _MOST_ASKED,
) -> HealthList:
    """The CIs that are not well by their open signals."""
    at = services.clock() if as_of is None else as_of
    signals = services.signals.of_cis(uid, at, at) if uid else services.signals.open_at(at)
    return HealthList(items=_listed(services.impact.as_of(as_of).snapshot(), health_of(signals).items())[:limit])


@router.get("/ci-health/{uid}", name="get_ci_health", dependencies=[requires(READ)])
def get_ci_health(uid: str, request: Request, services: ServicesDep, as_of: AsOf) -> HealthDetail:
    """How well a CI is, and what it needs."""
    at = services.clock() if as_of is None else as_of
    snapshot = services.impact.as_of(as_of).snapshot()
    number = _number(snapshot, uid)
    found = services.signals.open_at(at)
    health = health_of(found)
    own: Sequence[Signal] = [signal for signal in found if signal.ci_uid == snapshot.cis.uid[number]][:_MOST_SIGNALS]
    needed = _needed(snapshot, number, health)
    on_it = [(other, entry) for other, entry in health.items() if _is_on(snapshot, other, number)]
    told = telling(request, snapshot, own)
    return HealthDetail(
        **_told(snapshot, number, health.get(snapshot.cis.uid[number], WELL)),
        signals=[told.signal(signal, at) for signal in own],
        on_it=_listed(snapshot, on_it)[:_MOST_CIS],
        needs=_listed(snapshot, needed)[:_MOST_CIS],
        needs_critical=sum(entry.health == "critical" for _, entry in needed),
        needs_warning=sum(entry.health == "warning" for _, entry in needed),
    )


def _number(snapshot: Snapshot, uid: str) -> int:
    """The CI; also one that is retired, whose page asks too."""
    number = snapshot.numbers.get(uid)
    if number is not None and snapshot.cis.status[number] == _RETIRED and not snapshot.cis.merged_into[number]:
        return number
    return find(snapshot, uid, "uid")


def _needed(snapshot: Snapshot, number: int, health: dict[str, CIHealth]) -> list[tuple[str, CIHealth]]:
    """The CIs that are not well among those that a CI needs, directly or not."""
    behind = {snapshot.cis.uid[ci] for ci in plain(candidates(snapshot.graph, integers([number])).cis())}
    return [(uid, entry) for uid, entry in health.items() if uid in behind and uid != snapshot.cis.uid[number]]


def _is_on(snapshot: Snapshot, uid: str, number: int) -> bool:
    other = snapshot.numbers.get(uid)
    return other is not None and other != number and snapshot.cis.root_uid[other] == snapshot.cis.uid[number]


def _listed(snapshot: Snapshot, found: Iterable[tuple[str, CIHealth]]) -> list[HealthOfCI]:
    known = [(snapshot.numbers[uid], entry) for uid, entry in found if uid in snapshot.numbers]
    known.sort(key=lambda pair: (-pair[1].critical, -pair[1].warning, pair[1].since, snapshot.cis.uid[pair[0]]))
    return [HealthOfCI(**_told(snapshot, number, entry)) for number, entry in known]


def _told(snapshot: Snapshot, number: int, health: CIHealth) -> dict[str, Any]:
    cis = snapshot.cis
    return {
        "uid": cis.uid[number],
        "name": cis.name[number],
        "ci_class": cis.ci_class[number],
        "health": health.health,
        "critical": health.critical,
        "warning": health.warning,
        "since": time_or_none(health.since),
    }
