"""Secrets: made at random, stored as digests, kept verified for a short while."""

import math
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import blake2b

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cmdb_server.auth.identity import Identity
from cmdb_server.errors import CmdbError

MIN_PASSWORD_LENGTH = 12
# Each hashing of a password takes 64 MiB, and whoever can reach the log-in can ask for one.
HASHED_AT_ONCE = 4
_WAIT_SECONDS = 2.0
_hasher = PasswordHasher()
_turns = threading.BoundedSemaphore(HASHED_AT_ONCE)
_CACHE_SIZE = 20_000


class PasswordsBusyError(CmdbError):
    """Too many passwords are being checked at once."""

    def __init__(self) -> None:
        """503; somebody who only wants to log in gets in a moment later."""
        super().__init__("the server is busy with other log-ins; try again in a moment", 503, "busy")


def new_secret(prefix: str = "") -> str:
    """A secret of 256 random bits."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """The stored form of a random secret; a fast hash is right for 256 bits that nobody can guess."""
    return blake2b(secret.encode(), digest_size=32, person=b"plumbline").hexdigest()


def csrf_token(session_secret: str) -> str:
    """The token that pages send with changes: made from the session's secret, which scripts cannot read."""
    return blake2b(session_secret.encode(), digest_size=24, person=b"plumbline-csrf").hexdigest()


def hash_password(password: str) -> str:
    """The stored form of a password (Argon2id, RFC 9106)."""
    with hashing_turn():
        return _hasher.hash(password)


def is_password(stored: str, password: str) -> bool:
    """Whether a password is the one behind its stored form."""
    try:
        with hashing_turn():
            return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@contextmanager
def hashing_turn() -> Generator[None]:
    """Hash one password; few at once. Raises PasswordsBusyError."""
    if not _turns.acquire(timeout=_WAIT_SECONDS):
        raise PasswordsBusyError
    try:
        yield
    finally:
        _turns.release()


class VerifiedCache:
    """Identities by the digest of their credential for some seconds, so that not every request asks the graph."""

    def __init__(self, seconds: float = 30.0) -> None:
        """A revoked credential is refused after `seconds` at the latest by other replicas, at once by this one."""
        self._seconds = seconds
        self._entries: OrderedDict[str, tuple[float, Identity]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Identity | None:
        """The identity behind a digest if it was verified a moment ago."""
        with self._lock:
            found = self._entries.get(key)
            if found is None or found[0] < time.monotonic():
                self._entries.pop(key, None)
                return None
            return found[1]

    def put(self, key: str, identity: Identity, *, microseconds_left: float = math.inf) -> None:
        """Keep a verified identity, not longer than its credential is good."""
        seconds = min(self._seconds, microseconds_left / 1_000_000)
        with self._lock:
            self._entries[key] = (time.monotonic() + seconds, identity)
            while len(self._entries) > _CACHE_SIZE:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        """Forget all, after something was revoked."""
        with self._lock:
            self._entries.clear()
