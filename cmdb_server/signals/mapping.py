"""A mapping: where in a sender's JSON its signals stand and what each field is, as JMESPath expressions. It is data.

https://jmespath.org/specification.html
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeAlias, TypeGuard

import jmespath  # pyright: ignore[reportMissingTypeStubs] - the library has none
import msgspec
from jmespath.exceptions import JMESPathError  # pyright: ignore[reportMissingTypeStubs] - as above

from cmdb_server.signals.offers import (
    MOST_OFFERS,
    UNRATED,
    BadSignalsError,
    Offer,
    Offered,
    Refusal,
    bounded,
    refusal,
    severity_of,
    time_of,
)
from cmdb_server.signals.signal import SEVERITIES, Labels
from cmdb_server.signals.subjects import Subject, place_of

FIELDS = (
    *("fingerprint", "name", "status", "severity", "summary", "started_at", "ended_at", "value", "labels"),
    *("uid", "host", "address", "port", "program", "service", "ci_class"),
)
LONGEST_EXPRESSION = 500
_OVER = frozenset(("resolved", "ok", "closed", "recovered", "recovery", "up", "normal", "inactive", "false", "0"))
_LARGEST_PORT = 65_535
_NOW = 100_000_000_000  # a number of seconds or milliseconds: what is larger is milliseconds
Json: TypeAlias = Any


class SignalMapping(msgspec.Struct, frozen=True):
    """How a sender's JSON is read.

    `items` leads to the list of signals, "@" for a body that is one itself; `fields` says what each of FIELDS is, from
    there. Words in `severities` stand for critical, warning or info; those in `over` say that a signal has ended.
    """

    name: str
    items: str
    fields: dict[str, str]
    severities: dict[str, str] = {}
    over: tuple[str, ...] = ()


def check(mapping: SignalMapping) -> None:
    """Raise BadSignalsError for a mapping that cannot be used, naming each field at fault."""
    if faults := list(_faults(mapping)):
        raise BadSignalsError(faults)


def offers_of(mapping: SignalMapping, body: bytes) -> Offered:
    """The signals in a sender's JSON. Raises BadSignalsError where it has no list of them."""
    try:
        document: Json = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadSignalsError([refusal("body", error, "is no JSON", "send JSON")], 400) from error
    found = _search(mapping.items, document)
    items = _listed(found)
    if items is None:
        remedy = f"the mapping {mapping.name!r} expects a list or an object at {mapping.items}"
        raise BadSignalsError([refusal("items", mapping.items, "leads to no signals in this body", remedy)])
    if len(items) > MOST_OFFERS:
        told = refusal("items", len(items), "are too many for one request", f"send {MOST_OFFERS} at most")
        raise BadSignalsError([told], 413)
    offers, refused = list[Offer](), list[Refusal]()
    for number, item in enumerate(items):
        offer = _offer(mapping, item, number)
        if isinstance(offer, Offer):
            offers.append(offer)
        else:
            refused.append(offer)
    return Offered(offers, refused)


def _faults(mapping: SignalMapping) -> Iterator[Refusal]:
    for name, expression in (
        ("items", mapping.items),
        *((f"fields.{key}", text) for key, text in mapping.fields.items()),
    ):
        if name.startswith("fields.") and name.removeprefix("fields.") not in FIELDS:
            yield refusal(name, expression, "is no field of a signal", f"use some of {', '.join(FIELDS)}")
        elif fault := _fault(expression):
            yield refusal(name, expression, fault, "see https://jmespath.org for what an expression may be")
    if "name" not in mapping.fields:
        yield refusal("fields.name", "", "is missing", "say what a signal is called, e.g. alert.title")
    for word, severity in mapping.severities.items():
        if severity not in SEVERITIES:
            yield refusal(f"severities.{word}", severity, "is no severity", f"use one of {', '.join(SEVERITIES)}")


def _fault(expression: str) -> str:
    if not expression.strip() or len(expression) > LONGEST_EXPRESSION:
        return f"has none or more than {LONGEST_EXPRESSION} characters"
    try:
        _compiled(expression)
    except (JMESPathError, RecursionError) as error:
        return f"is no JMESPath expression ({str(error).splitlines()[0][:200]})"
    return ""


@lru_cache(maxsize=1_000)
def _compiled(expression: str) -> Any:  # noqa: ANN401 - the library has no types
    return jmespath.compile(expression)  # pyright: ignore[reportUnknownMemberType] - the library has no types


def _search(expression: str, document: Json) -> Json:
    try:
        return _compiled(expression).search(document)
    except (JMESPathError, RecursionError, TypeError):
        return None  # a function that does not take what this sender sends here (mixed lists): the field is not said


def _offer(mapping: SignalMapping, item: Json, number: int) -> Offer | Refusal:
    said = {name: _search(expression, item) for name, expression in mapping.fields.items()}
    text = {name: _text(value) for name, value in said.items()}
    if not text.get("name"):
        remedy = f"the mapping expects it at {mapping.fields['name']}"
        return refusal(f"items.{number}.name", "", "is missing", remedy)
    times = {name: _time(said.get(name)) for name in ("started_at", "ended_at")}
    subject = _subject(text)
    return bounded(
        Offer(
            fingerprint=text.get("fingerprint") or _fingerprint(text["name"], subject),
            name=text["name"],
            is_firing=text.get("status", "").casefold() not in (_OVER | {word.casefold() for word in mapping.over}),
            severity=_severity(mapping, text.get("severity", "")),
            summary=text.get("summary", ""),
            started_at=times["started_at"],
            ended_at=times["ended_at"],
            value=text.get("value", ""),
            labels=_labels(said.get("labels")),
            subject=subject,
        )
    )


def _severity(mapping: SignalMapping, word: str) -> int:
    named: Mapping[str, str] = {key.casefold(): severity for key, severity in mapping.severities.items()}
    known = named.get(word.casefold())
    return SEVERITIES[known] if known else severity_of(word) if word else UNRATED


def _subject(text: Mapping[str, str]) -> Subject:
    place = place_of(text.get("host", "") or text.get("address", ""))
    port = text.get("port", "")
    is_port = port.isascii() and port.isdigit() and len(port) <= len(str(_LARGEST_PORT))
    return Subject(
        uid=text.get("uid", ""),
        host=place.host,
        address=place.address,
        port=min(int(port), _LARGEST_PORT) if is_port else place.port,
        program=text.get("program", ""),
        service=text.get("service", ""),
        ci_class=text.get("ci_class", ""),
    )


def _labels(value: Json) -> Labels:
    return {name: _text(entry) for name, entry in value.items()} if _is_object(value) else {}


def _listed(value: Json) -> list[Json] | None:
    """A list, or the one object that stands for a list of one; None for anything else."""
    return value if _is_list(value) else [value] if _is_object(value) else None


def _is_object(value: object) -> TypeGuard[dict[str, Json]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Json]]:
    return isinstance(value, list)


def _text(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | float) else msgspec.json.encode(value).decode()


def _time(value: Json) -> int:
    """Microseconds of RFC 3339, or of seconds or milliseconds since 1970; 0 for anything else."""
    if isinstance(value, bool) or value is None:
        return 0
    if isinstance(value, int | float):
        return int(value * (1_000 if abs(value) > _NOW else 1_000_000)) if 0 < value < _NOW * 1_000 else 0
    return (time_of(value) or 0) if isinstance(value, str) else 0


def _fingerprint(name: str, subject: Subject) -> str:
    return blake2b(msgspec.json.encode([name, subject]), digest_size=16).hexdigest()
