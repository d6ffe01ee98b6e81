"""What is known of a credential: everything but its secret, which only a collector gets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from cmdb_server.address_ranges import ranges_of
from cmdb_server.credential_vault.kind import CredentialError, kind_of
from cmdb_server.credential_vault.scope import Scope
from cmdb_server.credential_vault.sealing import Sealing

_OPTIONS = msgspec.json.Decoder(dict[str, str])
_LISTS = ("ranges", "sites", "tags")
MOST_RANGES = 200


@dataclass(frozen=True)
class Wanted:
    """A credential as somebody wants it; `order` says which is tried first, `max_failures` 0 is no guard."""

    name: str
    user: str = ""
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    ranges: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    order: int = 100
    max_failures: int = 5


@dataclass(frozen=True)
class Credential:
    """A stored credential; times in microseconds, 0 for never. `failures` are those of its account since it worked."""

    uid: str
    kind: str
    wanted: Wanted
    created_at: int
    created_by: str
    secret_changed_at: int
    is_sealed_with_current_key: bool
    is_openable: bool = True
    last_used_at: int = 0
    last_worked_at: int = 0
    failures: int = 0
    last_failure_at: int = 0
    last_failure: str = ""

    @property
    def account(self) -> str:
        """The account that wrong tries may lock, "" for none."""
        return kind_of(self.kind).account(self.wanted.user)

    @property
    def failures_left(self) -> int | None:
        """How many more wrong tries are allowed, None where nothing is guarded."""
        guarded = self.account and self.wanted.max_failures
        return max(0, self.wanted.max_failures - self.failures) if guarded else None

    @property
    def is_stopped(self) -> bool:
        """Whether it is not tried any more until somebody says so."""
        return self.failures_left == 0

    @property
    def scope(self) -> Scope:
        """What it is for."""
        wanted = self.wanted
        return Scope(ranges_of(wanted.ranges), frozenset(wanted.sites), frozenset(wanted.tags))


class OpenCredential(NamedTuple):
    """A credential with its secret, on its way to a collector. Never log it or put it into an error."""

    credential: Credential
    secret: dict[str, str]

    def __repr__(self) -> str:
        return f"OpenCredential({self.credential.uid}, ***)"


def check_scope(wanted: Wanted) -> None:
    """Raise CredentialError or BadRangeError for a name, user or scope that cannot be."""
    if len(wanted.ranges) > MOST_RANGES:
        remedy = f"give at most {MOST_RANGES}, or a network that holds them"
        raise CredentialError("ranges", "are too many", remedy, str(len(wanted.ranges)))
    ranges_of(wanted.ranges)
    lists = ((f"{name}[{turn}]", text) for name in ("sites", "tags") for turn, text in enumerate(getattr(wanted, name)))
    for at, text in (("name", wanted.name), ("user", wanted.user), *lists):
        if not text.strip().isprintable():
            raise CredentialError(at, "holds characters that nobody can see", "type it anew", ascii(text)[1:-1])


def properties_of(wanted: Wanted) -> dict[str, Any]:
    """What is stored of a credential as it is wanted."""
    lists = {name: [entry.strip() for entry in getattr(wanted, name)] for name in _LISTS}
    options = {name: value for name, value in wanted.options.items() if value}
    return {
        **lists,
        "name": wanted.name.strip(),
        "user": wanted.user.strip(),
        "options": msgspec.json.encode(options).decode(),
        "order": wanted.order,
        "max_failures": wanted.max_failures,
    }


def credential_of(stored: Mapping[str, Any], account: Mapping[str, Any], sealing: Sealing) -> Credential:
    """A credential as it is stored, with what is known of its account."""
    given: dict[str, Any] = {name: stored[name] for name in ("name", "user", "order", "max_failures")}
    given |= {name: tuple(stored.get(name) or ()) for name in _LISTS}
    return Credential(
        uid=stored["uid"],
        kind=stored["kind"],
        wanted=Wanted(**given, options=_OPTIONS.decode(stored["options"])),
        **{name: stored[name] for name in ("created_at", "created_by", "secret_changed_at")},
        is_sealed_with_current_key=sealing.is_current(stored["sealed"]),
        is_openable=sealing.has_key_of(stored["sealed"]),
        last_used_at=stored.get("last_used_at", 0),
        last_worked_at=stored.get("last_worked_at", 0),
        failures=account.get("failures", 0),
        last_failure_at=account.get("last_failure_at", 0),
        last_failure=account.get("last_failure", ""),
    )
