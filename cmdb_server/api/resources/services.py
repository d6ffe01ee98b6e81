"""Services: what they consist of, how that is defined, and what a definition would come to."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ServicesDep, requires, sight_of_request
from cmdb_server.api.editing import AlreadyThere, Edited, Editor, Signed, Value, edited, signature
from cmdb_server.api.problems import NotFoundError, Problem, problem
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ, ForbiddenError
from cmdb_server.filter_language.parsing import MAX_LENGTH as MAX_QUERY
from cmdb_server.manual_edits.already_there import AlreadyThereError
from cmdb_server.manual_edits.checking import MAX_REASON
from cmdb_server.permissions.grants import NotPermittedError
from cmdb_server.permissions.sight import HIDDEN, NAME, Sight
from cmdb_server.service_mapping.answers import Entry, ServiceDetail, ServicePreview, ShownDefinition
from cmdb_server.service_mapping.answers import Services as ListedServices
from cmdb_server.service_mapping.definition import Definition
from cmdb_server.service_mapping.entries import MAX_LENGTH as MAX_ENTRY
from cmdb_server.service_mapping.estate import SnapshotEstate
from cmdb_server.service_mapping.maps import NoServiceError, Preview
from cmdb_server.service_mapping.showing import Showing
from cmdb_server.service_mapping.writing import stored_members
from cmdb_server.services import Services

router = resource("services")
_MOST_ENTRIES = 100
_MOST_BY_HAND = 1_000
_MOST_OWNERS = 20
Text = Annotated[str, Field(max_length=MAX_ENTRY)]
Uid = Annotated[str, Field(min_length=1, max_length=100)]
IfMatch = Annotated[
    int | None,
    Header(
        alias="If-Match",
        description="The revision of the definition that was looked at, 0 where there was none; else no check.",
        ge=0,
    ),
]
_PATH = "/cis/{uid}/service-definition"


class DefinitionIn(Body):
    """From what the members of a service follow: entry points (URL, host:port, name), a query, CIs by hand.

    `left_out` are CIs that are no members and behind which nothing is looked for. `follows`: what the named CIs need
    belongs to it too.
    """

    entries: list[Text] = Field(default=[], max_length=_MOST_ENTRIES)
    query: str = Field(default="", max_length=MAX_QUERY)
    chosen: list[Uid] = Field(default=[], max_length=_MOST_BY_HAND)
    left_out: list[Uid] = Field(default=[], max_length=_MOST_BY_HAND)
    follows: bool = True

    def definition(self) -> Definition:
        """The definition."""
        return Definition(
            tuple(self.entries), self.query, tuple(self.chosen), tuple(self.left_out), follows=self.follows
        )


class PreviewIn(DefinitionIn):
    """A definition that is still being made; `service` is the service that it is of, null for one that is not yet."""

    service: Uid | None = None


class DefinitionChange(DefinitionIn):
    """A definition to keep, and why."""

    reason: str = Field(default="", max_length=MAX_REASON)


class NewService(Signed):
    """A service to make: its class, attributes and owners, and from what its members follow."""

    ci_class: str = "application_service"
    attributes: dict[str, Value | None]
    owner_uids: list[Uid] = Field(default=[], max_length=_MOST_OWNERS)
    definition: DefinitionIn | None = None


class Defined(BaseModel):
    """The service whose definition was kept, and the revision of that now."""

    uid: str
    revision: int


def may_define(uid: str, request: Request, services: ServicesDep) -> None:
    """Raise ForbiddenError for who may not see all or not change the service.

    A definition asks for names, addresses and attributes of any CI: what it comes to would tell hidden ones.
    """
    sight = _sight_of_all(request)
    place = services.index.places([uid]).get(uid)
    if place and not sight.writes(place):
        raise NotPermittedError(NAME, place.ci_class)


@router.get("/services", name="list_services", response_model=ListedServices, dependencies=[requires(READ)])
def list_services(services: ServicesDep, as_of: AsOf) -> Response:
    """All services in use with how much they consist of, by name; of the past no definitions are told."""
    if as_of is not None:
        snapshot = services.impact.as_of(as_of).snapshot()
        then = services.service_maps.past(snapshot, SnapshotEstate(snapshot).services(), as_of)
        return answer(ListedServices(Showing(services.store, snapshot, as_of).listed(then, {}, {})))
    kept = services.service_maps.definitions()
    world = services.service_maps.world(kept)
    found = {uid: world.membership(uid) for uid in world.estate.services()}
    unresolved = {uid: world.unresolved(uid) for uid in found}
    shown = Showing(services.store, services.impact.snapshot())
    return answer(ListedServices(shown.listed(found, kept, unresolved)))


@router.post(
    "/services", name="create_service", status_code=201, response_model=Edited, responses={409: {"model": AlreadyThere}}
)
def create_service(wanted: NewService, request: Request, services: ServicesDep, who: Editor) -> Response:
    """Make a service with its owners and its definition: all of it or nothing; its members follow at once."""
    signed = signature(services, who, wanted)
    keep = None
    if wanted.definition:
        _sight_of_all(request)
        keep = services.service_maps.kept_with(wanted.definition.definition(), who.name)
    try:
        uid = services.edits.create_service(wanted.ci_class, wanted.attributes, wanted.owner_uids, signed, keep)
    except AlreadyThereError as error:
        return problem(request, error.status, error.code, str(error), extra={"uid": error.uid})
    if wanted.definition:
        services.service_maps.decide(uid, (who.name, wanted.reason))
    return answer(edited(services, uid).model_dump(), 201)


@router.get("/cis/{uid}/service", name="get_service", response_model=ServiceDetail, dependencies=[requires(READ)])
def get_service(uid: str, request: Request, services: ServicesDep, as_of: AsOf) -> Response:
    """A service: its definition, its members and what they need of each other.

    What a definition says in words, which may name any CI, is for those who may see all. Of the past the members are
    those of then, and no definition is told.
    """
    if as_of is not None:
        return answer(_past(uid, services, as_of))
    kept = services.service_maps.definitions()
    world = services.service_maps.world(kept)
    if not world.estate.is_service(uid):
        raise NoServiceError(uid)
    found, entries = world.membership(uid), world.entries(uid)
    shown = Showing(services.store, services.impact.snapshot())
    (listed,) = shown.listed({uid: found}, kept, {uid: world.unresolved(uid)})
    definition = shown.definition(kept[uid], Preview(entries, found)) if uid in kept else None
    if definition and not sight_of_request(request).reads_all:
        definition = _without_words(definition)
    before = stored_members(services.store, [uid])[uid] if uid in kept else None
    return answer(ServiceDetail(listed, definition, shown.map(uid, found, before)))


@router.post(
    "/service-preview",
    name="preview_service",
    response_model=ServicePreview,
    dependencies=[requires(READ, is_for_all=True)],
)
def preview_service(wanted: PreviewIn, services: ServicesDep) -> Response:
    """What a definition would come to now, before it is kept."""
    service = wanted.service or ""
    found = services.service_maps.preview(wanted.definition(), service)
    shown = Showing(services.store, services.impact.snapshot())
    return answer(ServicePreview(shown.entries(found.entries), shown.map(service, found.membership, found.before)))


@router.put(_PATH, name="define_service", responses={412: {"model": Problem}}, dependencies=[Depends(may_define)])
def define_service(
    uid: str, wanted: DefinitionChange, services: ServicesDep, who: Editor, if_match: IfMatch = None
) -> Defined:
    """Keep the definition of a service and decide its members; they are kept up to date from then on."""
    signed = (who.name, wanted.reason)
    kept = services.service_maps.define(uid, wanted.definition(), signed, if_match)
    return Defined(uid=uid, revision=kept.revision)


@router.delete(_PATH, name="withdraw_service_definition", status_code=204)
def withdraw_service_definition(uid: str, services: ServicesDep, who: Editor, if_match: IfMatch = None) -> None:
    """Forget the definition of a service and the members that follow from it; the service itself stays."""
    if not services.service_maps.withdraw(uid, (who.name, "definition withdrawn"), if_match):
        raise NotFoundError("definition of a service", uid)


def _sight_of_all(request: Request) -> Sight:
    sight = sight_of_request(request)
    if not sight.reads_all:
        message = "only who may see every CI may define services; an administrator can give you a role that does"
        raise ForbiddenError(message)
    return sight


def _past(uid: str, services: Services, at: int) -> ServiceDetail:
    """A service as it was at a time."""
    snapshot = services.impact.as_of(at).snapshot()
    if not SnapshotEstate(snapshot).is_service(uid):
        raise NoServiceError(uid)
    found = services.service_maps.past(snapshot, [uid], at)
    shown = Showing(services.store, snapshot, at)
    (listed,) = shown.listed(found, {}, {})
    return ServiceDetail(listed, None, shown.map(uid, found[uid]))


def _without_words(definition: ShownDefinition) -> ShownDefinition:
    entries = [Entry(HIDDEN, entry.leads_to, entry.problem and HIDDEN) for entry in definition.entries]
    return replace(definition, entries=entries, query=definition.query and HIDDEN)
