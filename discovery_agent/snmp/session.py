"""The contract of a session: how a device is asked, whatever library asks it."""

from collections.abc import AsyncGenerator, Sequence
from typing import ClassVar, NamedTuple, Protocol, TypeAlias

from discovery_agent.errors import FAILED, DiscoveryError
from discovery_agent.secret import Secret
from discovery_agent.snmp.values import Value

PORT = 161
Row: TypeAlias = tuple[str, Value]
NO_SECRET = Secret("")


class SnmpError(DiscoveryError):
    """A device cannot be asked; the text says what was tried and what to do."""

    exit_code: ClassVar[int] = FAILED


class NoAnswerError(SnmpError):
    """The device did not answer in time."""


class TooBigError(SnmpError):
    """The device cannot put that much into one answer."""


class Target(NamedTuple):
    """Where a device is asked."""

    host: str
    port: int = PORT


class Credential(NamedTuple):
    """With what a device is asked; version 3 where `user` is given, with the names of its protocols."""

    community: Secret = NO_SECRET
    user: str = ""
    authentication: str = ""
    authentication_secret: Secret = NO_SECRET
    privacy: str = ""
    privacy_secret: Secret = NO_SECRET
    version: str = "2c"


class Session(Protocol):
    """An open line to one device. Every method raises NoAnswerError, TooBigError or SnmpError."""

    async def get(self, oids: Sequence[str]) -> dict[str, Value]:
        """What the device answers of these objects; those that it does not have are left out."""
        ...

    def column(self, oid: str, repetitions: int) -> AsyncGenerator[list[Row], None]:
        """The objects below one, an answer at a time, with at most `repetitions` objects in each."""
        ...

    async def present(self, oids: Sequence[str]) -> dict[str, bool]:
        """Whether the device answers anything below each of these objects; what cannot be told is left out."""
        ...

    def close(self) -> None:
        """Nothing more is asked."""
        ...

    def in_context(self, name: str) -> "Session | None":
        """The same device in another context; None where that cannot be asked for."""
        ...
