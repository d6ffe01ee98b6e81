"""Where the keys come from that seal credentials: a file that only its owner reads, the environment, HashiCorp Vault.

The first key seals, the others still open what was sealed before: so a new key is put in front, everything is sealed
anew, and the old one goes.
"""

import base64
import binascii
import os
import secrets
import ssl
import stat
import threading
import time
from pathlib import Path
from typing import Protocol

import httpx

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.data_directory import DataDirectory
from cmdb_server.server_files import FOLDER
from cmdb_server.settings import Settings

KEY_BYTES = 32
_FILE = "sealing.keys"
_FIELD = "sealing_key"
_REMEDY = "one key of 32 bytes in base64 (`openssl rand -base64 32`), the one in use first"
_FRESH_SECONDS, _TIMEOUT_SECONDS = 60.0, 10.0


class SealingKeyError(CmdbError):
    """The keys that seal credentials cannot be had."""

    def __init__(self, where: str, message: str, remedy: str) -> None:
        """`where` names the setting or file; never the key."""
        super().__init__(f"the sealing key from {where} {message}; {remedy}", 500, "sealing_key")


class KeySource(Protocol):
    """Where keys come from; `where` says it to people."""

    where: str

    def read(self) -> tuple[bytes, ...]:
        """The keys, the one that seals first. Raises SealingKeyError."""
        ...


class KeyFile:
    """Keys in a file that only its owner may read, one a line."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self.where = str(path)
        self._path = path

    def read(self) -> tuple[bytes, ...]:
        """The keys of the file as it is now."""
        try:
            with self._path.open(encoding="utf-8") as stream:
                mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode)
                if os.name == "posix" and mode & 0o077:
                    raise SealingKeyError(self.where, f"may be read by others ({mode:o})", "chmod 600 it")
                return keys_of(stream.read(), self.where)
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "no text"
            raise SealingKeyError(self.where, f"cannot be read ({reason})", f"put there {_REMEDY}") from error


class OwnKeyFile(KeyFile):
    """The server's own file in its data directory: made at the first use, written when a new key is wanted."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        super().__init__(path)
        self._lock = threading.Lock()

    def read(self) -> tuple[bytes, ...]:
        """The keys of the file; a new one where there is none yet."""
        with self._lock:
            if not self._path.exists():
                self._write((secrets.token_bytes(KEY_BYTES),))
            return super().read()

    def add(self) -> None:
        """Put a new key in front; the old ones still open."""
        known = self.read()
        with self._lock:
            self._write((secrets.token_bytes(KEY_BYTES), *known))

    def keep_first(self) -> None:
        """Forget the old keys."""
        known = self.read()
        with self._lock:
            self._write(known[:1])

    def _write(self, keys: tuple[bytes, ...]) -> None:
        new = self._path.with_suffix(".new")
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = "".join(f"{base64.b64encode(key).decode()}\n" for key in keys)
        DataDirectory(self._path.parent).write_private(new, text)
        new.replace(self._path)


class KeyVariable:
    """Keys that an environment variable held when the server started."""

    def __init__(self, text: str) -> None:
        """`text` is the variable's value."""
        self.where = "CMDB_SEALING_KEY"
        self._text = text

    def read(self) -> tuple[bytes, ...]:
        """The keys of the variable."""
        return keys_of(self._text, self.where)


class HashiCorpVault:
    """Keys in the field `sealing_key` of a secret of HashiCorp Vault (KV version 2), asked for once a minute.

    GET /v1/MOUNT/data/PATH with the headers X-Vault-Token and X-Vault-Namespace, as
    https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2 has it. Tokens are not renewed here: their file is
    read for each question, so whoever renews them (Vault Agent) is not asked for anything.
    """

    def __init__(self, settings: Settings) -> None:
        """Nothing is asked yet."""
        wanted = settings.vault_secret.strip("/")
        mount, _, path = wanted.partition("/data/" if "/data/" in wanted else "/")
        self.where = f"{settings.vault_address.rstrip('/')}/v1/{mount}/data/{path}"
        self._namespace = settings.vault_namespace.strip("/")
        self._token_file = settings.vault_token_file
        self._ca_file = settings.vault_ca_file
        self._lock = threading.Lock()
        self._known: tuple[float, tuple[bytes, ...]] | None = None

    def read(self) -> tuple[bytes, ...]:
        """The keys as they were at most a minute ago."""
        with self._lock:
            if self._known is None or self._known[0] < time.monotonic() - _FRESH_SECONDS:
                self._known = (time.monotonic(), self._asked())
            return self._known[1]

    def _asked(self) -> tuple[bytes, ...]:
        try:
            answer = self._answer()
            if not answer.is_success:
                raise self._refused(answer.status_code)
            return keys_of(str(answer.json()["data"]["data"][_FIELD]), self.where)
        except OSError as error:
            reason = f"needs the token file {str(self._token_file)!r} and its CA file ({error.strerror})"
            raise SealingKeyError(self.where, reason, "see CMDB_VAULT_TOKEN_FILE and CMDB_VAULT_CA_FILE") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            remedy = "see CMDB_VAULT_ADDRESS and whether that Vault runs"
            raise SealingKeyError(self.where, f"cannot be had ({type(error).__name__})", remedy) from error
        except (ValueError, KeyError, TypeError) as error:
            raise SealingKeyError(self.where, f"is not in the field {_FIELD!r}", f"put there {_REMEDY}") from error

    def _answer(self) -> httpx.Response:
        """What Vault says. A redirect is not followed: the token would go to another machine."""
        token = self._token_file.read_text(encoding="utf-8").strip()
        headers = {"X-Vault-Token": token} | ({"X-Vault-Namespace": self._namespace} if self._namespace else {})
        trusted = ssl.create_default_context(cafile=str(self._ca_file) if self._ca_file != Path() else None)
        return httpx.get(self.where, headers=headers, timeout=_TIMEOUT_SECONDS, verify=trusted)

    def _refused(self, status: int) -> SealingKeyError:
        """What a status means, by https://developer.hashicorp.com/vault/api-docs#http-status-codes."""
        usual = ("cannot be had", "see the log of that Vault")
        message, remedy = _STATUSES.get(status, _STATUSES[_REDIRECT] if 300 <= status < 400 else usual)  # noqa: PLR2004 - RFC 9110
        return SealingKeyError(self.where, f"{message} (HTTP status {status})", remedy)


_REDIRECT = 307
_STATUSES = {
    400: ("cannot be had: Vault takes no such question", "see CMDB_VAULT_SECRET, and CMDB_VAULT_NAMESPACE"),
    403: (
        "cannot be had: the token has expired, was revoked or may not read it",
        "give the token a policy with read on that path; let Vault Agent renew the token in CMDB_VAULT_TOKEN_FILE",
    ),
    404: (
        "is not there, or was deleted",
        "see CMDB_VAULT_SECRET (mount and path, KV version 2) and CMDB_VAULT_NAMESPACE",
    ),
    _REDIRECT: (
        "cannot be had: a standby node leads elsewhere, and the token is sent nowhere else",
        "set CMDB_VAULT_ADDRESS to the active node or the load balancer",
    ),
    412: ("cannot be had yet: the node has not all data so far", "it is asked again by itself"),
    503: ("cannot be had: Vault is sealed or down for maintenance", "unseal it"),
}


def key_source(settings: Settings) -> KeySource:
    """Where the settings say that keys are; else a file that the server makes in its data directory."""
    if settings.vault_address:
        return HashiCorpVault(settings)
    if settings.sealing_key:
        return KeyVariable(settings.sealing_key)
    if settings.sealing_key_file != Path():
        return KeyFile(settings.sealing_key_file)
    return OwnKeyFile(settings.data_dir / FOLDER / _FILE)


def keys_of(text: str, where: str) -> tuple[bytes, ...]:
    """The keys that a text holds, with spaces or lines between. Raises SealingKeyError, which repeats none of it."""
    try:
        found = tuple(base64.b64decode(word, validate=True) for word in text.split())
    except (binascii.Error, ValueError) as error:
        raise SealingKeyError(where, "is no base64", f"put there {_REMEDY}") from error
    if not found or any(len(key) != KEY_BYTES for key in found):
        raise SealingKeyError(where, "is missing or has not 32 bytes", f"put there {_REMEDY}")
    return found
