"""What people are told of records: their own wishes, and who watches what."""

from typing import Annotated, Literal

from fastapi import Depends, Path
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, Requires, ServicesDep, requires
from cmdb_server.api.record_asking import AskingDep, RecordAsking
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth.identity import ADMIN, READ, Identity
from cmdb_server.itsm.workflow import NotYourPartError
from cmdb_server.notifications.kinds import KINDS, Mode
from cmdb_server.notifications.people import NoAccountError
from cmdb_server.notifications.preferences import Preferences
from cmdb_server.services import Services

router = resource("notifications")
Who = Annotated[Identity, Depends(Requires(READ))]
Name = Annotated[str, Path(min_length=1, max_length=200)]
_TimeOfDay = Annotated[str, Field(max_length=10)]


class NoticeKindOut(BaseModel):
    """A kind of notice: `usual` is how soon people are told who say nothing else, `mode` how soon this one is."""

    name: str
    label: str
    help: str
    usual: Mode
    mode: Mode
    is_urgent: bool


class WishesOut(BaseModel):
    """What a person is told, where and when. `mail_is_on`: the server sends mail.

    Urgent kinds do not wait for the end of quiet hours.
    """

    person: str
    address: str
    time_zone: str
    quiet_from: str
    quiet_until: str
    digest_at: str
    kinds: list[NoticeKindOut]
    mail_is_on: bool


class WishesIn(Body):
    """What a person wishes; `modes` by kind, those that are left out are as usual."""

    address: str = Field(default="", max_length=300)
    time_zone: str = Field(default="UTC", min_length=1, max_length=100)
    quiet_from: _TimeOfDay = ""
    quiet_until: _TimeOfDay = ""
    digest_at: _TimeOfDay = "08:00"
    modes: dict[str, Literal["now", "digest", "never"]] = Field(default={}, max_length=100)


class Watcher(BaseModel):
    """Somebody who watches a record: by their own word, because they wrote on it, or were mentioned there."""

    person: str
    why: Literal["chosen", "commented", "mentioned"]


class Watchers(BaseModel):
    """Who watches a record. `is_watching`: whoever asks does; `may_watch`: they have an account."""

    items: list[Watcher]
    is_watching: bool
    may_watch: bool


class WatchIn(Body):
    """Whether somebody watches a record from now on."""

    is_watching: bool


@router.get("/me/notifications", name="get_my_notifications")
def get_my_notifications(who: Who, services: ServicesDep) -> WishesOut:
    """What whoever asks is told; 404 for programs, which use webhooks."""
    return _wishes(services, _account(who))


@router.put("/me/notifications", name="save_my_notifications")
def save_my_notifications(wanted: WishesIn, who: Who, services: ServicesDep, actor: ActorDep) -> WishesOut:
    """Be told other things, elsewhere, or at another time."""
    services.notifications.people.save(_account(who), _kept(wanted), actor)
    return _wishes(services, who.name)


@router.get("/users/{name}/notifications", name="get_user_notifications", dependencies=[requires(ADMIN)])
def get_user_notifications(name: Name, services: ServicesDep) -> WishesOut:
    """What a person is told."""
    return _wishes(services, name)


@router.put("/users/{name}/notifications", name="save_user_notifications", dependencies=[requires(ADMIN)])
def save_user_notifications(name: Name, wanted: WishesIn, services: ServicesDep, actor: ActorDep) -> WishesOut:
    """Have a person be told other things, elsewhere, or at another time."""
    services.notifications.people.save(name, _kept(wanted), actor)
    return _wishes(services, name)


@router.get("/records/{number}/watchers", name="list_watchers", dependencies=[requires(READ)])
def list_watchers(number: str, asking: AskingDep) -> Watchers:
    """Who watches a record, and why."""
    return _watchers(asking, number)


@router.put("/records/{number}/watchers/{person}", name="watch_record")
def watch_record(number: str, person: Name, wanted: WatchIn, who: Who, asking: AskingDep) -> Watchers:
    """Watch a record, or no longer; who works on records may have somebody else watch it."""
    desk = asking.services.desk
    record = desk.one(number)
    if person != who.name:
        with asking.trying(number, f"watch for {person}") as (worker, _impact):
            if "worker" not in worker.parts(record):
                raise NotYourPartError(f"saying who else watches {record.number}", ("worker",))
    asking.services.notifications.watching.watch(record, person, who.name, is_on=wanted.is_watching)
    return _watchers(asking, number)


def _watchers(asking: RecordAsking, number: str) -> Watchers:
    services, who = asking.services, asking.who
    found = services.notifications.watching.of(services.desk.one(number))
    items = [Watcher.model_validate({"person": person, "why": why}) for person, why in found.items()]
    return Watchers(items=items, is_watching=who.name in found, may_watch=who.kind == "user")


def _account(who: Identity) -> str:
    if who.kind != "user":
        raise NoAccountError(who.name)
    return who.name


def _kept(wanted: WishesIn) -> Preferences:
    usual = {kind.name: kind.mode for kind in KINDS}
    said: dict[str, Mode] = {name: mode for name, mode in wanted.modes.items() if usual.get(name) != mode}
    quiet = (wanted.quiet_from, wanted.quiet_until, wanted.digest_at)
    return Preferences(wanted.address.strip(), wanted.time_zone, *quiet, modes=said)


def _wishes(services: Services, name: str) -> WishesOut:
    found = services.notifications.people.wishes(name)
    kinds = [
        NoticeKindOut(name=kind.name, label=kind.label, help=kind.help, usual=kind.mode, mode=found.mode(kind),
                      is_urgent=kind.is_urgent)
        for kind in KINDS
    ]  # fmt: skip
    return WishesOut(
        person=name,
        address=found.address,
        time_zone=found.time_zone,
        quiet_from=found.quiet_from,
        quiet_until=found.quiet_until,
        digest_at=found.digest_at,
        kinds=kinds,
        mail_is_on=services.notifications.mailer.is_on,
    )
