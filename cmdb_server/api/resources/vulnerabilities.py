"""Vulnerabilities: tables that were taken in, what they tell of what is installed, and which services that touches."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from fastapi import Query

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import resource
from cmdb_server.api.software_sight import SeesSoftware
from cmdb_server.api.times import microseconds
from cmdb_server.api.vulnerability_words import (
    AcceptedOut,
    AffectedMachine,
    ExceptionIn,
    ExceptionList,
    OnCI,
    VulnerabilitiesOfCI,
    VulnerabilityDetail,
    VulnerabilityList,
    accepted_out,
    entry_out,
    machine_out,
    packages_out,
    row_out,
    severities,
    touched_out,
    with_version,
)
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.impact_analysis.question import find
from cmdb_server.services import Services
from cmdb_server.vulnerabilities.entry import SEVERITIES, Severity
from cmdb_server.vulnerabilities.known import Known
from cmdb_server.vulnerabilities.listing import Around, Wanted, rows
from cmdb_server.vulnerabilities.matching import summary
from cmdb_server.vulnerabilities.resting import touched

router = resource("vulnerabilities")
# A list of vulnerabilities counts machines of the whole company, and accepting a risk is of all of it.
SEES_ALL = requires(READ, is_for_all=True)
MAY_CHANGE = requires(WRITE, is_for_all=True)
_MOST_MACHINES = 500
Text = Annotated[str, Query(max_length=200)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=0, le=_MOST_MACHINES)]


@router.get("/vulnerabilities", name="list_vulnerabilities", dependencies=[SEES_ALL])
def list_vulnerabilities(  # noqa: PLR0913 - FastAPI takes query parameters as arguments
    services: ServicesDep,
    *,
    q: Text = "",
    severity: Annotated[list[Severity], Query()] = [],  # noqa: B006 - FastAPI copies it
    service: Annotated[str, Query(max_length=64, description="Only what this service (by its uid) rests on.")] = "",
    site: Annotated[str, Query(max_length=300, description="Only on machines of this site, by its name.")] = "",
    fixed: Annotated[bool | None, Query(description="Whether a repaired version is known.")] = None,
    accepted: Annotated[bool | None, Query(description="Whether the risk is accepted everywhere.")] = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> VulnerabilityList:
    """What affects something that is installed, the worst first, then what the most critical services rest on."""
    known = services.vulnerabilities.known.current()
    wanted = Wanted(tuple(q.casefold().split()), frozenset(), fixed, accepted, _only(services, known, service, site))
    found = rows(known, wanted, _around(services))
    kept = [row for row in found if not severity or row.severity in severity]
    items = [row_out(row, services.clock()) for row in kept[offset : offset + limit]]
    return VulnerabilityList(total=len(kept), severities=severities(found), items=items)


@router.get("/vulnerabilities/{cve}", name="get_vulnerability", dependencies=[SEES_ALL])
def get_vulnerability(services: ServicesDep, cve: str, offset: Offset = 0, limit: Limit = 100) -> VulnerabilityDetail:
    """A CVE or advisory: what tables tell of it, which machines have it, and which services rest on these."""
    vulnerabilities, now = services.vulnerabilities, services.clock()
    known, entries = vulnerabilities.known.current(), vulnerabilities.known.entries(cve)
    if not entries:
        raise NotFoundError("vulnerability", cve)
    told, accepted = summary(entries), [one for one in vulnerabilities.exceptions.all() if one.cve == cve]
    detail = VulnerabilityDetail(
        cve=cve,
        title=told.title,
        severity=told.severity,
        score=told.score,
        entries=list(map(entry_out, entries)),
        accepted=[accepted_out(one, now) for one in accepted],
        packages=[],
        machine_total=0,
        machines=[],
        services=[],
    )
    return _with_affected(services, known, detail, (offset, limit)) if cve in known.cases else detail


@router.get("/cis/{uid}/vulnerabilities", name="list_vulnerabilities_of_ci", dependencies=[requires(READ)])
def list_vulnerabilities_of_ci(
    services: ServicesDep, uid: str, _: SeesSoftware, offset: Offset = 0, limit: Limit = 100
) -> VulnerabilitiesOfCI:
    """What a CI is affected by, the worst first; and of how much that is installed there nothing is known."""
    if not services.index.places([uid]):
        raise NotFoundError("configuration item", uid)
    known, now = services.vulnerabilities.known.current(), services.clock()
    accepted = [one for one in services.vulnerabilities.exceptions.in_force() if one.ci_uid in ("", uid)]
    of = {one.cve: accepted_out(one, now) for one in accepted}
    found = [
        OnCI(
            cve=cve,
            title=known.told[cve].title,
            severity=known.told[cve].severity,
            score=known.told[cve].score,
            packages=[with_version(known, number) for number, _ in affected],
            fixed=[fixed for _, fixed in affected],
            accepted=of.get(cve),
        )
        for cve, affected in known.of(uid)
    ]
    found.sort(key=lambda one: (one.accepted is not None, SEVERITIES.index(one.severity), -one.score, one.cve))
    checked, unchecked = known.checked_of(uid)
    return VulnerabilitiesOfCI(
        checked=checked, unchecked=unchecked, total=len(found), items=found[offset : offset + limit]
    )


@router.get("/vulnerability-exceptions", name="list_vulnerability_exceptions", dependencies=[SEES_ALL])
def list_vulnerability_exceptions(services: ServicesDep) -> ExceptionList:
    """Risks that somebody accepts, expired ones too, the first to expire first."""
    now = services.clock()
    return ExceptionList(items=[accepted_out(one, now) for one in services.vulnerabilities.exceptions.all()])


@router.post("/vulnerability-exceptions", name="accept_vulnerability", status_code=201, dependencies=[MAY_CHANGE])
def accept_vulnerability(wanted: ExceptionIn, services: ServicesDep, actor: ActorDep) -> AcceptedOut:
    """Accept the risk of a vulnerability for a time, everywhere or on one CI; it replaces what was accepted there."""
    vulnerabilities, now = services.vulnerabilities, services.clock()
    if not vulnerabilities.known.entries(wanted.cve):
        raise NotFoundError("vulnerability", wanted.cve)
    if wanted.ci_uid and not services.index.places([wanted.ci_uid]):
        raise NotFoundError("configuration item", wanted.ci_uid)
    until = microseconds("until", wanted.until, now)
    return accepted_out(
        vulnerabilities.exceptions.accept(wanted.cve, wanted.ci_uid, (wanted.reason, until), actor), now
    )


@router.delete(
    "/vulnerability-exceptions/{exception_uid}",
    name="withdraw_vulnerability_exception",
    status_code=204,
    dependencies=[MAY_CHANGE],
)
def withdraw_vulnerability_exception(exception_uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Accept the risk no longer."""
    services.vulnerabilities.exceptions.withdraw(exception_uid, actor)


def _around(services: Services) -> Around:
    vulnerabilities = services.vulnerabilities
    return Around(
        vulnerabilities.exceptions.in_force(), lambda holders: vulnerabilities.resting.on(services.impact, holders)
    )


def _only(services: Services, known: Known, service: str, site: str) -> frozenset[str] | None:
    """The holders that a service needs and that stand on a site, None for all."""
    kept: frozenset[str] | None = None
    if service:
        snapshot = services.impact.snapshot()
        kept = services.impact.needs(snapshot.cis.uid[find(snapshot, service, "service")])
    if site:
        places = services.index.places(known.inventory.holders)
        there = frozenset(uid for uid, place in places.items() if place.site == site)
        kept = there if kept is None else kept & there
    return kept


def _with_affected(
    services: Services, known: Known, detail: VulnerabilityDetail, window: tuple[int, int]
) -> VulnerabilityDetail:
    cve = detail.cve
    holders = known.machines(cve)
    rests = touched(services.impact, holders)
    names = _names(services, {uid for one in rests for uid in one.path})
    return detail.model_copy(
        update={
            "packages": packages_out(known, cve),
            "machine_total": len(holders),
            "machines": _machines(services, known, (cve, holders), window),
            "services": [touched_out(one, names) for one in rests],
        }
    )


def _names(services: Services, uids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and class of CIs."""
    snapshot = services.impact.snapshot()
    found = {uid: snapshot.numbers[uid] for uid in uids if uid in snapshot.numbers}
    return {uid: (snapshot.cis.name[number], snapshot.cis.ci_class[number]) for uid, number in found.items()}


def _machines(
    services: Services, known: Known, of: tuple[str, Sequence[str]], window: tuple[int, int]
) -> list[AffectedMachine]:
    """One page of machines, by name."""
    cve, holders = of
    affected = set(known.cases[cve].packages)
    listed = sorted(services.index.listed_uids(holders), key=lambda ci: (ci.name.casefold(), ci.uid))
    offset, limit = window
    shown: list[AffectedMachine] = []
    for ci in listed[offset : offset + limit]:
        packages = [with_version(known, n) for n in known.inventory.packages_of(ci.uid) if n in affected]
        shown.append(machine_out(ci, packages))
    return shown
