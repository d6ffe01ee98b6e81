"""Questions of the filter language: what can be asked, understanding a text, and the questions that people keep."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.owned import IfMatch, asker_of, revision_of, teams_of
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.auth.identity import READ, Identity
from cmdb_server.filter_language.fields import fields_of
from cmdb_server.filter_language.parsing import MAX_LENGTH
from cmdb_server.filter_language.query import parse
from cmdb_server.filter_language.structure import ConditionTree, tree_of
from cmdb_server.ownership import Asker
from cmdb_server.saved_queries.saved import SavedQuery, Wanted
from cmdb_server.timestamps import rfc3339

router = resource("queries")
Who = Annotated[Identity, Depends(Requires(READ))]


def _asker(who: Who, services: ServicesDep) -> Asker:
    """Whoever asks, with their teams; programs are in none. Administrators share with every team that there is."""
    asker, teams = asker_of(who), teams_of(services, who)
    all_teams = tuple(services.roles_and_teams.rights().teams) if asker.may_change_all else teams
    return replace(asker, teams=teams, shares_with=all_teams)


QueryText = Annotated[str, Query(max_length=MAX_LENGTH)]


class FieldDeclaration(BaseModel):
    """What a CI can be asked about; `operators` and `choices` are all that there are."""

    name: str
    label: str
    doc: str
    kind: str
    unit: str | None
    operators: list[str]
    choices: list[str]


class Fields(BaseModel):
    """Everything that can be asked about beside relationships, which /schema lists."""

    fields: list[FieldDeclaration]


class Understood(BaseModel):
    """A text as it was understood: in the one spelling that is kept, and as a tree for forms."""

    query: str
    condition: ConditionTree


class Values(BaseModel):
    """Values that CIs have."""

    values: list[str]


class Saved(BaseModel):
    """A named query, or a view of a `page`; `may_change` says whether whoever asks may change it."""

    query_id: str
    name: str
    query: str
    is_shared: bool
    team: str
    page: str
    owner: str
    revision: int
    created_at: str
    updated_at: str
    may_change: bool


class SavedList(BaseModel):
    """One's own queries and the shared ones, by name."""

    items: list[Saved]


class SavedIn(Body):
    """A query to keep: private unless shared with all, or with a team of one's own.

    With a `page` (incidents, problems, changes, assets) it is a view of that list: `query` is what the address of the
    page says behind its question mark, e.g. `view=mine&q=disk`.
    """

    name: str = Field(min_length=1, max_length=100, pattern=r"\S")
    query: str = Field(min_length=1, max_length=MAX_LENGTH)
    is_shared: bool = False
    page: str = Field(default="", max_length=50)
    team: str = Field(default="", max_length=200)


class SavedChange(Body):
    """What is to change of a kept query; what is left out stays."""

    name: str | None = Field(default=None, min_length=1, max_length=100, pattern=r"\S")
    query: str | None = Field(default=None, min_length=1, max_length=MAX_LENGTH)
    is_shared: bool | None = None
    team: str | None = Field(default=None, max_length=200)


@router.get("/queries/fields", name="list_query_fields", dependencies=[requires(READ)])
def list_query_fields(services: ServicesDep) -> Fields:
    """What can be asked about, and how it can be compared."""
    return Fields(
        fields=[
            FieldDeclaration(
                name=field.name,
                label=field.label,
                doc=field.doc,
                kind=field.kind,
                unit=field.unit,
                operators=list(field.operators),
                choices=list(field.choices),
            )
            for field in fields_of(services.registry).values()
        ]
    )


@router.get("/queries/parse", name="parse_query", response_model=Understood, dependencies=[requires(READ)])
def parse_query(services: ServicesDep, query: QueryText) -> Response:
    """How a text is understood; 422 with the place of the mistake."""
    found = parse(query, services.registry)
    return answer({"query": str(found), "condition": tree_of(found.condition)})


@router.get("/queries/values", name="list_query_values", dependencies=[requires(READ, is_compiled=True)])
def list_query_values(
    services: ServicesDep,
    field: Annotated[str, Query(max_length=200)],
    starting: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Values:
    """Values of a field that start with a text, for suggestions; none for a field that is not known."""
    known = fields_of(services.registry).get(field)
    return Values(values=list(services.index.values(known, starting, limit)) if known else [])


@router.get("/queries", name="list_queries")
def list_queries(
    services: ServicesDep,
    who: Who,
    page: Annotated[str, Query(max_length=50, description="Views of this page; '' for queries of CIs.")] = "",
) -> SavedList:
    """One's own queries, those shared with all and with one's teams."""
    asker = _asker(who, services)
    return SavedList(items=[Saved(**_shown(query, asker)) for query in services.saved_queries.seen_by(asker, page)])


@router.post("/queries", name="save_query", status_code=201)
def save_query(wanted: SavedIn, services: ServicesDep, who: Who, response: Response) -> Saved:
    """Keep a query under a name; sharing it with all needs the permission to write."""
    asker = _asker(who, services)
    made = services.saved_queries.create(Wanted(**wanted.model_dump()), asker)
    return _tagged(made, asker, response)


@router.get("/queries/{query_id}", name="get_query")
def get_query(query_id: str, services: ServicesDep, who: Who, response: Response) -> Saved:
    """One kept query; its ETag is its revision."""
    asker = _asker(who, services)
    return _tagged(_found(services.saved_queries.one(query_id, asker), query_id), asker, response)


@router.patch("/queries/{query_id}", name="change_query")
def change_query(
    *,
    query_id: str,
    wanted: SavedChange,
    services: ServicesDep,
    who: Who,
    response: Response,
    if_match: IfMatch = "",
) -> Saved:
    """Rename, correct or share a kept query; 412 when it was changed since it was read."""
    asker, changes = _asker(who, services), wanted.model_dump(exclude_none=True)
    changed = services.saved_queries.change(query_id, asker, revision_of(if_match), changes)
    return _tagged(_found(changed, query_id), asker, response)


@router.delete("/queries/{query_id}", name="delete_query", status_code=204)
def delete_query(query_id: str, services: ServicesDep, who: Who, if_match: IfMatch = "") -> None:
    """Delete a kept query; 412 when it was changed since it was read."""
    if not services.saved_queries.delete(query_id, _asker(who, services), revision_of(if_match)):
        raise NotFoundError("saved query", query_id)


def _found(query: SavedQuery | None, query_id: str) -> SavedQuery:
    if query is None:
        raise NotFoundError("saved query", query_id)
    return query


def _tagged(query: SavedQuery, asker: Asker, response: Response) -> Saved:
    response.headers["ETag"] = f'"{query.revision}"'
    return Saved(**_shown(query, asker))


def _shown(query: SavedQuery, asker: Asker) -> dict[str, Any]:
    times = {"created_at": rfc3339(query.created_at), "updated_at": rfc3339(query.updated_at)}
    return {**vars(query), **times, "may_change": query.owner == asker.name or asker.may_change_all}
