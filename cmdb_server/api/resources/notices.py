"""Mail as it is set up, and notices on their way: what waits, what was sent, what was given up."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import ADMIN
from cmdb_server.notifications.notices import STATES, Notice, NoticeState
from cmdb_server.notifications.preferences import ADDRESS
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339

router = resource("notices")


class NoticeCounts(BaseModel):
    """How many notices of a channel wait, were sent in the last week, and were given up."""

    channel: Literal["mail", "webhook"]
    waiting: int
    sent: int
    dead: int


class MailOut(BaseModel):
    """How mail is set up; the password is never told. `missing` says what has to be set, "" where mail is sent."""

    is_on: bool
    missing: str
    host: str
    port: int
    tls: str
    user: str
    sender: str
    domains: str
    url: str
    counts: list[NoticeCounts]


class MailTestIn(Body):
    """Where a test goes."""

    address: str = Field(min_length=3, max_length=254, pattern=f"^{ADDRESS.pattern}$")


class NoticeOut(BaseModel):
    """A notice: of what, for whom, when it is sent, how often it was tried and why it did not go out."""

    notice_id: str
    channel: Literal["mail", "webhook"]
    target: str
    kind: str
    number: str
    state: NoticeState
    is_digest: bool
    tries: int
    error: str
    created_at: str
    due_at: str
    done_at: str | None


class NoticeList(BaseModel):
    """Notices of a state, the newest first."""

    items: list[NoticeOut]


@router.get("/mail", name="get_mail", dependencies=[requires(ADMIN)])
def get_mail(services: ServicesDep) -> MailOut:
    """How mail is set up, and what is on its way."""
    given, ours = services.settings, services.notifications
    return MailOut(
        is_on=ours.mailer.is_on,
        missing=ours.mailer.why_off(),
        host=given.smtp_host,
        port=given.smtp_port,
        tls=given.smtp_tls,
        user=given.smtp_user,
        sender=given.mail_from,
        domains=given.mail_domains,
        url=ours.place.url,
        counts=_counts(services),
    )


@router.post("/mail/test", name="test_mail", status_code=204, dependencies=[requires(ADMIN)])
def test_mail(wanted: MailTestIn, services: ServicesDep) -> None:
    """Send a test to an address now; what the mail server says against it is told."""
    services.notifications.postman.try_mail(wanted.address, services.notifications.place)


@router.get("/notices", name="list_notices", dependencies=[requires(ADMIN)])
def list_notices(
    services: ServicesDep,
    state: NoticeState = "dead",
    channel: Literal["", "mail", "webhook"] = "",
    target: Annotated[str, Query(max_length=200, description="A person, or the id of a webhook.")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> NoticeList:
    """Notices that wait, were sent in the last week, or were given up."""
    found = services.notifications.notices.of_state(state, channel, target, limit)
    return NoticeList(items=list(map(_out, found)))


@router.post("/notices/{notice_id}/resend", name="resend_notice", dependencies=[requires(ADMIN)])
def resend_notice(notice_id: str, services: ServicesDep) -> NoticeOut:
    """Try what was given up again, under the id that it had; 409 for what was not given up."""
    return _out(services.notifications.notices.send_again(notice_id))


def _counts(services: Services) -> list[NoticeCounts]:
    found = services.notifications.notices.counts()
    channels = ("mail", "webhook")
    return [
        NoticeCounts.model_validate({"channel": one, **{state: found.get((one, state), 0) for state in STATES}})
        for one in channels
    ]


def _out(one: Notice) -> NoticeOut:
    return NoticeOut(
        notice_id=one.uid,
        channel=one.channel,
        target=one.target,
        kind=one.kind,
        number=one.number,
        state=one.state,
        is_digest=one.is_digest,
        tries=one.tries,
        error=one.error,
        created_at=rfc3339(one.created_at),
        due_at=rfc3339(one.due_at),
        done_at=time_or_none(one.done_at),
    )
