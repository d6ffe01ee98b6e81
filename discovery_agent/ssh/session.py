"""One connection to one machine: TCP, greeting, key exchange, login, script, each with its own time limit."""

import logging
import socket
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from typing import Any, NamedTuple

import paramiko
from paramiko.kex_curve25519 import KexCurve25519
from paramiko.packet import Packetizer
from paramiko.ssh_exception import IncompatiblePeer

from discovery_agent.scan.job import Credential
from discovery_agent.scan.method import Target
from discovery_agent.scan.outcomes import (
    FELL_SILENT,
    MALFORMED,
    NO_SHELL,
    OUTPUT_LIMIT,
    REFUSED,
    SILENT,
    TARPIT,
    TIME_LIMIT,
    UNREACHABLE,
    WEAK_ALGORITHMS,
    WRONG_CREDENTIAL,
    AttemptOutcome,
)
from discovery_agent.scan.read_devices import Find, Mark, SameDeviceError
from discovery_agent.scan.shown_key import ShownKey
from discovery_agent.secret import Secret
from discovery_agent.ssh.errors import HostKeyError, SshError
from discovery_agent.ssh.greeting import Greeted, read_greeting
from discovery_agent.ssh.host_keys import HostKeys, PinnedKey
from discovery_agent.ssh.private_keys import private_key
from discovery_agent.ssh.script import COMMAND

_LOG = "discovery_agent.ssh.library"
_CIPHERS = (
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes256-ctr",
    "aes192-ctr",
)
_DIGESTS = (
    "hmac-sha2-256",
    "hmac-sha2-512",
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
)
_CURVE = "curve25519-sha256"
_KEX: tuple[str, ...] = vars(paramiko.Transport)["_preferred_kex"]
_NO_SECRET = Secret("")
_READ_AT_ONCE = 1 << 16
_MAX_COMPLAINTS = 1 << 20
_POLL_SECONDS = 1.0


class _Transport(paramiko.Transport):
    """Knows Curve25519 by the name of RFC 8731 too: hardened servers offer only that, the library its former one."""

    _active_check_timeout = _POLL_SECONDS  # how often its thread looks whether it is still wanted
    _kex_info: Mapping[str, Any] = {**vars(paramiko.Transport)["_kex_info"], _CURVE: KexCurve25519}
    _preferred_kex: tuple[str, ...] = (*_KEX[:1], _CURVE, *_KEX[1:])

    def _log(self, level: int, msg: object, *args: object) -> None:
        """Nothing: what a device makes the library say is told as an outcome."""

    def _parse_debug(self, m: paramiko.Message) -> None:
        """Nothing: what a server says for those who debug it nobody reads."""


class _Packetizer(Packetizer):
    """Starts no timer, a thread for each connection: who waits for the key exchange gives up by itself."""

    def start_handshake(self, timeout: float) -> None:
        """Nothing."""


class Seconds(NamedTuple):
    """How long each phase may take. `command` holds within the script, for each of its commands."""

    connect: float = 5.0
    greeting: float = 10.0
    key_exchange: float = 15.0
    login: float = 30.0
    channel: float = 15.0
    script: float = 240.0
    command: int = 20


class Printed(NamedTuple):
    """What the script printed. `cut` is why it was not heard to its end."""

    output: bytes
    complaints: bytes
    cut: AttemptOutcome | None = None


@contextmanager
def session(
    target: Target, credential: Credential, seconds: Seconds, find: Find | None = None
) -> Generator[paramiko.Transport]:
    """A connection that is logged in. Raises SshError, and SameDeviceError where `find` knows who shows this key."""
    connection = _connected(target, seconds.connect)
    with closing(connection):
        transport = _negotiated(read_greeting(connection, seconds.greeting), target, seconds)
        try:
            if find is not None and (known := find(Mark((_shown_by(transport).fingerprint,)))):
                raise SameDeviceError(known)
            _log_in(transport, credential, seconds.login)
            yield transport
        finally:
            transport.close()


def run_script(transport: paramiko.Transport, script: bytes, seconds: Seconds, max_bytes: int) -> Printed:
    """Run the script in the one channel and hear it to its end or a limit. Raises SshError."""
    try:
        channel = transport.open_session(timeout=seconds.channel)
        channel.settimeout(seconds.channel)
        channel.exec_command(COMMAND)
        channel.sendall(script)
        channel.shutdown_write()
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise SshError(NO_SHELL, f"the command {COMMAND!r} was refused: {error or type(error).__name__}") from error
    return _heard(channel, time.monotonic() + seconds.script, max_bytes)


def _connected(target: Target, seconds: float) -> socket.socket:
    try:
        connection = socket.create_connection((target.address, target.port), timeout=seconds)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except TimeoutError as error:
        raise SshError(SILENT, f"TCP port {target.port} did not answer within {seconds:g} s") from error
    except ConnectionRefusedError as error:
        raise SshError(REFUSED, f"nothing listens on TCP port {target.port}") from error
    except OSError as error:
        raise SshError(UNREACHABLE, f"TCP port {target.port}: {error.strerror or error}") from error
    return connection


def _negotiated(greeted: Greeted, target: Target, seconds: Seconds) -> paramiko.Transport:
    """The key exchange, and whether the machine is the one that it was before."""
    _silence()
    transport = _Transport(greeted, packetizer_class=_Packetizer)  # pyright: ignore[reportArgumentType] - it takes what reads like a socket
    transport.set_log_channel(_LOG)
    transport.auth_timeout = seconds.login
    keys = HostKeys(target.state)
    pinned = keys.pinned(_device(target))
    _restrict(transport, pinned)
    done = threading.Event()
    transport.start_client(event=done)
    try:
        _wait_for_exchange(transport, done, seconds.key_exchange)
        _check_host_key(transport, keys, target, pinned)
    except SshError:
        transport.close()
        raise
    return transport


@cache
def _silence() -> None:
    """No line in any log is of the library's words: what a device makes it say is told as an outcome."""
    logging.getLogger(_LOG).setLevel(logging.CRITICAL + 1)


def _wait_for_exchange(transport: paramiko.Transport, done: threading.Event, seconds: float) -> None:
    if not done.wait(seconds):
        raise SshError(TARPIT, f"the key exchange was not over after {seconds:g} s")
    if not transport.is_active():
        raise _failed_exchange(transport.get_exception())


def _restrict(transport: paramiko.Transport, pinned: PinnedKey | None) -> None:
    """Only algorithms without known weaknesses; the kind of the pinned key first, so that it is the one compared."""
    options = transport.get_security_options()
    options.ciphers = [name for name in _CIPHERS if name in options.ciphers]
    options.digests = [name for name in _DIGESTS if name in options.digests]
    if pinned:
        wanted = [name for name in options.key_types if _is_of(name, pinned.kind)]
        options.key_types = [*wanted, *(name for name in options.key_types if name not in wanted)]


def _is_of(algorithm: str, kind: str) -> bool:
    """Whether a signature algorithm belongs to a kind of key: RSA keys sign in several ways."""
    return algorithm == kind or (kind == "ssh-rsa" and algorithm.startswith("rsa-sha2"))


def _failed_exchange(error: BaseException | None) -> SshError:
    if isinstance(error, IncompatiblePeer):
        return SshError(WEAK_ALGORITHMS, str(error))
    if isinstance(error, EOFError | OSError) or error is None:
        return SshError(FELL_SILENT, "it broke off the key exchange")
    return SshError(MALFORMED, f"the key exchange failed: {error}")


def _device(target: Target) -> str:
    """Whose key is pinned."""
    return f"{target.network_scope}/{target.address}:{target.port}"


def _check_host_key(transport: paramiko.Transport, keys: HostKeys, target: Target, pinned: PinnedKey | None) -> None:
    shown, device = _shown_by(transport), _device(target)
    told = ShownKey(target.port, shown.kind, shown.fingerprint)
    if pinned is not None and not pinned.is_of(shown) and target.accepted_key != told:
        raise HostKeyError(
            told,
            f"it shows {shown.kind} {shown.fingerprint}, pinned is {pinned.kind} {pinned.fingerprint}; to accept it: "
            f"{keys.command_to_accept(device, shown)}",
        )
    if pinned != shown:
        keys.pin(device, shown)


def _shown_by(transport: paramiko.Transport) -> PinnedKey:
    key = transport.get_remote_server_key()
    return PinnedKey(key.get_name(), key.get_base64())


def _log_in(transport: paramiko.Transport, credential: Credential, seconds: float) -> None:
    user = credential.user
    try:
        if credential.kind == "ssh_key":
            key = private_key(credential.secret["private_key"], credential.secret.get("passphrase", _NO_SECRET))
            further = transport.auth_publickey(user, key)
        else:
            further = transport.auth_password(user, credential.text("password"))
    except paramiko.BadAuthenticationType as error:
        accepted = ", ".join(error.allowed_types) or "nothing"
        raise SshError(WRONG_CREDENTIAL, f"it accepts {accepted} of {user}, not this kind of credential") from error
    except paramiko.AuthenticationException as error:
        if "timeout" in str(error).lower():
            raise SshError(FELL_SILENT, f"the login of {user} was not answered within {seconds:g} s") from error
        raise SshError(WRONG_CREDENTIAL, f"it refuses {user}") from error
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise SshError(FELL_SILENT, f"it broke off the login of {user}: {error or type(error).__name__}") from error
    if further:
        raise SshError(WRONG_CREDENTIAL, f"it wants {', '.join(further)} of {user} besides")


def _heard(channel: paramiko.Channel, until: float, max_bytes: int) -> Printed:
    output, complaints = bytearray(), bytearray()
    cut: AttemptOutcome | None = None
    while cut is None:
        left = until - time.monotonic()
        if left <= 0:
            cut = TIME_LIMIT
            break
        channel.settimeout(min(left, _POLL_SECONDS))
        has_ended = channel.exit_status_ready()
        try:
            part = channel.recv(_READ_AT_ONCE)
        except TimeoutError:
            part = b"" if has_ended else None  # nothing came after the end: something left running holds the channel
        _take_complaints(channel, complaints)
        if part == b"":
            break
        output += part or b""
        cut = OUTPUT_LIMIT if len(output) > max_bytes else None
    _take_complaints(channel, complaints)
    return Printed(bytes(output[:max_bytes]), bytes(complaints), cut)


def _take_complaints(channel: paramiko.Channel, complaints: bytearray) -> None:
    """Take what waits of standard error: what nobody takes would stop the machine in the middle of its output."""
    while channel.recv_stderr_ready():
        part = channel.recv_stderr(_READ_AT_ONCE)
        complaints += part[: max(0, _MAX_COMPLAINTS - len(complaints))]
