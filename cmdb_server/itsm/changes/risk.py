"""The risk of a change as a sum: every factor has its points and says in words why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cmdb_server.itsm.priority import HitService

Level = Literal["low", "medium", "high"]
LEVELS: tuple[Level, ...] = ("low", "medium", "high")
_STATE_POINTS = {"down": 10, "degraded": 5, "at_risk": 2}
_CRITICALITY_WORDS = {0: "of unknown criticality", 1: "low", 2: "medium", 3: "high", 4: "vital"}
_MORE_SERVICES, _USERS = 10, ((1_000, 15), (50, 10), (1, 5))
_COLLISION_POINTS = {"joint": 20, "dependency": 10, "shared": 10, "same_ci": 10}
_MOST_COLLISIONS, _MOST_UNKNOWN, _MOST_FAILED = 40, 15, 15
_FREEZE, _OUTSIDE, _NO_ROLLBACK, _NO_TESTS, _EMERGENCY, _FAILED = 25, 10, 15, 10, 10, 5


@dataclass(frozen=True)
class Factor:
    """Points for one thing that speaks against a change, in words."""

    name: str
    points: int
    text: str


@dataclass(frozen=True)
class Circumstances:
    """What the score is made of.

    `collisions` are the words of each pair; `outside` services are hit outside of their maintenance windows; `stale`
    and `assumed` count what is not sure on the way; `done`, `failed`: changes of these CIs before, and those of them
    that did not succeed.
    """

    services: Sequence[HitService] = ()
    names: Sequence[str] = ()
    collisions: Sequence[Sequence[str]] = ()
    freezes: Sequence[str] = ()
    outside: Sequence[str] = ()
    stale: int = 0
    assumed: int = 0
    peers: int = 0
    is_emergency: bool = False
    has_rollback: bool = True
    has_tests: bool = True
    done: int = 0
    failed: int = 0


def factors(told: Circumstances) -> list[Factor]:
    """Every factor that counts, the weightiest first. More of anything never lowers the sum."""
    found = [*_impact(told), *_time(told), *_unknown(told), *_care(told)]
    return sorted((one for one in found if one.points), key=lambda one: (-one.points, one.name))


def _impact(told: Circumstances) -> list[Factor]:
    found: list[Factor] = []
    if told.services:
        points = [_STATE_POINTS[one.state] * max(one.criticality, 1) for one in told.services]
        worst = points.index(max(points))
        one = told.services[worst]
        word = _CRITICALITY_WORDS[min(one.criticality, 4)]
        text = f"{told.names[worst]} is {one.state.replace('_', ' ')}, criticality {word}"
        found.append(Factor("service", points[worst], text))
        more = len(points) - 1
        found.append(Factor("services", min(more, _MORE_SERVICES), f"{_many(more, 'more service')} hit"))
    users = max((one.users for one in told.services if one.state != "at_risk"), default=0)
    at_least = next((points for least, points in _USERS if users >= least), 0)
    return [*found, Factor("users", at_least, f"{users} users or more do not get what they need")]


def _time(told: Circumstances) -> list[Factor]:
    points = sum(max(_COLLISION_POINTS[word] for word in words) for words in told.collisions)
    return [
        Factor(
            "collisions", min(points, _MOST_COLLISIONS), f"{_many(len(told.collisions), 'other change')} in its way"
        ),
        Factor("freeze", _FREEZE * bool(told.freezes), f"it falls into {', '.join(told.freezes)}"),
        Factor("window", _OUTSIDE * bool(told.outside), f"outside the maintenance of {', '.join(told.outside)}"),
    ]


def _unknown(told: Circumstances) -> list[Factor]:
    many = told.stale * 2 + told.assumed + told.peers
    counted = ((told.stale, "stale"), (told.assumed, "assumed"), (told.peers, "at addresses that nobody knows"))
    said = ", ".join(f"{count} {word}" for count, word in counted if count)
    return [Factor("unknown", min(many, _MOST_UNKNOWN), f"not all is sure on the way: {said}")]


def _care(told: Circumstances) -> list[Factor]:
    failed = f"{told.failed} of {told.done} changes of these CIs did not succeed within a year"
    return [
        Factor("rollback", 0 if told.has_rollback else _NO_ROLLBACK, "nobody has said how it is taken back"),
        Factor("tests", 0 if told.has_tests else _NO_TESTS, "nobody has said what was tried before"),
        Factor("emergency", _EMERGENCY * told.is_emergency, "it is an emergency, done in haste"),
        Factor("history", min(told.failed * _FAILED, _MOST_FAILED), failed),
    ]


def _many(number: int, what: str) -> str:
    return f"{number} {what} is" if number == 1 else f"{number} {what}s are"


def level_of(score: int, bounds: tuple[int, int]) -> Level:
    """Low, or at least as high as one of two bounds: medium, high."""
    return LEVELS[sum(score >= bound for bound in bounds)]
