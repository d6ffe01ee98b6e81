"""Sealing of secrets: AES-256-GCM (NIST SP 800-38D), bound to the credential so that none can be put in for another."""

import base64
import binascii
import secrets
from collections.abc import Mapping
from hashlib import blake2b

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cmdb_server.credential_vault.sealing_keys import KeySource, OwnKeyFile
from cmdb_server.errors import CmdbError

_VERSION = "1"
_NONCE_BYTES = 12
_TEXTS = msgspec.json.Decoder(dict[str, str])


class UnsealError(CmdbError):
    """A secret cannot be opened with the keys that there are."""

    def __init__(self, credential: str, reason: str) -> None:
        """Names the credential, never its secret."""
        message = f"the secret of {credential} cannot be opened: {reason}"
        super().__init__(message, 500, "unseal")


class Sealing:
    """Seals with the first key, opens with all of them."""

    def __init__(self, source: KeySource) -> None:
        """Keys are asked for when they are needed."""
        self._source = source

    def seal(self, secret: Mapping[str, str], credential: str) -> str:
        """A secret as it is stored. Raises SealingKeyError."""
        key = self._source.read()[0]
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, msgspec.json.encode(dict(secret)), credential.encode())
        return f"{_VERSION}.{key_id(key)}.{base64.b64encode(nonce + sealed).decode()}"

    def open(self, stored: str, credential: str) -> dict[str, str]:
        """A secret as it was sealed. Raises UnsealError, SealingKeyError."""
        known = {key_id(key): key for key in self._source.read()}
        try:
            version, name, text = stored.split(".")
            raw = base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error) as error:
            raise UnsealError(credential, "what is stored is damaged; give the secret anew") from error
        if version != _VERSION or name not in known:
            reason = f"it was sealed with the key {name}, which this server has not; put it behind the one in use"
            raise UnsealError(credential, reason)
        try:
            opened = AESGCM(known[name]).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], credential.encode())
        except (InvalidTag, ValueError) as error:
            raise UnsealError(credential, "what is stored was changed; give the secret anew") from error
        return _TEXTS.decode(opened)

    def signature(self, text: str, purpose: str) -> str:
        """What only this server can say of a text, in hexadecimal; of no use for another purpose."""
        return _signature(self._source.read()[0], text, purpose)

    def is_signed(self, text: str, purpose: str, signature: str) -> bool:
        """Whether a signature is of a text, by any of the keys."""
        known = (_signature(key, text, purpose) for key in self._source.read())
        return any(secrets.compare_digest(one.encode(), signature.encode()) for one in known)

    def has_key_of(self, stored: str) -> bool:
        """Whether the key is there that a secret was sealed with."""
        return stored.split(".")[1:2] in [[key_id(key)] for key in self._source.read()]

    def is_current(self, stored: str) -> bool:
        """Whether a secret is sealed with the key in use."""
        return stored.split(".")[1:2] == [key_id(self._source.read()[0])]

    def with_new_key(self) -> OwnKeyFile:
        """The server's own key file with a new key in front. Raises CmdbError where keys are kept elsewhere."""
        source = self._source
        if not isinstance(source, OwnKeyFile):
            message = f"the sealing key is kept in {source.where}: put a new one in front of it, then seal all anew"
            raise CmdbError(message, 409, "key_kept_elsewhere")
        source.add()
        return source


def _signature(key: bytes, text: str, purpose: str) -> str:
    """Keyed BLAKE2b (RFC 7693), apart from what the key seals by its person string."""
    said = f"{purpose}\x1f{text}".encode()
    return blake2b(said, key=key, digest_size=32, person=b"plumbline-link").hexdigest()


def key_id(key: bytes) -> str:
    """The name of a key, which tells nothing of it."""
    return blake2b(key, digest_size=6, person=b"plumbline-seal").hexdigest()
