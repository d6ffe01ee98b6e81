"""What scans miss: failures by cause, "why not?", and coverage by subnet."""

from collections import Counter
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource
from cmdb_server.api.scan_words import AttemptTold, HostKey, attempt_answer, host_key_answer
from cmdb_server.auth.identity import READ
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.network_scans import coverage, why_not
from cmdb_server.timestamps import rfc3339
from discovery_agent.scan.outcomes import OUTCOMES

router = resource("scans")
_SHOWN = 500
Text = Annotated[str, Query(min_length=1, max_length=300)]


class NoPlaceError(CmdbError):
    """It is not said of which subnet or site."""

    def __init__(self) -> None:
        """422 with the remedy."""
        error = FieldError("subnet", "", "is missing", "give a subnet, or a site (empty: subnets of no known site)")
        super().__init__(f"subnet: {error.message}; {error.remedy}", 422, "invalid", (error,))


class FailingTarget(BaseModel):
    """An address with a problem, when it was scanned, and what it said.

    `host_key` is what it shows instead of the pinned one, where that is the problem; accept it with POST /host-keys.
    """

    network_scope: str
    address: str
    at: str
    detail: str
    credential: str | None
    host_key: HostKey | None
    is_accepted: bool


class ScanFailure(BaseModel):
    """A cause with its remedy; `count` addresses have it, of which `targets` are the latest."""

    method: str
    outcome: str
    happened: str
    cause: str
    next_step: str
    count: int
    targets: list[FailingTarget]


class ScanFailures(BaseModel):
    """What is wrong now, the most frequent cause first."""

    items: list[ScanFailure]


class WhyNotStep(BaseModel):
    """One thing that has to hold."""

    question: str
    is_good: bool
    answer: str
    next_step: str


class ScannedOnce(BaseModel):
    """What came of an address in a run."""

    run_uid: str
    at: str
    state: str
    attempts: list[AttemptTold]


class KnownCI(BaseModel):
    """A CI that has the address."""

    uid: str
    name: str
    ci_class: str
    status: str


class WhyNotPlace(BaseModel):
    """All that is known of an address in a network scope; `last` null where no scan touched it.

    What is seen by its hardware address alone has that as `address`, and is not scannable.
    """

    address: str
    network_scope: str
    is_scannable: bool
    steps: list[WhyNotStep]
    last: ScannedOnce | None
    earlier: list[ScannedOnce]
    cis: list[KnownCI]


class WhyNot(BaseModel):
    """What was asked about (`kind` address, mac or name), and the addresses that it has."""

    asked: str
    kind: str
    places: list[WhyNotPlace]


class CoverageFunnel(BaseModel):
    """A subnet: how many of its addresses are seen, reachable, opened by a credential, inventoried, fresh."""

    network_scope: str
    subnet: str
    site: str
    counts: dict[str, int]


class Coverage(BaseModel):
    """The subnets, those with the most that is missing first; `stages` in their order.

    `without_address` counts by network scope who is seen by a hardware address alone.
    """

    stages: list[str]
    items: list[CoverageFunnel]
    without_address: dict[str, int]


class CoverageSpot(BaseModel):
    """An address and the last stage that it reached."""

    network_scope: str
    address: str
    stage: str
    ci: KnownCI | None = Field(description="The machine that has it.")


class CoverageSpots(BaseModel):
    """The addresses of a subnet or site, those that came least far first."""

    items: list[CoverageSpot]
    total: int


class SeenStation(BaseModel):
    """A hardware address that nothing in the inventory has and no IP address is known of.

    It is seen at a port of a device with fewest `others`; `said` is what it calls itself (LLDP, CDP).
    """

    network_scope: str
    mac: str
    device_uid: str
    device: str
    port_uid: str
    port: str
    others: int
    evidence: str
    said: str


class SeenStations(BaseModel):
    """Hardware addresses, a page of them; those that are alone at their port first."""

    items: list[SeenStation]
    total: int


@router.get("/scan-failures", name="list_scan_failures", dependencies=[requires(READ, is_for_all=True)])
def list_scan_failures(services: ServicesDep) -> ScanFailures:
    """What is wrong, as every address was scanned last; scan again with POST /scan-runs."""
    names = {entry.uid: entry.wanted.name for entry in services.credentials.all()}
    items: list[ScanFailure] = []
    for cause in services.scans.failures.by_cause():
        said = OUTCOMES[cause.problem.outcome]
        targets = [
            FailingTarget(
                network_scope=entry.network_scope,
                address=entry.address,
                at=rfc3339(entry.at),
                detail=entry.detail,
                credential=names.get(entry.credential_id),
                host_key=host_key_answer(entry.host_key) if entry.host_key else None,
                is_accepted=entry.is_accepted,
            )
            for entry in cause.failing[:_SHOWN]
        ]
        texts = {"happened": said.happened, "cause": said.cause, "next_step": said.next_step}
        items.append(ScanFailure(**cause.problem._asdict(), **texts, count=len(cause.failing), targets=targets))
    return ScanFailures(items=items)


@router.get("/why-not", name="why_not", dependencies=[requires(READ, is_for_all=True)])
def ask_why_not(q: Text, services: ServicesDep) -> WhyNot:
    """Every step from the ranges of scans to the CI of an address, MAC address or name, with cause and next step."""
    names = {entry.uid: entry.wanted.name for entry in services.credentials.all()}
    found = services.scans.why_not.of(q)
    return WhyNot(asked=found.asked, kind=found.kind, places=[_place(place, names) for place in found.places])


@router.get("/coverage", name="list_coverage", dependencies=[requires(READ, is_for_all=True)])
def list_coverage(services: ServicesDep) -> Coverage:
    """The funnel of each subnet."""
    funnels = services.scans.coverage.funnels()
    return Coverage(
        stages=list(coverage.STAGES),
        items=[
            CoverageFunnel(
                network_scope=entry.network_scope,
                subnet=entry.subnet,
                site=entry.site,
                counts=dict(zip(coverage.STAGES, entry.counts, strict=True)),
            )
            for entry in funnels
        ],
        without_address=Counter(entry.network_scope for entry in services.scans.coverage.unaddressed()),
    )


@router.get(
    "/coverage/hardware-addresses", name="list_hardware_addresses", dependencies=[requires(READ, is_for_all=True)]
)
def list_hardware_addresses(
    services: ServicesDep,
    network_scope: Annotated[str, Query(max_length=100)] = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> SeenStations:
    """Who is seen on the wire by a hardware address alone, and where."""
    found = services.scans.coverage.unaddressed(network_scope)
    items: list[SeenStation] = []
    for entry in found[offset : offset + limit]:
        told = entry.station._asdict()
        del told["addresses"]
        items.append(SeenStation(network_scope=entry.network_scope, **told))
    return SeenStations(items=items, total=len(found))


@router.get("/coverage/addresses", name="list_coverage_addresses", dependencies=[requires(READ, is_for_all=True)])
def list_coverage_addresses(
    services: ServicesDep,
    subnet: Annotated[str, Query(max_length=300)] = "",
    site: Annotated[str | None, Query(max_length=300)] = None,
    network_scope: Text = "default",
    stage: Annotated[str, Query(max_length=20)] = "",
) -> CoverageSpots:
    """The addresses of a subnet or of all subnets of a site ("": of no known one); `stage`: those that end there."""
    if not subnet and site is None:
        raise NoPlaceError
    of_site = services.scans.coverage.spots_of_site
    found = services.scans.coverage.spots(network_scope, subnet) if subnet else of_site(site or "")
    kept = [spot for spot in found if stage in ("", coverage.STAGES[spot.stage])]
    shown = kept[:_SHOWN]
    machines = services.cis.references({spot.ci_uid for spot in shown if spot.ci_uid})
    items: list[CoverageSpot] = []
    for spot in shown:
        ci = machines.get(spot.ci_uid)
        known = KnownCI(uid=ci.uid, name=ci.name, ci_class=ci.ci_class, status=ci.status) if ci else None
        stage_reached = coverage.STAGES[spot.stage]
        items.append(
            CoverageSpot(network_scope=spot.network_scope, address=spot.address, stage=stage_reached, ci=known)
        )
    return CoverageSpots(items=items, total=len(kept))


def _place(place: why_not.Place, names: dict[str, str]) -> WhyNotPlace:
    return WhyNotPlace(
        address=place.address,
        network_scope=place.network_scope,
        is_scannable=place.is_scannable,
        steps=[WhyNotStep(**step._asdict()) for step in place.steps],
        last=_once(place.last, names) if place.last else None,
        earlier=[_once(entry, names) for entry in place.earlier],
        cis=[KnownCI(**entry._asdict()) for entry in place.cis],
    )


def _once(entry: why_not.Scanned, names: dict[str, str]) -> ScannedOnce:
    attempts = [attempt_answer(one, names) for one in entry.outcome.attempts]
    return ScannedOnce(run_uid=entry.run_uid, at=rfc3339(entry.at), state=entry.outcome.state, attempts=attempts)
