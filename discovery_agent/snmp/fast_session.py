"""The fast session: gufo-snmp. Only this file and `line.py` import it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

from gufo.snmp import (
    Aes128Key,
    Aes192Key,
    Aes256Key,
    DesKey,
    Md5Key,
    Sha1Key,
    Sha224Key,
    Sha256Key,
    Sha384Key,
    Sha512Key,
    SnmpVersion,
    User,
)
from gufo.snmp import SnmpError as GufoError
from gufo.snmp.aio import SnmpSession
from gufo.snmp.aio.client import GetIter  # pyright: ignore[reportPrivateImportUsage] - the class is documented nowhere else
from gufo.snmp.user import BaseAuthKey, BasePrivKey

from discovery_agent.snmp.line import Line
from discovery_agent.snmp.presence import present
from discovery_agent.snmp.session import Credential, NoAnswerError, Row, Session, SnmpError, Target
from discovery_agent.snmp.timing import Timing
from discovery_agent.snmp.values import Oid, Value

AUTHENTICATIONS: dict[str, type[BaseAuthKey]] = {
    "MD5": Md5Key,
    "SHA": Sha1Key,
    "SHA-224": Sha224Key,
    "SHA-256": Sha256Key,
    "SHA-384": Sha384Key,
    "SHA-512": Sha512Key,
}
PRIVACIES: dict[str, type[BasePrivKey]] = {"DES": DesKey, "AES": Aes128Key, "AES-192": Aes192Key, "AES-256": Aes256Key}
_IPV4_PARTS = 4
_BYTE = 256
_LONGEST = 30.0
_MOST_PANICS = 3  # each fills the log with a page
T = TypeVar("T")
_Told: TypeAlias = tuple[Sequence[tuple[str, object]], bool]  # rows, and whether they are the last
_Ask: TypeAlias = Callable[[float], Awaitable[T]]  # waits so many seconds
_VERSIONS = {"1": SnmpVersion.v1, "2c": SnmpVersion.v2c}


class FastSession:
    """A session of SNMP version 1, 2c or 3. Contexts are asked for by community, as Cisco's devices want it.

    The library knows no contexts of version 3: `elsewhere` makes the sessions for those.
    """

    def __init__(
        self,
        target: Target,
        credential: Credential,
        timing: Timing,
        elsewhere: Callable[[str], Session | None] = lambda _name: None,
    ) -> None:
        self._target = target
        self._credential = credential
        self._timing = timing
        self._elsewhere = elsewhere
        self._line: Line | None = None
        self._panics = 0

    async def get(self, oids: Sequence[str]) -> dict[str, Value]:
        """What the device answers of these objects; those that it does not have are left out."""
        line = await self._open()
        send = partial(line.socket.send_get_many, list(oids))
        found = await self._timed(partial(line.ask, send, line.socket.recv_get_many))
        return {oid: value for oid, shown in found.items() if (value := value_of(shown)) is not None}

    async def column(self, oid: str, repetitions: int) -> AsyncGenerator[list[Row], None]:
        """The objects below one, an answer at a time."""
        line = await self._open()
        is_bulk = self._credential.version != "1" or bool(self._credential.user)
        following = _bulk(line, oid, repetitions) if is_bulk else _one_by_one(line, oid, repetitions)
        is_over = False
        while not is_over:
            told, is_over = await self._timed(following)
            if told:
                yield [
                    (name, shown if type(shown) is int or type(shown) is bytes else _kept(shown))
                    for name, shown in told
                ]

    async def present(self, oids: Sequence[str]) -> dict[str, bool]:
        """Whether there is anything below each; told in one answer, which the library cannot ask for."""
        if self._credential.user or not oids:
            return {}
        return await self._timed(_within(partial(present, self._target, self._credential, oids)))

    def in_context(self, name: str) -> Session | None:
        """The device under the community `community@name`."""
        if self._credential.user:
            return self._elsewhere(name)
        community = type(self._credential.community)(f"{self._credential.community.reveal()}@{name}")
        return FastSession(self._target, self._credential._replace(community=community), self._timing)

    def close(self) -> None:
        """Nothing more is asked."""
        if self._line is not None:
            self._line.close()
            self._line = None

    async def _open(self) -> Line:
        if self._panics >= _MOST_PANICS:
            raise NoAnswerError(f"{self._target.host} gives answers that no agent gives")
        if self._line is None:
            made = self._made()
            await self._timed(_within(made.refresh))
            # The library's own iterators wait for each row of an answer by itself, longer than decoding it takes.
            self._line = Line(made._sock)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - see above
        return self._line

    def _made(self) -> SnmpSession:
        try:
            return _session(self._target, self._credential)
        except OSError as error:  # there is no way to the target
            raise NoAnswerError(f"{self._target.host}: {error.strerror or error}") from error

    async def _timed(self, ask: "_Ask[T]") -> T:
        """The answer to a request, sent again as often as the timing allows."""
        clock = asyncio.get_running_loop().time
        for seconds in self._timing.attempts():
            started_at = clock()
            try:
                answer = await ask(seconds)
            except TimeoutError:
                continue
            except (GufoError, RuntimeError, ValueError) as error:
                raise SnmpError(f"{self._target.host}: {type(error).__name__}: {error}") from error
            except OSError as error:
                raise NoAnswerError(f"{self._target.host}: {error.strerror or error}") from error
            except BaseException as error:
                if not _is_panic(error):
                    raise
                self.close()  # what has panicked is not asked again
                self._panics += 1
                raise SnmpError(f"{self._target.host}: an answer that no agent gives: {error}") from error
            self._timing.answered(clock() - started_at)
            return answer
        raise NoAnswerError(f"{self._target.host} port {self._target.port} does not answer")


def _within(ask: Callable[[], Awaitable[T]]) -> "_Ask[T]":
    """What ends when the time is up, of what would wait for ever."""

    async def timed(seconds: float) -> T:
        async with asyncio.timeout(seconds):
            return await ask()

    return timed


def _bulk(line: Line, oid: str, repetitions: int) -> "_Ask[_Told]":
    """What asks for the next rows of a column, an answer each time."""
    rows = GetIter(oid, repetitions)
    send, receive = partial(line.socket.send_get_bulk, rows), partial(line.socket.recv_get_bulk, rows)

    async def ask(seconds: float) -> _Told:
        try:
            answer = await line.ask(send, receive, seconds)
        except StopAsyncIteration:
            return (), True
        told = [row for row in answer if row is not None]
        return told, len(told) < len(answer) or not answer

    return ask


def _one_by_one(line: Line, oid: str, repetitions: int) -> "_Ask[_Told]":
    """What asks for the next rows of a column where each has to be asked for (version 1)."""
    rows = GetIter(oid)
    send, receive = partial(line.socket.send_get_next, rows), partial(line.socket.recv_get_next, rows)

    async def ask(seconds: float) -> _Told:
        told: list[tuple[str, object]] = []
        while len(told) < repetitions:
            try:
                told.append(await line.ask(send, receive, seconds))
            except StopAsyncIteration:
                return told, True
            except TimeoutError:
                if not told:
                    raise
                break  # the one that is missing is the next to be asked for
        return told, False

    return ask


def _session(target: Target, credential: Credential) -> SnmpSession:
    if credential.user:
        return SnmpSession(target.host, port=target.port, user=_user(credential), timeout=_LONGEST)
    version = _VERSIONS.get(credential.version)
    if version is None:
        raise SnmpError(f"SNMP version {credential.version!r} is none; give 1, 2c or 3")
    community = credential.community.reveal()
    return SnmpSession(target.host, port=target.port, community=community, version=version, timeout=_LONGEST)


def _user(credential: Credential) -> User:
    authentication = AUTHENTICATIONS.get(credential.authentication)
    privacy = PRIVACIES.get(credential.privacy)
    if credential.authentication and authentication is None:
        known = ", ".join(AUTHENTICATIONS)
        raise SnmpError(f"the authentication protocol {credential.authentication!r} is none; give {known}")
    if credential.privacy and privacy is None:
        raise SnmpError(f"the privacy protocol {credential.privacy!r} is none; give {', '.join(PRIVACIES)}")
    return User(
        credential.user,
        auth_key=authentication(credential.authentication_secret.reveal().encode()) if authentication else None,
        priv_key=privacy(credential.privacy_secret.reveal().encode()) if privacy else None,
    )


def _is_panic(error: BaseException) -> bool:
    """Whether the library's compiled part gave up over an answer; the class of that cannot be imported."""
    return type(error).__module__ == "pyo3_runtime"


def _kept(shown: object) -> Value:
    """A value of a column, in which an object without one is kept."""
    value = value_of(shown)
    return b"" if value is None else value


def value_of(shown: object) -> Value | None:
    """A value of the library as one of ours. It tells addresses and object identifiers both as text."""
    if type(shown) is int or type(shown) is bytes:
        return shown
    if isinstance(shown, str):
        parts = shown.split(".")
        is_address = len(parts) == _IPV4_PARTS and all(part.isdecimal() and int(part) < _BYTE for part in parts)
        return shown.encode() if is_address or not all(part.isdecimal() for part in parts) else Oid(shown)
    return str(shown).encode() if isinstance(shown, float) else None
