"""pysnmp as the receiver of traps and informs: it decodes, decrypts and acknowledges.

Who vouches for a message is decided here and in `receiver.py`, before the library sees it: that would believe a message
of version 3 that nobody signed, and one that was sent before. Its own parts check the signatures.
"""

import logging
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from discovery_agent.scan.job import Credential, message_of_credential
from discovery_agent.snmp.method import credential_of
from discovery_agent.snmp.pysnmp_session import AUTHENTICATIONS, PRIVACIES, value_of
from discovery_agent.snmp.values import Value
from discovery_agent.traps.header import Header
from discovery_agent.traps.reasons import MALFORMED, OUT_OF_WINDOW, UNDECRYPTABLE, Reason

_config: Any = import_module("pysnmp.entity.config")  # it has no types
_engines: Any = import_module("pysnmp.entity.engine")
_receivers: Any = import_module("pysnmp.entity.rfc3413.ntfrcv")
_carriers: Any = import_module("pysnmp.carrier.asyncio.dispatch")
_errors: Any = import_module("pysnmp.error")
_asn1: Any = import_module("pysnmp.proto.rfc1902")
_MOST_SENDERS = 4_096
_FAILURES = {"NotInTimeWindow": OUT_OF_WINDOW, "DecryptionError": UNDECRYPTABLE}
_log = logging.getLogger(__name__)
Send = Callable[[bytes, Any], None]


class _User(NamedTuple):
    """A user of version 3 with the keys of its passphrases, which take milliseconds to make."""

    credential: Credential
    authentication: Any
    authentication_key: Any
    privacy: Any
    privacy_key: Any


class Read(NamedTuple):
    """What came of a message: its objects, or why there are none; neither where it only asked who we are."""

    bindings: tuple[tuple[str, Value], ...] = ()
    failure: Reason | None = None


class TrapEngine:
    """An SNMP engine that only listens, with credentials that never change. `send` answers the sender of an inform.

    Each has boots of its own, greater than those of the one before: its time begins anew.
    """

    def __init__(self, engine_id: bytes, boots: int, credentials: Sequence[Credential], send: Send) -> None:
        self.engine_id = engine_id
        self.credentials = tuple(credentials)
        self._engine = _engines.SnmpEngine()
        self._set("snmpEngineID", engine_id)
        self._set("snmpEngineBoots", boots)
        self._engine.snmpEngineID = self._symbol("snmpEngineID").syntax
        self._line = _Line(send)
        dispatcher = _carriers.AsyncioDispatcher()
        dispatcher.register_transport(_config.SNMP_UDP_DOMAIN, self._line)
        self._engine.register_transport_dispatcher(dispatcher)
        self._receiver = _receivers.NotificationReceiver(self._engine, self._taken)
        self._engine.observer.register_observer(self._failed, "rfc3412.prepareDataElements:sm-failure")
        for number, community in enumerate(sorted({one.text("community") for one in credentials} - {""})):
            _config.add_v1_system(self._engine, f"community-{number}", community)
        self._users: dict[bytes, list[_User]] = {}
        for user in filter(None, map(_user_of, credentials)):
            self._users.setdefault(user.credential.user.encode(), []).append(user)
        self._known: dict[tuple[bytes, bytes], _User] = {}
        self._read = Read()

    def believes(self, credentials: Sequence[Credential]) -> bool:
        """Whether these are its credentials, the same secrets among them."""
        return [message_of_credential(one) for one in credentials] == list(map(message_of_credential, self.credentials))

    @property
    def is_full(self) -> bool:
        """Whether it knows so many senders that another one should take its place."""
        return len(self._known) >= _MOST_SENDERS

    def vouch(self, header: Header, datagram: bytes, address: str) -> Credential | None:
        """The credential whose user has signed a message, of those that are meant for the address."""
        for user in self._users.get(header.user, ()):
            if user.credential.covers(address) and _is_signed_by(user, header, datagram):
                self._remember(header, user)
                return user.credential
        return None

    def read(self, datagram: bytes, address: object) -> Read:
        """What a message says. Whoever waits for an acknowledgement gets it."""
        self._read = Read(failure=MALFORMED)
        try:
            self._line.receive(datagram, address)
        except Exception as error:  # noqa: BLE001 - the library lets out whatever is wrong with a message
            _log.debug("trap_not_decoded", extra={"error": type(error).__name__})
        return self._read

    def close(self) -> None:
        """End it."""
        self._receiver.close(self._engine)
        self._engine.close_dispatcher()

    def _remember(self, header: Header, user: _User) -> None:
        """Tell the library the keys of a user at an engine that has proved to know them."""
        place = (header.engine_id, header.user)
        if self._known.get(place) is user:
            return
        self._known[place] = user
        _config.add_v3_user(
            self._engine,
            user.credential.user,
            user.authentication,
            user.authentication_key,
            user.privacy,
            user.privacy_key,
            securityEngineId=_asn1.OctetString(header.engine_id),
            authKeyType=_config.USM_KEY_TYPE_MASTER,
            privKeyType=_config.USM_KEY_TYPE_MASTER,
        )

    def _taken(self, _engine: Any, _reference: Any, _id: Any, _context: Any, bindings: Any, _given: Any) -> None:  # noqa: ANN401 - the library's call
        found = ((str(name), value_of(value)) for name, value in bindings)
        self._read = Read(tuple((name, value) for name, value in found if value is not None))

    def _failed(self, _engine: Any, _point: Any, variables: Any, _given: Any) -> None:  # noqa: ANN401 - the library's call
        indication = variables["statusInformation"].get("errorIndication")
        self._read = Read(failure=_FAILURES.get(type(indication).__name__))

    def _symbol(self, name: str) -> Any:  # noqa: ANN401 - the library has no types
        return self._engine.get_mib_builder().import_symbols("__SNMP-FRAMEWORK-MIB", name)[0]

    def _set(self, name: str, value: object) -> None:
        symbol = self._symbol(name)
        symbol.syntax = symbol.syntax.clone(value)


class _Line:
    """Stands where the library wants a socket: messages come when `receive` is called, and leave by `send`."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._receive: Callable[[Any, Any, bytes], None] = lambda _line, _address, _message: None

    def receive(self, message: bytes, address: object) -> None:
        """Give the library a message."""
        self._receive(self, address, message)

    def register_callback(self, callback: Callable[[Any, Any, bytes], None]) -> None:
        """The library says where it wants messages."""
        self._receive = callback

    def unregister_callback(self) -> None:
        """The library wants no more."""
        self._receive = lambda _line, _address, _message: None

    def send_message(self, message: bytes, address: object) -> None:
        """The library answers."""
        self._send(message, address)

    def close_transport(self) -> None:
        """The socket is somebody else's."""


def _user_of(credential: Credential) -> _User | None:
    """None for what is no user, and for one that signs nothing: a name alone is no proof."""
    given = credential_of(credential)
    if not given.user or given.authentication not in AUTHENTICATIONS or given.privacy not in PRIVACIES:
        return None
    if not given.authentication:
        return None
    authentication = getattr(_config, AUTHENTICATIONS[given.authentication])
    privacy = getattr(_config, PRIVACIES[given.privacy])
    signing = _config.AUTH_SERVICES[authentication]
    signing_key = signing.hash_passphrase(_asn1.OctetString(given.authentication_secret.reveal().encode()))
    hiding_key = None
    if given.privacy:
        phrase = _asn1.OctetString(given.privacy_secret.reveal().encode())
        hiding_key = _config.PRIV_SERVICES[privacy].hash_passphrase(authentication, phrase)
    return _User(credential, authentication, signing_key, privacy, hiding_key)


def _is_signed_by(user: _User, header: Header, datagram: bytes) -> bool:
    signing = _config.AUTH_SERVICES[user.authentication]
    key = signing.localize_key(user.authentication_key, _asn1.OctetString(header.engine_id))
    try:
        signing.authenticate_incoming_message(key, _asn1.OctetString(header.signature), datagram)
    except _errors.PySnmpError:
        return False
    return True
