"""The spans of a request of an OTLP exporter: https://opentelemetry.io/docs/specs/otlp/, JSON or binary protobuf.

What is not known is left out, as the protocol wants; only attributes that tell who calls whom are looked at.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

import msgspec
from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import KeyValue

from cmdb_server.errors import CmdbError
from cmdb_server.traces.spans import (
    ANSWERING,
    CALLING,
    NAMES_OF_RESOURCES,
    NAMES_OF_SPANS,
    SERVER,
    Party,
    Span,
    Told,
    Value,
    own_port,
    party_of,
    peer_of,
)

JSON, PROTOBUF = "application/json", "application/x-protobuf"
MOST_SPANS = 20_000
MOST_LOOKED_AT = 100_000  # of those that are not sides of calls too: a body may hold millions of nothing
_TRACE_BYTES, _SPAN_BYTES = 16, 8
_MOST_LINKS = 20
_MOST_TEXTS = 64  # of a list


class BadTracesError(CmdbError):
    """The body of an exporter cannot be read."""


class Received(NamedTuple):
    """The sides of calls in a request, and how many spans were refused: without ids, or too many of them."""

    spans: list[Span]
    refused: int


class _Raw(NamedTuple):
    """A span of either encoding."""

    trace_id: bytes
    span_id: bytes
    parent_id: bytes
    kind: int
    attributes: Told
    links: tuple[bytes, ...]


def spans_in(body: bytes, media_type: str) -> Received:
    """The sides of calls in a request.

    Raises BadTracesError: 415 for another media type, 400 for what is no traces, 413 for too many of them.
    """
    if media_type == PROTOBUF:
        return _received(_from_protobuf(body))
    if media_type == JSON:
        return _received(_from_json(body))
    message = f"Content-Type {media_type[:60]!r} is not supported; send {PROTOBUF} or {JSON}"
    raise BadTracesError(message, 415, "unsupported_media_type")


def answer_of(refused: int, reason: str, media_type: str) -> bytes:
    """The answer to an exporter: all was taken, or `refused` spans were not."""
    if media_type == JSON:
        partial = {"partialSuccess": {"rejectedSpans": str(refused), "errorMessage": reason}} if refused else {}
        return msgspec.json.encode(partial)
    response = ExportTraceServiceResponse()
    if refused:
        response.partial_success.rejected_spans = refused
        response.partial_success.error_message = reason
    return response.SerializeToString()


def _received(groups: Iterable[tuple[Party, Iterable[_Raw]]]) -> Received:
    found, refused, count = list[Span](), 0, 0
    for party, raw in _bounded(groups):
        if raw.kind not in CALLING and raw.kind not in ANSWERING:
            continue
        count += 1
        if len(raw.trace_id) != _TRACE_BYTES or len(raw.span_id) != _SPAN_BYTES or count > MOST_SPANS:
            refused += 1
        else:
            found.append(_span(party, raw))
    return Received(found, refused)


def _bounded(groups: Iterable[tuple[Party, Iterable[_Raw]]]) -> Iterator[tuple[Party, _Raw]]:
    """Each span with its program, as long as there are not too many of either."""
    looked_at = 0
    for party, spans in groups:
        for raw in chain((None,), spans):
            looked_at += 1
            if looked_at > MOST_LOOKED_AT:
                message = f"the body holds more than {MOST_LOOKED_AT} resources and spans; send fewer in one request"
                raise BadTracesError(message, 413, "too_many_spans")
            if raw is not None:
                yield party, raw


def _span(party: Party, raw: _Raw) -> Span:
    key = raw.trace_id + raw.span_id
    if raw.kind in CALLING:
        return Span(key, raw.kind, party, peer=peer_of(raw.attributes))
    parent = (raw.trace_id + raw.parent_id,) if len(raw.parent_id) == _SPAN_BYTES else ()
    if raw.kind == SERVER:
        return Span(key, raw.kind, party._replace(port=own_port(raw.attributes)), parent)
    # Who takes messages is asked by nobody: it tells of the broker as a client does.
    return Span(key, raw.kind, party, tuple(sorted({*parent, *raw.links})), peer_of(raw.attributes))


def _from_protobuf(body: bytes) -> Iterator[tuple[Party, Iterator[_Raw]]]:
    request = ExportTraceServiceRequest()
    try:
        request.ParseFromString(body)
    except DecodeError as error:
        raise _unreadable("no ExportTraceServiceRequest in protobuf") from error
    for group in request.resource_spans:
        party = party_of(_chosen(group.resource.attributes, NAMES_OF_RESOURCES))
        yield party, (_raw(span) for scope in group.scope_spans for span in scope.spans)


def _raw(span: Any) -> _Raw:  # noqa: ANN401 - a message that the generated module makes when it is loaded
    links = tuple(link.trace_id + link.span_id for link in span.links[:_MOST_LINKS])
    attributes = _chosen(span.attributes, NAMES_OF_SPANS)
    return _Raw(span.trace_id, span.span_id, span.parent_span_id, span.kind, attributes, links)


def _chosen(attributes: Iterable[KeyValue], names: frozenset[str]) -> dict[str, Value | tuple[str, ...]]:
    found: dict[str, Value | tuple[str, ...]] = {}
    for entry in attributes:
        if entry.key in names:
            kind = entry.value.WhichOneof("value")
            if kind in ("string_value", "int_value"):
                found[entry.key] = getattr(entry.value, kind)
            elif kind == "array_value":
                found[entry.key] = tuple(one.string_value for one in entry.value.array_value.values[:_MOST_TEXTS])
    return found


class _TextValue(msgspec.Struct, rename="camel"):
    string_value: str = ""


class _ArrayValue(msgspec.Struct):
    values: list[_TextValue] = []


class _AnyValue(msgspec.Struct, rename="camel"):
    string_value: str | None = None
    int_value: str | int | None = None
    array_value: _ArrayValue | None = None

    def told(self) -> Value | tuple[str, ...] | None:
        """What is there: a text, else a list of texts, else a number."""
        if self.string_value is None and self.array_value is not None:
            return tuple(one.string_value for one in self.array_value.values[:_MOST_TEXTS])
        return self.int_value if self.string_value is None else self.string_value


class _KeyValue(msgspec.Struct):
    key: str = ""
    value: _AnyValue = msgspec.field(default_factory=_AnyValue)


class _Link(msgspec.Struct, rename="camel"):
    trace_id: str = ""
    span_id: str = ""


class _JsonSpan(msgspec.Struct, rename="camel"):
    trace_id: str = ""
    span_id: str = ""
    parent_span_id: str = ""
    kind: int = 0
    attributes: list[_KeyValue] = []
    links: list[_Link] = []


class _ScopeSpans(msgspec.Struct):
    spans: list[_JsonSpan] = []


class _Resource(msgspec.Struct):
    attributes: list[_KeyValue] = []


class _ResourceSpans(msgspec.Struct, rename="camel"):
    resource: _Resource = msgspec.field(default_factory=_Resource)
    scope_spans: list[_ScopeSpans] = []


class _Request(msgspec.Struct, rename="camel"):
    resource_spans: list[_ResourceSpans] = []


_DECODER = msgspec.json.Decoder(_Request)


def _from_json(body: bytes) -> Iterator[tuple[Party, Iterator[_Raw]]]:
    try:
        request = _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(f"no OTLP JSON ({str(error)[:200]})") from error
    for group in request.resource_spans:
        party = party_of(_chosen_json(group.resource.attributes, NAMES_OF_RESOURCES))
        yield party, (_raw_json(span) for scope in group.scope_spans for span in scope.spans)


def _raw_json(span: _JsonSpan) -> _Raw:
    links = tuple(_octets(link.trace_id) + _octets(link.span_id) for link in span.links[:_MOST_LINKS])
    ids = (_octets(span.trace_id), _octets(span.span_id), _octets(span.parent_span_id))
    return _Raw(*ids, span.kind, _chosen_json(span.attributes, NAMES_OF_SPANS), links)


def _chosen_json(attributes: Iterable[_KeyValue], names: frozenset[str]) -> dict[str, Value | tuple[str, ...]]:
    values = ((entry.key, entry.value.told()) for entry in attributes if entry.key in names)
    return {key: value for key, value in values if value is not None}


def _octets(digits: str) -> bytes:
    """What hexadecimal digits stand for, nothing where they are none: ids are so in JSON, other than in protobuf's."""
    try:
        return bytes.fromhex(digits) if len(digits) <= 2 * _TRACE_BYTES else b""
    except ValueError:
        return b""


def _unreadable(what: str) -> BadTracesError:
    return BadTracesError(f"the body is {what}; send an export of traces as OTLP/HTTP has it", 400, "bad_traces")
