"""What was bought and by which rules it counts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from cmdb_server.licence_position.estate import Installed, Processor

Metric: TypeAlias = Literal[
    "device", "named_device", "user", "named_user", "concurrent", "client_access", "core", "processor", "site"
]
METRICS: tuple[Metric, ...] = (
    *("device", "named_device", "user", "named_user", "concurrent", "client_access", "core", "processor", "site"),
)
Scope: TypeAlias = Literal["machine", "host", "cluster"]
SCOPES: tuple[Scope, ...] = ("machine", "host", "cluster")
HUNDRED = 100
_NUMBERS = re.compile(r"\d+")


class Licensed(NamedTuple):
    """A product that a right covers; `edition` "" is any."""

    publisher: str
    product: str
    edition: str = ""


class Factor(NamedTuple):
    """What a core counts on processors whose model fits a glob, in hundredths: 50 is half, 7000 is 70."""

    model: str
    hundredths: int


@dataclass(frozen=True)
class Terms:
    """The rules by which rights count; rights with equal terms are one pool.

    `entity` "" is all. `version` is the newest that is covered, "" any; older ones are where `is_downgradable`.
    `per_processor`, `per_host` and `per_machine` are the least that counts for each (the last for virtual machines).
    `scope` says what cores and processors are counted of: the machine, its host, or all hosts that it may move to.
    `instances` is how many virtual machines one licensing of a host covers, `devices` how many machines a user's
    right covers; 0 is any number. `allocated` are the machines (uid) or people to whom named rights are given.
    `stated` is how many use it at most at once, or have access, where only people can tell.
    """

    products: tuple[Licensed, ...]
    metric: Metric
    entity: str = ""
    version: str = ""
    is_downgradable: bool = True
    per_processor: int = 0
    per_host: int = 0
    per_machine: int = 0
    pack: int = 1
    factors: tuple[Factor, ...] = ()
    scope: Scope = "machine"
    instances: int = 0
    devices: int = 0
    allocated: tuple[str, ...] = ()
    stated: int = 0

    def covers(self, one: Installed) -> bool:
        """Whether what is installed is what the right is of, in an edition and version that it covers."""
        return any(_is_of(licensed, one) for licensed in self.products) and self._covers_version(one.version)

    def factor(self, processor: Processor) -> int:
        """What a core of a processor counts, in hundredths."""
        fits = (
            factor.hundredths for factor in self.factors if fnmatchcase(processor.model.lower(), factor.model.lower())
        )
        return next(fits, HUNDRED)

    def _covers_version(self, version: str) -> bool:
        newest, found = _numbers(self.version), _numbers(version)
        if not newest or not found:
            return True
        told = found[: len(newest)]
        return told == newest or (self.is_downgradable and told < newest)


@dataclass(frozen=True)
class Right:
    """Units of something that was bought. `price` is what one more costs, in hundredths of the currency counted in."""

    uid: str
    terms: Terms
    quantity: int
    price: int = 0


@dataclass(frozen=True)
class Pool:
    """Rights with equal terms: what they entitle to counts together; one more costs what the last one did."""

    terms: Terms
    rights: tuple[Right, ...]

    @property
    def quantity(self) -> int:
        """Units in all."""
        return sum(right.quantity for right in self.rights)

    @property
    def price(self) -> int:
        """What one more unit costs."""
        return self.rights[-1].price


def pools(rights: Iterable[Right]) -> list[Pool]:
    """Rights by their terms, in the order of the first of each."""
    found: dict[Terms, list[Right]] = {}
    for right in rights:
        found.setdefault(right.terms, []).append(right)
    return [Pool(terms, tuple(members)) for terms, members in found.items()]


def rules_of(terms: Terms) -> Sequence[str]:
    """The rules that are not as usual, in words."""
    usual = {entry.name: entry.default for entry in fields(Terms)}
    shown = ("per_processor", "per_host", "per_machine", "pack", "scope", "instances", "devices")
    return [f"{name} {getattr(terms, name)}" for name in shown if getattr(terms, name) != usual[name]]


def _is_of(licensed: Licensed, one: Installed) -> bool:
    if licensed.publisher.casefold() != one.publisher.casefold():
        return False
    if licensed.product.casefold() not in (one.product.casefold(), one.suite.casefold()):
        return False
    is_part = licensed.product.casefold() != one.product.casefold()
    return is_part or not licensed.edition or licensed.edition.casefold() == one.edition.casefold()


@lru_cache(maxsize=10_000)
def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in _NUMBERS.findall(version)[:4])
