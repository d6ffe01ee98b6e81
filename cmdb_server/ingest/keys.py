"""Identifiers: the texts that say which CI is meant, made of attributes by the declared identification rules."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import product
from math import prod
from typing import NamedTuple

from graph_schema import CIClassSpec
from graph_schema.data_sources import NAMING_CIS, kind_of
from graph_schema.declare import AttributeValue, IdentifiedBy
from graph_schema.registry import NETWORK_SCOPE
from graph_schema.telling import maker_key

DEVICE = "device"


class Key(NamedTuple):
    """One identifier: the rule that made it and its full text, which is unique in the graph or within its owner.

    `stem` is what the texts of all identifiers of that rule begin with.
    """

    rule: str
    text: str
    stem: str


def keys_of(
    spec: CIClassSpec, attributes: Mapping[str, AttributeValue | None], scope: str, extra: Sequence[str] = ()
) -> tuple[Key, ...]:
    """The identifiers of a CI in the order of its class's rules; `extra` are `kind:value` texts beside attributes.

    Values of declared attributes are none of those: nobody checked or normalised them.
    """
    named = (text.partition(":") for text in sorted(extra))
    context = (scope, {kind: value for kind, _, value in named if kind not in spec.attributes})
    return tuple(dict.fromkeys(key for rule in spec.identification for key in _keys(spec, rule, attributes, context)))


def is_device(spec: CIClassSpec) -> bool:
    """Whether the class is found by matching several identifiers, before anyone knows what class it really is."""
    return spec.family == DEVICE


def is_dependent(spec: CIClassSpec) -> bool:
    """Whether the class is identified within an owner."""
    return bool(spec.owner_types)


@lru_cache(maxsize=200_000)
def uid_of_key(text: str) -> str:
    """The uid of a CI that its identifier alone names (not a device, without an owner)."""
    return "ci_" + blake2b(text.encode(), digest_size=13).hexdigest()


def new_uid() -> str:
    """A new random uid, for a CI that no single identifier names."""
    return "ci_" + secrets.token_hex(13)


def uid_within(owner: str, text: str) -> str:
    """The uid of a CI that its identifier names within its owner."""
    return uid_of_key(f"{owner}\x1f{text}")


def waiting_uid(source: str) -> str:
    """In place of a CI's uid: where a source's observations wait until the CI they lie within is reported."""
    return f"waiting:{source}"


def is_waiting(uid: str) -> bool:
    """Whether a uid stands for observations that are of no CI yet."""
    return uid.startswith("waiting:")


_MOST_TEXTS = 256
_CI_UID = re.compile(r"ci_[0-9a-f]{26}\Z")


def names_ci(source: str, ref: str) -> bool:
    """Whether a ref of a source is the uid of a CI: people and the topology point at the CI itself."""
    return kind_of(source) in NAMING_CIS and bool(_CI_UID.match(ref))


def relationship_uid(source: str, kind: str, target: str, discriminator: Sequence[str]) -> str:
    """The uid of a relationship: a digest of its ends, type and declared discriminator."""
    text = "\x1f".join((source, kind, target, *discriminator))
    return "re_" + blake2b(text.encode(), digest_size=13).hexdigest()


def address_key(scope: str, address: str) -> str:
    """The key under which the holders of an address, and the programs that talk to it, are noted."""
    return f"address:{scope}:{address}"


def held_key(identifier: str) -> str:
    """The same key from the identifier of the address's own CI (`ip_address:<scope>:<address>`)."""
    return "address:" + identifier.partition(":")[2]


def _keys(
    spec: CIClassSpec,
    rule: IdentifiedBy,
    attributes: Mapping[str, AttributeValue | None],
    context: tuple[str, Mapping[str, str]],
) -> Iterator[Key]:
    """The identifiers that one rule finds: one, one per value where an attribute is a list, none without a value."""
    scope, beside = context
    values = [attributes.get(name, beside.get(name)) for name in rule.attributes]
    if any(value is None or value == "" for value in values):
        return
    prefix = [] if is_device(spec) else [spec.name]
    if rule.within == NETWORK_SCOPE:
        prefix.append(scope)
    if is_device(spec) or len(spec.identification) > 1:
        prefix.append(rule.name)
    stem = ":".join((*prefix, ""))
    texts = list(map(_texts_of, rule.attributes, values))
    if prod(map(len, texts)) > _MOST_TEXTS:
        return  # what has so many of both is known by better ones
    for parts in product(*texts):
        told = [part if rule.tells is None else rule.tells(part) for part in parts]
        kept = [part for part in told if part is not None]
        if len(kept) == len(told):
            yield Key(rule.name, ":".join((*prefix, *kept)), stem)


def _texts_of(name: str, value: AttributeValue | None) -> list[str]:
    texts = value if isinstance(value, list) else [str(value)]
    return [maker_key(text) for text in texts] if name == "manufacturer" else texts
