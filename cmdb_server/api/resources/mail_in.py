"""Mail that comes in for records: how it is set up, what was taken as which record, what was refused and why."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import ADMIN
from cmdb_server.mail_in.arrivals import Arrival, ArrivalState
from cmdb_server.timestamps import rfc3339

router = resource("mail_in")


class RefusedCount(BaseModel):
    """How many mails were refused for a reason."""

    reason: str
    count: int


class MailInOut(BaseModel):
    """How mail in is set up; the password is never told. `missing` says what has to be set, "" where mail comes in.

    `looked_at` is the last look into the mailbox with its `error`; `waiting` is what it left for the next one.
    `taken` and `refused` are of the last 7 days.
    """

    is_on: bool
    missing: str
    host: str
    port: int
    tls: str
    user: str
    folder: str
    taken_folder: str
    refused_folder: str
    proved_by: str
    looked_at: str | None
    waiting: int
    error: str
    taken: int
    refused: list[RefusedCount]


class MailFolder(BaseModel):
    """A folder of the mailbox, and how many mails are in it."""

    name: str
    mails: int


class MailInCheck(BaseModel):
    """What a look into the mailbox found."""

    folders: list[MailFolder]


class MailTaken(BaseModel):
    """How many mails were taken and refused."""

    taken: int
    refused: int


class ArrivalOut(BaseModel):
    """A mail that came in: from whom (`person`: their account), of what, and what became of it.

    `number` is the record that it was taken for, `has_opened` where it began it. `reason` and `words` say why it was
    refused, `left_out` which of its files were not kept.
    """

    arrival_id: str
    message_id: str
    sender: str
    person: str
    subject: str
    at: str
    state: ArrivalState
    number: str
    has_opened: bool
    reason: str
    words: str
    left_out: list[str]


class ArrivalList(BaseModel):
    """Mails of a state, the newest first."""

    items: list[ArrivalOut]


@router.get("/mail-in", name="get_mail_in", dependencies=[requires(ADMIN)])
def get_mail_in(services: ServicesDep) -> MailInOut:
    """How mail in is set up, and what came of it within a week."""
    ours = services.mail_in
    given = ours.mailbox.settings
    look, counts = ours.arrivals.look(), ours.arrivals.counts()
    refused = sorted(((count, reason) for (state, reason), count in counts.items() if state == "refused"), reverse=True)
    return MailInOut(
        is_on=ours.mailbox.is_on,
        missing=ours.mailbox.why_off(),
        host=given.imap_host,
        port=given.imap_port,
        tls=given.imap_tls,
        user=given.imap_user,
        folder=given.imap_folder,
        taken_folder=given.imap_taken_folder,
        refused_folder=given.imap_refused_folder,
        proved_by=given.imap_proved_by,
        looked_at=time_or_none(look.at),
        waiting=look.waiting,
        error=look.error,
        taken=counts.get(("taken", ""), 0),
        refused=[RefusedCount(reason=reason, count=count) for count, reason in refused],
    )


@router.post("/mail-in/check", name="check_mail_in", dependencies=[requires(ADMIN)])
def check_mail_in(services: ServicesDep) -> MailInCheck:
    """Log in to the mailbox now; what is wrong is told with the setting that mends it."""
    found = services.mail_in.check()
    return MailInCheck(folders=[MailFolder(name=name, mails=mails) for name, mails in found.items()])


@router.post("/mail-in/take", name="take_mail", dependencies=[requires(ADMIN)])
def take_mail(services: ServicesDep) -> MailTaken:
    """Take what waits now, not only when its time comes (each minute)."""
    done = services.mail_in.take()
    return MailTaken(taken=done.get("taken", 0), refused=done.get("refused", 0))


@router.get("/mail-in/arrivals", name="list_mail_arrivals", dependencies=[requires(ADMIN)])
def list_mail_arrivals(
    services: ServicesDep,
    state: ArrivalState = "refused",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> ArrivalList:
    """Mails that were taken, or refused (kept for 90 days), the newest first."""
    return ArrivalList(items=list(map(_out, services.mail_in.arrivals.of_state(state, limit))))


@router.post("/mail-in/arrivals/{arrival_id}/take", name="take_refused_mail", dependencies=[requires(ADMIN)])
def take_refused_mail(arrival_id: str, services: ServicesDep) -> ArrivalOut:
    """Judge a refused mail once more, after what was wrong is mended; it comes out of the folder of refused ones."""
    return _out(services.mail_in.take_again(arrival_id))


def _out(one: Arrival) -> ArrivalOut:
    return ArrivalOut(
        arrival_id=one.uid,
        message_id=one.message_id,
        sender=one.sender,
        person=one.person,
        subject=one.subject,
        at=rfc3339(one.at),
        state=one.state,
        number=one.number,
        has_opened=one.has_opened,
        reason=one.reason,
        words=one.words,
        left_out=list(one.left_out),
    )
