"""Each attribute of a CI: its value, who said it, and what others claim of it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from cmdb_server.ci_detail.answers import AttributeClaim, CIAttribute
from cmdb_server.data_source_names import source_name
from cmdb_server.timestamps import rfc3339
from graph_schema import CIClassSpec
from graph_schema.declare import AttributeValue


class Statement(NamedTuple):
    """What one source says of a CI, and when that was last known to be so (microseconds)."""

    source: str
    seen_at: int
    attributes: Mapping[str, AttributeValue]


class _Payload(msgspec.Struct):
    attributes: dict[str, Any]


_PAYLOAD = msgspec.json.Decoder(_Payload)
_PROVENANCE = msgspec.json.Decoder(dict[str, tuple[str, int]])


def statements_of(rows: Sequence[Mapping[str, Any]]) -> list[Statement]:
    """What is said of a CI now; of one that everybody withdrew, what was said last.

    An unchanged section is confirmed without being sent, so its facts are as fresh as their source.
    """
    present = [row for row in rows if not row["is_absent"]] or rows
    return [
        Statement(
            row["source"],
            max(row["observed_at"], row["confirmed_at"] if row["outcome"] == "complete" else 0),
            _PAYLOAD.decode(row["payload"]).attributes,
        )
        for row in present
    ]


def attributes_of(
    spec: CIClassSpec, stored: Mapping[str, Any], statements: Sequence[Statement]
) -> tuple[CIAttribute, ...]:
    """The attributes that have a value, in the order of their declaration."""
    winners = _PROVENANCE.decode(stored.get("provenance") or "{}")
    return tuple(
        _attribute(spec, name, stored[name], (winners.get(name), statements))
        for name in spec.attributes
        if stored.get(name) is not None
    )


def _attribute(
    spec: CIClassSpec,
    name: str,
    value: AttributeValue,
    said: tuple[tuple[str, int] | None, Sequence[Statement]],
) -> CIAttribute:
    winner, statements = said
    declared = spec.attributes[name]
    claims = [entry for entry in statements if name in entry.attributes]
    seen = [entry.seen_at for entry in claims if winner is not None and entry.source == winner[0]]
    observed_at = max(seen, default=winner[1] if winner else 0)
    return CIAttribute(
        name,
        declared.label,
        declared.doc,
        value,
        declared.options.unit,
        declared.kind,
        source_name(winner[0]) if winner else None,
        rfc3339(observed_at) if observed_at else None,
        tuple(
            AttributeClaim(entry.attributes[name], source_name(entry.source), rfc3339(entry.seen_at))
            for entry in claims
        ),
    )
