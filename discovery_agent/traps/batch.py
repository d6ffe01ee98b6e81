"""The wire between collector and server: what was taken since the last time, and how much was not, by reason.

Both sides read and write it with this file. It imports the standard library and tables only.
"""

from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from discovery_agent.errors import USAGE, DiscoveryError
from discovery_agent.traps.kind import all_kinds
from discovery_agent.traps.reasons import REASONS

Proof: TypeAlias = Literal["v1", "v2c", "v3 authNoPriv", "v3 authPriv"]
PROOFS: tuple[Proof, ...] = get_args(Proof)
MOST_TRAPS, MOST_REFUSALS = 2_000, 200
_LONGEST, _MOST_DETAILS = 200, 10
MOST_TIMES = 2**53  # a batch and all of them together: what every program reads of JSON exactly


class BatchError(DiscoveryError):
    """A batch is not as the wire has it; the text names field, value and what is accepted."""

    exit_code = USAGE


class Subject(NamedTuple):
    """What a notification is about: which kind, from which address, of which interface (0 and "" for none)."""

    address: str
    oid: str
    interface_index: int = 0
    interface_name: str = ""


class Trap(NamedTuple):
    """Notifications of one subject since the last batch. `unread` more came from the address and were only counted.

    Times are RFC 3339 of the collector's clock; `details` and `proof` are those of the latest.
    """

    subject: Subject
    details: Mapping[str, str]
    proof: Proof
    times: int
    unread: int
    first_at: str
    last_at: str


class Refusal(NamedTuple):
    """How much from an address was not taken since the last batch, and why."""

    address: str
    reason: str
    times: int
    last_at: str


class Batch(NamedTuple):
    """What a collector tells; under one id it counts once. `counts` are datagrams by reason."""

    batch_id: str
    listens_on: str
    traps: tuple[Trap, ...] = ()
    counts: Mapping[str, int] = {}
    refusals: tuple[Refusal, ...] = ()


def message_of(batch: Batch) -> dict[str, Any]:
    """A batch as JSON."""
    traps = [{**trap._asdict(), **trap.subject._asdict(), "details": dict(trap.details)} for trap in batch.traps]
    for entry in traps:
        del entry["subject"]
    refusals = [refusal._asdict() for refusal in batch.refusals]
    return {**batch._asdict(), "traps": traps, "counts": dict(batch.counts), "refusals": refusals}


def batch_of(message: Mapping[str, Any]) -> Batch:
    """The batch of a message. Raises BatchError. Kinds and reasons that this version does not know are left aside."""
    traps = [_trap(entry) for entry in _list(message, "traps", MOST_TRAPS)]
    refusals = [_refusal(entry) for entry in _list(message, "refusals", MOST_REFUSALS)]
    counts: Mapping[str, Any] = message.get("counts") or {}
    return Batch(
        _text(message, "batch_id"),
        _text(message, "listens_on"),
        tuple(trap for trap in traps if trap.subject.oid in all_kinds()),
        {name: _count("counts", counts[name]) for name in REASONS if name in counts},
        tuple(refusal for refusal in refusals if refusal.reason in REASONS),
    )


def shown(said: str) -> str:
    """What a device said, on one line, short, and such that no terminal takes orders from it."""
    return "".join(sign if sign.isprintable() else " " for sign in said[:_LONGEST]).strip()


def _trap(said: Mapping[str, Any]) -> Trap:
    proof = said.get("proof")
    if proof not in PROOFS:
        raise BatchError(f"proof={proof!r} is none; there are: {', '.join(PROOFS)}")
    details: Mapping[str, Any] = said.get("details") or {}
    kept = {shown(str(name)): shown(str(value)) for name, value in list(details.items())[:_MOST_DETAILS]}
    index = _count("interface_index", said.get("interface_index", 0))
    name = shown(str(said.get("interface_name") or ""))
    return Trap(
        Subject(_address(said.get("address")), _text(said, "oid"), index, name),
        kept,
        proof,
        _count("times", said.get("times", 1)),
        _count("unread", said.get("unread", 0)),
        _text(said, "first_at"),
        _text(said, "last_at"),
    )


def _refusal(said: Mapping[str, Any]) -> Refusal:
    times = _count("times", said.get("times", 1))
    return Refusal(_address(said.get("address")), _text(said, "reason"), times, _text(said, "last_at"))


def _list(message: Mapping[str, Any], name: str, most: int) -> Sequence[Mapping[str, Any]]:
    value: Any = message.get(name) or ()
    if not isinstance(value, list | tuple) or not all(isinstance(entry, Mapping) for entry in value):  # pyright: ignore[reportUnknownVariableType] - somebody else's JSON
        raise BatchError(f"{name} is no list of objects")
    if len(value) > most:  # pyright: ignore[reportUnknownArgumentType] - somebody else's JSON
        raise BatchError(f"{name}: more than {most:,} are too many; send them in several batches")
    return value  # pyright: ignore[reportUnknownVariableType] - somebody else's JSON


def _text(message: Mapping[str, Any], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
        raise BatchError(f"{name}={str(value)[:_LONGEST]!r} is no text of at most {_LONGEST} characters")
    return value


def _count(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_TIMES:
        raise BatchError(f"{name}={str(value)[:_LONGEST]!r} is no whole number from 0 to {MOST_TIMES}")
    return value


def _address(value: object) -> str:
    try:
        return str(ip_address(str(value)))
    except ValueError as error:
        raise BatchError(f"address={str(value)[:_LONGEST]!r} is no address; give e.g. 10.0.0.1") from error
