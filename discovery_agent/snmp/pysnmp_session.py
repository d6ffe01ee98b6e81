"""The session for what the fast one does not cover: contexts of version 3. It and `traps/engine.py` import pysnmp."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from importlib import import_module
from ipaddress import ip_address
from typing import Any

from discovery_agent.snmp.session import Credential, NoAnswerError, Row, SnmpError, Target, TooBigError
from discovery_agent.snmp.timing import Timing
from discovery_agent.snmp.values import Oid, Value

_library: Any = import_module("pysnmp.hlapi.v3arch.asyncio")  # it has no types
_errors: Any = import_module("pysnmp.error")
_NOTHING = frozenset(("NoSuchObject", "NoSuchInstance", "EndOfMibView", "Null"))
AUTHENTICATIONS = {
    "": "USM_AUTH_NONE",
    "MD5": "USM_AUTH_HMAC96_MD5",
    "SHA": "USM_AUTH_HMAC96_SHA",
    "SHA-224": "USM_AUTH_HMAC128_SHA224",
    "SHA-256": "USM_AUTH_HMAC192_SHA256",
    "SHA-384": "USM_AUTH_HMAC256_SHA384",
    "SHA-512": "USM_AUTH_HMAC384_SHA512",
}
PRIVACIES = {
    "": "USM_PRIV_NONE",
    "DES": "USM_PRIV_CBC56_DES",
    "AES": "USM_PRIV_CFB128_AES",
    "AES-192": "USM_PRIV_CFB192_AES",
    "AES-256": "USM_PRIV_CFB256_AES",
}
_MODELS = {"1": 0, "2c": 1}
_TOO_BIG, _NO_SUCH_NAME = 1, 2
_Request = Callable[[Any], Awaitable[Any]]


def _strict(target: Any) -> Any:  # noqa: ANN401 - the library has no types
    """A kind of target that is answered from where it was asked only: the library takes an answer from anywhere."""
    parent = target.PROTO_TRANSPORT

    class Line(parent):
        """Its socket."""

        def __init__(self) -> None:
            parent.__init__(self)
            self._asked: set[tuple[Any, int]] = set()

        def send_message(self, message: bytes, address: Any) -> None:  # noqa: ANN401 - the library has no types
            """Ask."""
            self._asked.add(_place(address))
            parent.send_message(self, message, address)

        def datagram_received(self, datagram: bytes, address: Any) -> None:  # noqa: ANN401 - the library has no types
            """Take what was asked for."""
            if _place(address) in self._asked:
                parent.datagram_received(self, datagram, address)

    return type(target.__name__, (target,), {"PROTO_TRANSPORT": Line})


def _place(address: Any) -> tuple[Any, int]:  # noqa: ANN401 - the library has no types
    return ip_address(str(address[0]).partition("%")[0]), int(address[1])


_KINDS_OF_LINE = {False: _strict(_library.UdpTransportTarget), True: _strict(_library.Udp6TransportTarget)}


def new_engine() -> Any:  # noqa: ANN401 - the library has no types
    """An engine for all sessions of a program: making one takes a tenth of a second."""
    return _library.SnmpEngine()


def close_engine(engine: Any) -> None:  # noqa: ANN401 - the library has no types
    """Close the sockets of an engine."""
    engine.close_dispatcher()


class PySnmpSession:
    """A session of any version, in any context."""

    def __init__(
        self, engine: object, target: Target, credential: Credential, timing: Timing, context: str = ""
    ) -> None:
        self._engine = engine
        self._target = target
        self._credential = credential
        self._timing = timing
        self._context = context

    async def get(self, oids: Sequence[str]) -> dict[str, Value]:
        """What the device answers of these objects; those that it does not have are left out."""
        wanted = [_library.ObjectType(_library.ObjectIdentity(oid)) for oid in oids]

        def ask(line: Any) -> Awaitable[Any]:  # noqa: ANN401 - the library has no types
            return _library.get_cmd(*self._with(line), *wanted, lookupMib=False)

        return {name: value for name, value in await self._answered(ask) if value is not None}

    async def column(self, oid: str, repetitions: int) -> AsyncGenerator[list[Row], None]:
        """The objects below one, an answer at a time."""
        last = oid
        while True:
            batch: list[Row] = []
            for name, value in await self._following(last, repetitions):
                if value is None or not name.startswith(f"{oid}."):
                    if batch:
                        yield batch
                    return
                batch.append((name, value))
            if not batch:
                return
            yield batch
            last = batch[-1][0]

    async def present(self, oids: Sequence[str]) -> dict[str, bool]:
        """Nothing: each has to be asked for."""
        return dict.fromkeys(oids[:0], True)

    def close(self) -> None:
        """Nothing: the engine that many sessions share holds what is open."""

    def in_context(self, name: str) -> "PySnmpSession":
        """The same device in another context: of version 3 by its name, else by the community `community@name`."""
        credential = self._credential
        if not credential.user:
            community = type(credential.community)(f"{credential.community.reveal()}@{name}")
            return PySnmpSession(self._engine, self._target, credential._replace(community=community), self._timing)
        return PySnmpSession(self._engine, self._target, credential, self._timing, f"vlan-{name}")

    async def _following(self, oid: str, repetitions: int) -> list[tuple[str, Value | None]]:
        start = _library.ObjectType(_library.ObjectIdentity(oid))

        def ask(line: Any) -> Awaitable[Any]:  # noqa: ANN401 - the library has no types
            if self._credential.version == "1" and not self._credential.user:
                return _library.next_cmd(*self._with(line), start, lookupMib=False)
            return _library.bulk_cmd(*self._with(line), 0, repetitions, start, lookupMib=False)

        return await self._answered(ask)

    async def _answered(self, ask: _Request) -> list[tuple[str, Value | None]]:
        """The objects of an answer, asked for again as often as the timing allows."""
        for seconds in self._timing.attempts():
            place = (self._target.host, self._target.port)
            try:
                line = await _KINDS_OF_LINE[":" in place[0]].create(place, timeout=seconds, retries=0)
                indication, status, _, bindings = await ask(line)
            except _errors.PySnmpError as error:
                raise SnmpError(f"{self._target.host}: {type(error).__name__}") from error
            if indication is None:
                return self._checked(int(status), bindings)
            if "No SNMP response" not in str(indication):
                raise SnmpError(f"{self._target.host}: {indication}")
        raise NoAnswerError(f"{self._target.host} port {self._target.port} does not answer")

    def _checked(self, status: int, bindings: Any) -> list[tuple[str, Value | None]]:  # noqa: ANN401 - the library has no types
        if status == _TOO_BIG:
            raise TooBigError(f"{self._target.host}: the answer would be too big")
        if status not in (0, _NO_SUCH_NAME):
            raise SnmpError(f"{self._target.host}: error status {status}")
        return [] if status else [(str(binding[0]), value_of(binding[1])) for binding in bindings]

    def _with(self, line: Any) -> tuple[Any, ...]:  # noqa: ANN401 - the library has no types
        return self._engine, _user(self._credential), line, _library.ContextData(contextName=self._context.encode())


def _user(credential: Credential) -> Any:  # noqa: ANN401 - the library has no types
    if not credential.user:
        return _library.CommunityData(credential.community.reveal(), mpModel=_MODELS.get(credential.version, 1))
    return _library.UsmUserData(
        credential.user,
        credential.authentication_secret.reveal() or None,
        credential.privacy_secret.reveal() or None,
        authProtocol=getattr(_library, AUTHENTICATIONS[credential.authentication]),
        privProtocol=getattr(_library, PRIVACIES[credential.privacy]),
    )


def value_of(shown: Any) -> Value | None:  # noqa: ANN401 - the library has no types
    """A value of the library as one of ours."""
    if type(shown).__name__ in _NOTHING:
        return None
    if hasattr(shown, "asTuple"):
        return Oid(str(shown))
    return bytes(shown.asOctets()) if hasattr(shown, "asOctets") else int(shown)
