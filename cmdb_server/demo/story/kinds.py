"""The kinds of what breaks: what is seen, where, for how long, what it came from and what mended it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cmdb_server.demo.applications import Tier
from cmdb_server.demo.desks import desks
from cmdb_server.demo.hardware import ACCESS_SWITCH, all_boxes
from cmdb_server.demo.workload import machines

DATABASE, WEB, PROGRAM, DESK, SWITCH = "database", "web", "program", "desk", "switch"
_PROGRAMS = ("app", "search", "sso", "store", "relay", "share", "queue", "ldap", "pbx")


@dataclass(frozen=True)
class Place:
    """A CI where something may break: its name, what people call what runs there, and the team that answers for it."""

    name: str
    called: str
    team: str
    sort: str


@dataclass(frozen=True)
class Kind:
    """A kind of trouble at `sort` of places, `weight` times as often as others, lasting some `minutes`.

    `is_watched`: monitoring tells of it, at any hour; else people do, while they work. In texts {host} is the machine
    and {what} what people call what runs there.
    """

    title: str
    seen: str
    cause: str
    fix: str
    sort: str
    minutes: tuple[int, int]
    urgency: str = "2"
    weight: int = 1
    is_watched: bool = False


KINDS = (
    Kind("{what}: the database does not answer", "postgres on {host} refuses connections.",
         "The write-ahead log filled the volume.", "Volume extended, database restarted.", DATABASE, (25, 160), "1",
         3, is_watched=True),
    Kind("{what} is slow", "Pages of {what} take 10 seconds and more.", "A report ran without its index.",
         "Query stopped, index built.", DATABASE, (40, 300), "2", 3),
    Kind("{what}: errors for some requests", "Some 8 % of the requests to {host} fail.",
         "Out of memory; the kernel ended a worker.", "Limits raised, service restarted.", PROGRAM, (20, 140), "2", 5,
         is_watched=True),
    Kind("{what}: the service has stopped", "{host} does not listen on its port any more.",
         "A failed upgrade of a library.", "Library put back, service started.", PROGRAM, (15, 110), "1", 3,
         is_watched=True),
    Kind("Log-in to {what} fails", "Users of {what} are sent back to the log-in page.", "Clocks 6 minutes apart.",
         "Time service started again on {host}.", PROGRAM, (30, 240), "2", 2),
    Kind("{what}: certificate warning", "Browsers warn of the certificate of {host}.", "It was not renewed in time.",
         "Certificate renewed.", WEB, (60, 400), "2", 2),
    Kind("{what}: a web server is down", "{host} does not answer; the balancer took it out.", "Its disk was full.",
         "Logs rotated, server started.", WEB, (15, 90), "3", 4, is_watched=True),
    Kind("Computer does not start", "{host} stays at a black screen.", "Failed power supply.", "Computer replaced.",
         DESK, (180, 2_600), "3", 5),
    Kind("Computer is very slow", "{host} takes minutes to open a file.", "A full disk.", "Old files removed.", DESK,
         (60, 1_500), "3", 5),
    Kind("No network at several desks", "Nobody at the desks behind {host} gets an address.",
         "A loop through a desk phone.", "Port closed, loop guard switched on.", SWITCH, (30, 200), "2", 2),
)  # fmt: skip


@cache
def places(sort: str) -> Sequence[Place]:
    """Where trouble of a sort may be."""
    return tuple(place for place in _all() if place.sort == sort)


def place_of(name: str) -> Place:
    """The place of a name."""
    return next(place for place in _all() if place.name == name)


def _all() -> Iterator[Place]:
    for machine in machines():
        if sort := _sort_of(machine.tier):
            yield Place(machine.name, machine.application.name, machine.application.team, sort)
    for desk in desks():
        yield Place(desk.name, "the computer", "Service desk", DESK)
    for box in all_boxes(ACCESS_SWITCH):
        yield Place(box.name, "the network", "Network", SWITCH)


def _sort_of(tier: Tier) -> str:
    if tier.role in ("db", "web"):
        return DATABASE if tier.role == "db" else WEB
    return PROGRAM if tier.role in _PROGRAMS else ""
