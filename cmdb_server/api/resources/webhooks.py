"""Webhooks: programs that are told of records by signed requests (Standard Webhooks, CloudEvents 1.0)."""

from typing import Annotated

from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.owned import IfMatch, revision_of
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth.identity import ADMIN
from cmdb_server.notifications.webhooks import Wanted, Webhook
from cmdb_server.timestamps import rfc3339

router = resource("webhooks")
_Names = Annotated[list[Annotated[str, Field(max_length=50)]], Field(max_length=50)]


class WebhookIn(Body):
    """A webhook: where to, and of which record types and kinds of notices; none for all."""

    name: str = Field(min_length=1, max_length=100)
    url: str = Field(min_length=1, max_length=1_000)
    types: _Names = Field(default=[])
    kinds: _Names = Field(default=[])
    is_on: bool = True


class WebhookOut(BaseModel):
    """A webhook; its secret is never told again. `revision` goes into If-Match."""

    webhook_id: str
    name: str
    url: str
    types: list[str]
    kinds: list[str]
    is_on: bool
    created_by: str
    created_at: str
    changed_at: str
    secret_at: str
    revision: int


class WebhookMade(WebhookOut):
    """A new webhook with the secret that its requests are signed with: it is shown this once."""

    secret: str


class WebhookSecret(BaseModel):
    """A new secret: it is shown this once."""

    secret: str


class WebhookList(BaseModel):
    """All webhooks by name. `targets` are hosts and networks that the operator has listed beside public addresses."""

    items: list[WebhookOut]
    targets: list[str]


class WebhookAnswer(BaseModel):
    """What a receiver answered to a test: status (0 for none), the beginning of what it said, or why there is none."""

    status: int
    said: str
    error: str
    milliseconds: int
    is_taken: bool


@router.get("/webhooks", name="list_webhooks", dependencies=[requires(ADMIN)])
def list_webhooks(services: ServicesDep) -> WebhookList:
    """All webhooks."""
    webhooks = services.notifications.webhooks
    targets = sorted([*webhooks.allowed.hosts, *map(str, webhooks.allowed.networks)])
    return WebhookList(items=list(map(_out, webhooks.all())), targets=targets)


@router.post("/webhooks", name="create_webhook", status_code=201, dependencies=[requires(ADMIN)])
def create_webhook(wanted: WebhookIn, services: ServicesDep, actor: ActorDep) -> WebhookMade:
    """Tell a program from now on. Its address is looked up and checked, now and with every request."""
    made, secret = services.notifications.webhooks.create(_wanted(wanted), actor)
    return WebhookMade(**_out(made).model_dump(), secret=secret)


@router.put("/webhooks/{webhook_id}", name="change_webhook", dependencies=[requires(ADMIN)])
def change_webhook(
    webhook_id: str, wanted: WebhookIn, services: ServicesDep, actor: ActorDep, if_match: IfMatch = ""
) -> WebhookOut:
    """Tell it other things, elsewhere, or nothing for a while; its secret stays."""
    found = services.notifications.webhooks.change(webhook_id, _wanted(wanted), revision_of(if_match), actor)
    return _out(found)


@router.delete("/webhooks/{webhook_id}", name="remove_webhook", status_code=204, dependencies=[requires(ADMIN)])
def remove_webhook(webhook_id: str, services: ServicesDep, actor: ActorDep) -> None:
    """Forget a webhook; what waits for it is given up."""
    services.notifications.webhooks.remove(webhook_id, actor)


@router.post("/webhooks/{webhook_id}/secret", name="rotate_webhook_secret", dependencies=[requires(ADMIN)])
def rotate_webhook_secret(webhook_id: str, services: ServicesDep, actor: ActorDep) -> WebhookSecret:
    """Sign with another secret from now on."""
    return WebhookSecret(secret=services.notifications.webhooks.rotate(webhook_id, actor))


@router.post("/webhooks/{webhook_id}/test", name="test_webhook", dependencies=[requires(ADMIN)])
def test_webhook(webhook_id: str, services: ServicesDep) -> WebhookAnswer:
    """Send a test event now, and tell exactly what was answered."""
    found = services.notifications.postman.try_request(webhook_id, services.notifications.place)
    return WebhookAnswer(**vars(found), is_taken=found.is_taken)


def _wanted(given: WebhookIn) -> Wanted:
    return Wanted(given.name, given.url, tuple(given.types), tuple(given.kinds), given.is_on)


def _out(one: Webhook) -> WebhookOut:
    wanted = one.wanted
    return WebhookOut(
        webhook_id=one.uid,
        name=wanted.name,
        url=wanted.url,
        types=list(wanted.types),
        kinds=list(wanted.kinds),
        is_on=wanted.is_on,
        created_by=one.created_by,
        created_at=rfc3339(one.created_at),
        changed_at=rfc3339(one.changed_at),
        secret_at=rfc3339(one.secret_at),
        revision=one.revision,
    )
