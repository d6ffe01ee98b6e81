"""What monitoring says: which signals are open, which fit no CI, and which CI is meant by what senders name."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Query, Request
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.signal_words import SeverityWord, SignalCI, SignalOut, telling
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.impact_analysis.question import find
from cmdb_server.network_scope_names import DEFAULT, check_scope_name
from cmdb_server.services import Services
from cmdb_server.signals.bindings import Binding
from cmdb_server.signals.signal import SEVERITIES, Signal
from cmdb_server.timestamps import rfc3339

router = resource("signals")
SignalState = Literal["open", "unmatched", "resolved"]
_DAY = 24 * 3600 * 1_000_000
_RESOLVED_FOR = 7 * _DAY
Reason = Annotated[str, Field(default="", max_length=1_000)]


class SignalCounts(BaseModel):
    """How many open signals there are by severity, and how many of them fit no CI."""

    critical: int
    warning: int
    info: int
    unmatched: int


class SignalList(BaseModel):
    """One page of signals, the worst first, then the newest; `total` is of all pages, `counts` of all open ones."""

    total: int
    items: list[SignalOut]
    counts: SignalCounts
    senders: list[str]


class ResolveIn(Body):
    """Why somebody says that it is over."""

    reason: Reason


class BindingIn(Body):
    """Which CI is meant by what senders of a network scope name: `place` is as signals tell it (host db-old)."""

    place: str = Field(min_length=1, max_length=300)
    ci: str = Field(min_length=1, max_length=300, description="Its uid, or a name that only one CI has.")
    network_scope: str = DEFAULT
    reason: Reason


class BindingOut(BaseModel):
    """What somebody said: a place of a network scope is this CI."""

    uid: str
    network_scope: str
    place: str
    ci: SignalCI | None
    actor: str
    reason: str
    at: str


class BindingList(BaseModel):
    """All that was said, by scope and place."""

    items: list[BindingOut]


class Matched(BaseModel):
    """How many signals fit another CI than before, or one at last."""

    changed: int


class Bound(BaseModel):
    """What was said, and how many open signals it gave a CI."""

    uid: str
    changed: int


class Asked(BaseModel):
    """Which signals somebody wants to see."""

    state: SignalState = "open"
    severity: SeverityWord | None = None
    ci: str = Field(default="", max_length=100, description="Only those of this CI (uid).")
    sender: str = Field(default="", max_length=200)
    incident: str = Field(
        default="",
        max_length=50,
        description="Only those of this incident (number), those that ended too.",
    )
    offset: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=100, ge=0, le=500)

    def wants(self, signal: Signal) -> bool:
        """Whether a signal in that state is among them."""
        is_fitting = self.state != "unmatched" or not signal.ci_uid
        is_severe = self.severity is None or signal.severity == SEVERITIES[self.severity]
        return is_fitting and is_severe and self.sender in ("", signal.source)


@router.get("/signals", name="list_signals", dependencies=[requires(READ)])
def list_signals(request: Request, services: ServicesDep, as_of: AsOf, asked: Annotated[Asked, Query()]) -> SignalList:
    """The signals that are open, those of them that fit no CI, or those that ended within a week."""
    at = services.clock() if as_of is None else as_of
    if asked.incident:
        return _of_incident(request, services, asked, at)
    is_resolved = asked.state == "resolved"
    since = at - _RESOLVED_FOR * is_resolved
    found = services.signals.of_cis([asked.ci], since, at) if asked.ci else services.signals.between(since, at)
    is_open = [signal for signal in found if signal.resolved_at > at]
    wanted = is_open
    if is_resolved:
        ended = (signal for signal in found if signal.resolved_at <= at)
        wanted = sorted(ended, key=lambda signal: (-signal.resolved_at, signal.uid))
    chosen = [signal for signal in wanted if asked.wants(signal)]
    page = chosen[asked.offset : asked.offset + asked.limit]
    told = telling(request, services.impact.as_of(as_of).snapshot(), page)
    return SignalList(
        total=len(chosen),
        items=[told.signal(signal, at) for signal in page],
        counts=_counts(is_open),
        senders=sorted({signal.source for signal in wanted}),
    )


def _of_incident(request: Request, services: Services, asked: Asked, at: int) -> SignalList:
    number = services.desk.one(asked.incident).number
    chosen = [signal for signal in services.signals.of_incident(number) if signal.started_at <= at]
    page = chosen[asked.offset : asked.offset + asked.limit]
    told = telling(request, services.impact.snapshot(), page)
    return SignalList(
        total=len(chosen),
        items=[told.signal(signal, at) for signal in page],
        counts=_counts([signal for signal in chosen if signal.resolved_at > at]),
        senders=sorted({signal.source for signal in chosen}),
    )


@router.post("/signals/match", name="match_signals", dependencies=[requires(WRITE)])
def match_signals(services: ServicesDep) -> Matched:
    """Look again for the CIs of signals that fit none, instead of at the next run, which comes every minute."""
    return Matched(changed=services.signals.match_again())


@router.post("/signals/{signal_uid}/resolve", name="resolve_signal", dependencies=[requires(WRITE)])
def resolve_signal(
    signal_uid: str, given: ResolveIn, request: Request, services: ServicesDep, actor: ActorDep
) -> SignalOut:
    """Say that a signal is over. Its sender may open it anew."""
    signal = services.signals.resolve(signal_uid, actor, given.reason)
    return telling(request, services.impact.snapshot(), [signal]).signal(signal, services.clock())


@router.get("/signal-bindings", name="list_signal_bindings", dependencies=[requires(READ, is_for_all=True)])
def list_signal_bindings(request: Request, services: ServicesDep) -> BindingList:
    """Which CIs people say are meant by what senders name."""
    told = telling(request, services.impact.snapshot(), ())
    return BindingList(items=[_binding(entry, told.ci(entry.ci_uid)) for entry in services.signal_bindings.all()])


@router.post("/signal-bindings", name="bind_signals", dependencies=[requires(WRITE)])
def bind_signals(given: BindingIn, services: ServicesDep, actor: ActorDep) -> Bound:
    """Say which CI is meant by what senders name, now and from now on. What they name on it is looked for there."""
    check_scope_name(given.network_scope)
    uid = _uid_of(services, given.ci)
    binding = services.signal_bindings.save((given.network_scope, given.place), uid, actor, given.reason)
    return Bound(uid=binding.uid, changed=services.signals.match_again())


@router.delete("/signal-bindings/{binding_uid}", name="unbind_signals", status_code=204, dependencies=[requires(WRITE)])
def unbind_signals(binding_uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Take it back; open signals keep the CI that they have."""
    if not services.signal_bindings.remove(binding_uid, actor):
        raise NotFoundError("binding", binding_uid)


def _uid_of(services: Services, ci: str) -> str:
    snapshot = services.impact.snapshot()
    return snapshot.cis.uid[find(snapshot, ci, "ci")]


def _counts(signals: Sequence[Signal]) -> SignalCounts:
    by_severity = Counter(signal.severity for signal in signals)
    counts = {word: by_severity[number] for word, number in SEVERITIES.items()}
    return SignalCounts(**counts, unmatched=sum(not signal.ci_uid for signal in signals))


def _binding(entry: Binding, ci: SignalCI | None) -> BindingOut:
    told = {name: getattr(entry, name) for name in ("uid", "network_scope", "place", "actor", "reason")}
    return BindingOut(**told, ci=ci, at=rfc3339(entry.at))
