"""Credentials of network scans: kept, changed, rotated; no answer ever holds a secret."""

from dataclasses import asdict
from typing import Annotated

from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import CREDENTIALS, READ
from cmdb_server.credential_vault import credential, kind
from cmdb_server.timestamps import rfc3339

router = resource("credentials")
Text = Annotated[str, Field(max_length=200)]
Values = Annotated[dict[Text, Annotated[str, Field(max_length=kind.LONGEST)]], Field(max_length=20)]


class CredentialWanted(Body):
    """What a credential is for. Empty ranges, sites or tags leave it for all; the lower `order` is tried first.

    `max_failures`: how many refusals in a row its account may have before it is not tried any more; 0 for no guard.
    """

    name: str = Field(min_length=1, max_length=100, pattern=r"\S")
    user: str = Field(default="", max_length=200)
    options: Values = Field(default={})
    ranges: list[Text] = Field(default=[], max_length=credential.MOST_RANGES)
    sites: list[Text] = Field(default=[], max_length=200)
    tags: list[Text] = Field(default=[], max_length=200)
    order: int = Field(default=100, ge=0, le=10_000)
    max_failures: int = Field(default=5, ge=0, le=1_000)


class CredentialIn(CredentialWanted):
    """A new credential; `secret` can never be read again."""

    kind: str = Field(max_length=50)
    secret: Values


class CredentialChange(CredentialWanted):
    """A credential as it shall be; without `secret` that stays."""

    secret: Values | None = None


class Credential(BaseModel):
    """A credential without its secret. `is_stopped`: refused so often that it is not tried until it is reset.

    `is_openable` false: the key that its secret was sealed with is missing, so it is not tried.
    """

    uid: str
    kind: str
    kind_label: str
    method: str
    name: str
    user: str
    options: dict[str, str]
    ranges: list[str]
    sites: list[str]
    tags: list[str]
    order: int
    max_failures: int
    failures: int
    is_stopped: bool
    last_failure: str | None
    last_failure_at: str | None
    last_used_at: str | None
    last_worked_at: str | None
    secret_changed_at: str
    created_at: str
    created_by: str
    is_sealed_with_current_key: bool
    is_openable: bool


class Part(BaseModel):
    """One value of a kind of credential; `choices` empty for free text."""

    name: str
    label: str
    doc: str
    is_required: bool
    is_long: bool
    choices: list[str]


class Kind(BaseModel):
    """A kind of credential, and what it is made of."""

    name: str
    label: str
    method: str
    has_user: bool
    locks_accounts: bool
    options: list[Part]
    secret: list[Part]


class Credentials(BaseModel):
    """The credentials in the order in which they are tried, and the kinds that there are."""

    items: list[Credential]
    kinds: list[Kind]
    sites: list[str]


class CredentialMade(BaseModel):
    """Under which uid a credential is kept."""

    uid: str


class SealIn(Body):
    """Whether a new key seals from now on; else the one in use."""

    with_new_key: bool = False


class Sealed(BaseModel):
    """How many secrets were sealed anew."""

    count: int


@router.get("/credentials", name="list_credentials", dependencies=[requires(READ, is_for_all=True)])
def list_credentials(services: ServicesDep) -> Credentials:
    """The credentials without their secrets."""
    return Credentials(
        items=[_credential(entry) for entry in services.credentials.all()],
        kinds=[_kind(entry) for entry in kind.known_kinds().values()],
        sites=services.index.sites(),
    )


@router.post("/credentials", name="create_credential", status_code=201, dependencies=[requires(CREDENTIALS)])
def create_credential(wanted: CredentialIn, services: ServicesDep, actor: ActorDep) -> CredentialMade:
    """Keep a new credential."""
    uid = services.credentials.create(wanted.kind, _wanted(wanted), wanted.secret, actor)
    return CredentialMade(uid=uid)


@router.put("/credentials/{uid}", name="change_credential", status_code=204, dependencies=[requires(CREDENTIALS)])
def change_credential(uid: str, wanted: CredentialChange, services: ServicesDep, actor: ActorDep) -> None:
    """Change what a credential is for; with `secret` rotate that too, which counts from the next job on."""
    if not services.credentials.change(uid, _wanted(wanted), actor, wanted.secret):
        raise NotFoundError("credential", uid)


@router.delete("/credentials/{uid}", name="delete_credential", status_code=204, dependencies=[requires(CREDENTIALS)])
def delete_credential(uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Forget a credential and its secret."""
    if not services.credentials.remove(uid, actor):
        raise NotFoundError("credential", uid)


@router.post("/credentials/{uid}/reset", name="reset_credential", status_code=204, dependencies=[requires(CREDENTIALS)])
def reset_credential(uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Let a credential be tried again that was stopped after too many refusals."""
    if not services.credentials.reset(uid, actor):
        raise NotFoundError("credential", uid)


@router.post("/credential-sealing", name="seal_credentials_anew", dependencies=[requires(CREDENTIALS)])
def seal_credentials_anew(wanted: SealIn, services: ServicesDep, actor: ActorDep) -> Sealed:
    """Seal all secrets with the key in use, or with a new one that takes its place."""
    return Sealed(count=services.credentials.seal_anew(actor, with_new_key=wanted.with_new_key))


def _wanted(given: CredentialWanted) -> credential.Wanted:
    return credential.Wanted(
        name=given.name,
        user=given.user,
        options=given.options,
        ranges=tuple(given.ranges),
        sites=tuple(given.sites),
        tags=tuple(given.tags),
        order=given.order,
        max_failures=given.max_failures,
    )


def _credential(found: credential.Credential) -> Credential:
    spec = kind.kind_of(found.kind)
    return Credential(
        uid=found.uid,
        kind=spec.name,
        kind_label=spec.label,
        method=spec.method,
        **asdict(found.wanted),
        failures=found.failures,
        is_stopped=found.is_stopped,
        last_failure=found.last_failure or None,
        last_failure_at=time_or_none(found.last_failure_at),
        last_used_at=time_or_none(found.last_used_at),
        last_worked_at=time_or_none(found.last_worked_at),
        secret_changed_at=rfc3339(found.secret_changed_at),
        created_at=rfc3339(found.created_at),
        created_by=found.created_by,
        is_sealed_with_current_key=found.is_sealed_with_current_key,
        is_openable=found.is_openable,
    )


def _kind(spec: kind.Kind) -> Kind:
    return Kind(
        name=spec.name,
        label=spec.label,
        method=spec.method,
        has_user=spec.has_user,
        locks_accounts=spec.locks_accounts,
        options=[Part(**asdict(part)) for part in spec.options],
        secret=[Part(**asdict(part)) for part in spec.secret],
    )
