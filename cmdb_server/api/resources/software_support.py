"""End of life: which versions that are installed are no longer supported, or not for long."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import resource
from cmdb_server.api.software_sight import SeesSoftware
from cmdb_server.api.support_lines import support_lines, today
from cmdb_server.auth.identity import READ
from cmdb_server.vulnerabilities.lifecycle import SupportState
from cmdb_server.vulnerabilities.support import Supported, of_naming, of_systems

router = resource("software")
SEES_ALL = requires(READ, is_for_all=True)
_MOST = 500


class SupportLine(BaseModel):
    """Versions of a product that are supported together; `ends_on` "": no day is told, or it has none.

    `publisher` of an operating system is "operating system"; `latest` is the newest version of the cycle.
    """

    publisher: str
    product: str
    cycle: str
    versions: list[str]
    state: SupportState
    ends_on: str
    latest: str
    machines: int


class SupportList(BaseModel):
    """What tables tell of what is installed, what has ended first; `states` counts all lines."""

    total: int
    states: dict[SupportState, int]
    items: list[SupportLine]


class SupportMachine(BaseModel):
    """A machine that has one of the versions."""

    uid: str
    name: str
    ci_class: str
    site: str | None


class SupportMachines(BaseModel):
    """The machines behind a number, by name."""

    total: int
    items: list[SupportMachine]


@router.get("/software-support", name="list_software_support", dependencies=[SEES_ALL])
def list_software_support(
    services: ServicesDep,
    *,
    state: Annotated[list[SupportState], Query()] = [],  # noqa: B006 - FastAPI copies it
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=_MOST)] = 100,
) -> SupportList:
    """Software and operating systems by product and cycle, what is no longer supported first."""
    lines = support_lines(services)
    states: dict[SupportState, int] = dict.fromkeys(("ended", "ends_soon", "supported", "unknown"), 0)
    for one in lines:
        states[one.support.state] += 1
    found = [one for one in lines if not state or one.support.state in state]
    return SupportList(total=len(found), states=states, items=list(map(_line, found[offset : offset + limit])))


@router.get("/software-support/machines", name="list_support_machines", dependencies=[SEES_ALL])
def list_support_machines(
    services: ServicesDep,
    product: Annotated[str, Query(max_length=300)],
    cycle: Annotated[str, Query(max_length=200)],
    publisher: Annotated[str, Query(max_length=300)] = "",
) -> SupportMachines:
    """The machines behind a line, by name; 500 at most."""
    wanted = publisher, product, cycle
    found = next((o for o in support_lines(services) if (o.publisher, o.product, o.support.cycle) == wanted), None)
    if found is None:
        raise NotFoundError("line of support", " ".join(wanted).strip())
    rows = sorted(services.index.listed_uids(found.machines), key=lambda row: (row.name.casefold(), row.uid))
    items = [SupportMachine(uid=row.uid, name=row.name, ci_class=row.ci_class, site=row.site) for row in rows[:_MOST]]
    return SupportMachines(total=len(rows), items=items)


@router.get("/cis/{uid}/support", name="list_support_of_ci", dependencies=[requires(READ)])
def list_support_of_ci(services: ServicesDep, uid: str, _: SeesSoftware) -> SupportList:
    """What of a machine's software and operating system tables tell of, what is no longer supported first."""
    if not services.index.places([uid]):
        raise NotFoundError("configuration item", uid)
    lifecycles, day = services.vulnerabilities.support.lifecycles(), today(services)
    systems = services.vulnerabilities.support.system_of(uid)
    found = of_systems(systems, lifecycles, day)
    for told, naming in services.software.named_on(uid):
        support = of_naming(naming, lifecycles, day, told.version)
        if support is not None:
            found.append(Supported(naming.publisher, naming.product, (naming.version,), support, frozenset((uid,))))
    items = list(map(_line, dict.fromkeys(found)))
    states: dict[SupportState, int] = dict.fromkeys(("ended", "ends_soon", "supported", "unknown"), 0)
    for one in items:
        states[one.state] += 1
    return SupportList(total=len(items), states=states, items=items[:_MOST])


def _line(one: Supported) -> SupportLine:
    told = {name: getattr(one.support, name) for name in ("cycle", "state", "ends_on", "latest")}
    names = {"publisher": one.publisher, "product": one.product, "versions": list(one.versions)}
    return SupportLine.model_validate({**names, **told, "machines": len(one.machines)})
