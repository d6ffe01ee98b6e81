"""Lists of components: attached to what they are of, and written of a machine, service or question."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import resource
from cmdb_server.api.software_sight import SeesSoftware
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.filter_language.parsing import MAX_LENGTH
from cmdb_server.filter_language.query import parse
from cmdb_server.sboms.listing import installed_on
from cmdb_server.sboms.reading import MOST_BYTES, SbomError, read_sbom
from cmdb_server.sboms.writing import SbomFormat, Subject, written
from cmdb_server.sboms.xml_document import MEDIA_TYPE
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339

router = resource("sboms")
MAX_BODY_BYTES = {"/cis/{uid}/sbom": MOST_BYTES}
_MOST_HOLDERS = 5_000
_MICROSECONDS = 1_000_000
_KINDS = {"device": "device", "software_instance": "application", "container": "container"}
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_XML: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}}
Format = Annotated[SbomFormat, Query(alias="format", description="CycloneDX 1.6 as JSON or XML, or SPDX 2.3 as JSON.")]


class Attached(BaseModel):
    """What was attached: how many components, in which format; `left_out` have no name."""

    format: str
    components: int
    left_out: int


class SbomDocument(BaseModel):
    """A document of CycloneDX 1.6 or SPDX 2.3; what is in it, their specifications say."""

    model_config = ConfigDict(extra="allow")

    bomFormat: str | None = None  # noqa: N815 - a name of CycloneDX
    specVersion: str | None = None  # noqa: N815 - a name of CycloneDX
    spdxVersion: str | None = None  # noqa: N815 - a name of SPDX


@router.put("/cis/{uid}/sbom", name="attach_sbom", dependencies=[requires(WRITE)], openapi_extra=_FILE)
async def attach_sbom(
    uid: str,
    request: Request,
    services: ServicesDep,
    actor: ActorDep,
    name: Annotated[str, Query(max_length=200, description="The name of the file.")] = "",
) -> Attached:
    """Say what a device, program, container or application is made of (CycloneDX as JSON or XML, SPDX as JSON).

    It takes the place of what was attached before. Its components are software of it, and looked up in tables of
    vulnerabilities as all software is.
    """
    content = await request.body()

    def attach() -> Attached:
        listed = read_sbom(content)
        services.sboms.attach(uid, listed, name, actor)
        return Attached(format=listed.format, components=len(listed.components), left_out=listed.left_out)

    return await run_in_threadpool(attach)


@router.delete("/cis/{uid}/sbom", name="remove_sbom", status_code=204, dependencies=[requires(WRITE)])
def remove_sbom(uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Take the list of components away."""
    services.sboms.take_away(uid, actor)


@router.get(
    "/cis/{uid}/sbom", name="get_sbom", response_model=SbomDocument, responses=_XML, dependencies=[requires(READ)]
)
def get_sbom(uid: str, services: ServicesDep, _: SeesSoftware, kind: Format = "cyclonedx") -> Response:
    """What is installed on a CI, as a document."""
    snapshot = services.impact.snapshot()
    if uid not in snapshot.numbers:
        raise NotFoundError("configuration item", uid)
    ci_class = snapshot.cis.ci_class[snapshot.numbers[uid]]
    classes = (ci_class, *services.registry.ci_class(ci_class).parents)
    word = next((_KINDS[one] for one in classes if one in _KINDS), "application")
    return _written(services, kind, (uid, snapshot.cis.name[snapshot.numbers[uid]], word), [uid])


@router.get(
    "/sbom",
    name="export_sbom",
    response_model=SbomDocument,
    responses=_XML,
    dependencies=[requires(READ, is_for_all=True)],
)
def export_sbom(
    services: ServicesDep,
    *,
    service: Annotated[str, Query(max_length=64, description="All that this service (uid or name) needs.")] = "",
    query: Annotated[str, Query(max_length=MAX_LENGTH, description="All that this question finds.")] = "",
    kind: Format = "cyclonedx",
) -> Response:
    """What is installed on all that a service needs, or that a question finds, as one document."""
    if bool(service) == bool(query.strip()):
        raise SbomError("service", service, "has to be given, or else a query", "give one of both")
    if service:
        holders = sorted(services.impact.needs(service))
        return _written(services, kind, (service, service, "application"), holders)
    holders = services.index.uids(parse(query, services.registry))
    return _written(services, kind, ("query", query, "application"), holders)


def _written(services: Services, kind: SbomFormat, of: tuple[str, str, str], holders: Sequence[str]) -> Response:
    if len(holders) > _MOST_HOLDERS:
        raise SbomError("query", str(len(holders)), f"finds more than {_MOST_HOLDERS} CIs", "ask for less at once")
    now = services.clock() // _MICROSECONDS * _MICROSECONDS
    made = written(kind, Subject(*of, rfc3339(now)), installed_on(services.store, holders))
    return Response(made.content, media_type=made.media_type)
