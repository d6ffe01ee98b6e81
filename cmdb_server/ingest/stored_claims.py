"""Claims in the form in which they are stored; a claim is the same object whoever says it, so that it is known by `is`.

Thousands of machines have the same packages, and a report says again what the one before it said. What is long, or was
not said for long, is another object and counts as another claim, which costs time and nothing else.
"""

from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from cmdb_server.ingest.items import Claim, Item, Target


class KeptClaim(Claim):
    """A claim that is the same object whoever says it, with the text that stands for it in the graph."""

    text: str


_CLAIM = msgspec.json.Decoder(tuple[str, str | Target, msgspec.Raw])
_FACTS = msgspec.json.Decoder(dict[str, Any])
_CLAIMS = msgspec.json.Decoder(list[msgspec.Raw])
_TEXT: "attrgetter[str]" = attrgetter("text")
MOST_SHARED_BYTES = 1_024


def encode_claims(claims: Sequence[Claim]) -> str:
    """Claims as JSON."""
    try:
        texts = list(map(_TEXT, claims))  # all but the odd one are kept
    except AttributeError:
        texts = [_text_of(claim) for claim in claims]
    return f"[{','.join(texts)}]"


def _text_of(claim: Claim) -> str:
    return claim.text if isinstance(claim, KeptClaim) else msgspec.json.encode(claim).decode()


def decode_claims(text: str) -> list[Claim]:
    """Claims from their stored form."""
    texts = list(map(bytes, _CLAIMS.decode(text)))
    are_short = max(map(len, texts), default=0) <= MOST_SHARED_BYTES
    return list(map(_kept if are_short else _claim, texts))


def shared(claim: Claim) -> Claim:
    """The claim as it is read back; its attributes must not be changed."""
    return _claim(msgspec.json.encode(claim))


def _claim(text: bytes) -> Claim:
    return _kept(text) if len(text) <= MOST_SHARED_BYTES else _decoded(text)


def _decoded(text: bytes) -> Claim:
    kind, target, facts = _CLAIM.decode(text)
    return Claim(kind, target, _facts(bytes(facts)) if len(facts) <= MOST_SHARED_BYTES else _FACTS.decode(facts))


@lru_cache(maxsize=100_000)
def _kept(text: bytes) -> KeptClaim:
    kept = KeptClaim(*_decoded(text))
    kept.text = text.decode()
    return kept


@lru_cache(maxsize=10_000)
def _facts(text: bytes) -> dict[str, Any]:
    return _FACTS.decode(text)


def encode_unplaced(item: Item) -> str:
    """An item as it could be sent again: a CI, or the claims on one."""
    if item.ci_class is None:
        return msgspec.json.encode([_wire_claim(item.ref, claim) for claim in item.claims]).decode()
    body = {"ref": item.ref, "ci_class": item.ci_class, "attributes": item.attributes}
    claims = [_wire_claim(item.ref, claim) for claim in item.claims]
    return msgspec.json.encode({**body, "relationships": claims}).decode()


def _wire_claim(ref: str, claim: Claim) -> dict[str, Any]:
    target = _wire_target(claim.target) if isinstance(claim.target, Target) else claim.target
    return {"type": claim.type, "source": ref, "target": target, "attributes": claim.attributes}


def _wire_target(target: Target) -> dict[str, Any]:
    body: dict[str, Any] = {"ci_class": target.ci_class, "attributes": dict(target.attributes)}
    return body if target.within is None else {**body, "within": _wire_target(target.within)}
