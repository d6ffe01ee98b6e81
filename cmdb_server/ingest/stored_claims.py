"""Claims in the form in which they are stored; a claim is the same object whoever says it, so that it is known by `is`.

Thousands of machines have the same packages, and a report says again what the one before it said.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from cmdb_server.ingest.items import Claim, Target

_CLAIM = msgspec.json.Decoder(tuple[str, str | Target, msgspec.Raw])
_FACTS = msgspec.json.Decoder(dict[str, Any])
_CLAIMS = msgspec.json.Decoder(list[msgspec.Raw])


def encode_claims(claims: Sequence[Claim]) -> str:
    """Claims as JSON."""
    return msgspec.json.encode(claims).decode()


def decode_claims(text: str) -> list[Claim]:
    """Claims from their stored form."""
    return [_claim(bytes(entry)) for entry in _CLAIMS.decode(text)]


def shared(claim: Claim) -> Claim:
    """The claim as it is read back; its attributes must not be changed."""
    return _claim(msgspec.json.encode(claim))


@lru_cache(maxsize=100_000)
def _claim(text: bytes) -> Claim:
    kind, target, facts = _CLAIM.decode(text)
    return Claim(kind, target, _facts(bytes(facts)))


@lru_cache(maxsize=10_000)
def _facts(text: bytes) -> dict[str, Any]:
    return _FACTS.decode(text)
