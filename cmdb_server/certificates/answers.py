"""What is answered of certificates; the fields are the names of the API. Times are RFC 3339."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmdb_server.certificates.expiry import State


@dataclass(frozen=True)
class ShownAt:
    """An endpoint or program that shows a certificate; `root` names the machine that it is on."""

    uid: str
    name: str
    ci_class: str
    root: str | None


@dataclass(frozen=True)
class FailingService:
    """A service that is not up once a certificate has expired, and how it is then."""

    uid: str
    name: str
    ci_class: str
    state: str


@dataclass(frozen=True)
class ListedCertificate:
    """A certificate in use. `days_left` is below 0 once it has expired; `state` is expired, soon (30 days) or later.

    `services` are those that fail when it expires, `reaches_services` whether that was asked of it: of those that
    expire first.
    """

    uid: str
    name: str
    ci_class: str
    issuer: str
    expires_at: str
    days_left: int
    state: State
    shown_at: Sequence[ShownAt]
    shown_count: int
    services: Sequence[FailingService]
    reaches_services: bool


@dataclass(frozen=True)
class Certificates:
    """Certificates in use, the first to expire first; `total` is how many there are."""

    items: Sequence[ListedCertificate]
    total: int
