"""Secrets: made at random, stored as digests, kept verified for a short while."""

import secrets
import threading
import time
from collections import OrderedDict
from hashlib import blake2b

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cmdb_server.auth.identity import Identity

MIN_PASSWORD_LENGTH = 12
_hasher = PasswordHasher()
_CACHE_SIZE = 20_000


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
    return _hasher.hash(password)


def is_password(stored: str, password: str) -> bool:
    """Whether a password is the one behind its stored form."""
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


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

    def put(self, key: str, identity: Identity) -> None:
        """Keep a verified identity."""
        with self._lock:
            self._entries[key] = (time.monotonic() + self._seconds, identity)
            while len(self._entries) > _CACHE_SIZE:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        """Forget all, after something was revoked."""
        with self._lock:
            self._entries.clear()
