"""Agents and the enrolment tokens that let them in."""

from typing import Any, Literal

from fastapi import Request
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, address_of, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import TimeText, microseconds, time_or_none
from cmdb_server.auth.agents import EnrolmentToken
from cmdb_server.auth.identity import ADMIN, READ
from cmdb_server.ci_detail.answers import CIRef
from cmdb_server.network_scope_names import check_scope_name
from cmdb_server.timestamps import rfc3339

router = resource("agents")
OPEN_TO_ALL = frozenset(("enrol_agent",))


class SectionOutcome(BaseModel):
    """How a collector fared at its last report."""

    name: str
    outcome: str
    reason: str | None
    observed_at: str | None


class Agent(BaseModel):
    """An agent: when it last reported, which CI it is on, how its collectors fared."""

    agent_id: str
    name: str
    version: str | None
    enrolled_at: str
    last_contact_at: str | None
    ci: CIRef | None
    sections: list[SectionOutcome]


class Agents(BaseModel):
    """The enrolled agents."""

    items: list[Agent]


class AgentIn(BaseModel):
    """An agent that asks to be let in."""

    enrolment_token: str = Field(max_length=200)
    name: str = Field(min_length=1, max_length=253)
    version: str = Field(default="", max_length=50)


class AgentEnrolled(BaseModel):
    """The agent's id and the secret that it sends from now on; the server keeps a digest only."""

    agent_id: str
    secret: str
    network_scope: str


class Enrol(BaseModel):
    """An enrolment token without its value; `max_uses` 0 for any number; `kind` is what it lets in."""

    token_id: str
    name: str
    network_scope: str
    created_at: str
    expires_at: str | None
    uses: int
    max_uses: int
    kind: str


class EnrolCreated(Enrol):
    """A new enrolment token; `value` is shown this once."""

    value: str


class Enrols(BaseModel):
    """The active enrolment tokens."""

    items: list[Enrol]


class EnrolIn(Body):
    """What a new enrolment token is for; `max_uses` 0 lets any number of agents in until it expires.

    `kind`: agent, or collector for programs that scan the network and get the credentials for it.
    """

    name: str = Field(min_length=1, max_length=100)
    network_scope: str = Field(default="default", min_length=1, max_length=100)
    expires_at: TimeText | None = None
    max_uses: int = Field(default=0, ge=0, le=1_000_000)
    kind: Literal["agent", "collector"] = "agent"


@router.post("/agents", name="enrol_agent", status_code=201)
def enrol_agent(wanted: AgentIn, request: Request, services: ServicesDep) -> AgentEnrolled:
    """Exchange an enrolment token for an agent's own id and secret."""
    agent_id, secret = services.agents.enrol(wanted.enrolment_token, wanted.name, wanted.version, address_of(request))
    identity = services.agents.identity(agent_id, secret)
    scope = identity.network_scope if identity else "default"
    return AgentEnrolled(agent_id=agent_id, secret=secret, network_scope=scope)


@router.get("/agents", name="list_agents", dependencies=[requires(READ)])
def list_agents(services: ServicesDep) -> Agents:
    """The enrolled agents."""
    return Agents(items=[_agent(row) for row in services.agents.all()])


@router.delete("/agents/{agent_id}", name="delete_agent", status_code=204, dependencies=[requires(ADMIN)])
def delete_agent(agent_id: str, services: ServicesDep, actor: ActorDep) -> None:
    """Refuse an agent from now on; what it reported stays."""
    if not services.agents.revoke(agent_id, by=actor):
        raise NotFoundError("agent", agent_id)


@router.get("/enrolment-tokens", name="list_enrolment_tokens", dependencies=[requires(ADMIN)])
def list_enrolment_tokens(services: ServicesDep) -> Enrols:
    """The active enrolment tokens."""
    return Enrols(items=[Enrol(**_token(token)) for token in services.agents.tokens()])


@router.post("/enrolment-tokens", name="create_enrolment_token", status_code=201, dependencies=[requires(ADMIN)])
def create_enrolment_token(wanted: EnrolIn, services: ServicesDep, actor: ActorDep) -> EnrolCreated:
    """Make an enrolment token."""
    check_scope_name(wanted.network_scope)
    expires_at = microseconds("expires_at", wanted.expires_at, services.clock())
    token, value = services.agents.create_token(
        wanted.name, wanted.network_scope, expires_at, wanted.max_uses, kind=wanted.kind, by=actor
    )
    return EnrolCreated(**_token(token), value=value)


@router.delete(
    "/enrolment-tokens/{token_id}", name="revoke_enrolment_token", status_code=204, dependencies=[requires(ADMIN)]
)
def revoke_enrolment_token(token_id: str, services: ServicesDep, actor: ActorDep) -> None:
    """Make an enrolment token useless; agents that it let in stay."""
    if not services.agents.revoke_token(token_id, by=actor):
        raise NotFoundError("enrolment token", token_id)


def _agent(row: dict[str, Any]) -> Agent:
    ci = CIRef(uid=row["ci_uid"], name=row["ci_name"], ci_class=row["ci_class"]) if row["ci_uid"] else None
    sections = [
        SectionOutcome(
            name=entry["name"],
            outcome=entry["outcome"],
            reason=entry["reason"] or None,
            observed_at=time_or_none(entry["observed_at"]),
        )
        for entry in row["sections"]
    ]
    return Agent(
        agent_id=row["uid"],
        name=row["name"],
        version=row["version"] or None,
        enrolled_at=rfc3339(row["enrolled_at"]),
        last_contact_at=time_or_none(row["last_contact_at"]),
        ci=ci,
        sections=sections,
    )


def _token(token: EnrolmentToken) -> dict[str, Any]:
    return {
        "token_id": token.token_id,
        "name": token.name,
        "network_scope": token.network_scope,
        "created_at": rfc3339(token.created_at),
        "expires_at": time_or_none(token.expires_at),
        "uses": token.uses,
        "max_uses": token.max_uses,
        "kind": token.kind,
    }
