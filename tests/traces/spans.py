"""Spans as exporters send them, with only the interesting values spelt out."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import msgspec
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

SERVER, CLIENT, PRODUCER, CONSUMER = 2, 3, 4, 5
Resource = Mapping[str, str]


def octets(text: str, size: int) -> bytes:
    """An id that depends on a text only."""
    return blake2b(text.encode(), digest_size=size).digest() if text else b""


def request(resource: Resource, spans: Iterable[Mapping[str, Any]]) -> ExportTraceServiceRequest:
    """A request of one program; a span has kind, id, parent and trace (names), and attributes."""
    sent = ExportTraceServiceRequest()
    group = sent.resource_spans.add()
    for key, value in resource.items():
        group.resource.attributes.add(key=key).value.string_value = value
    scope = group.scope_spans.add()
    for entry in spans:
        span = scope.spans.add(
            trace_id=octets(entry.get("trace", "t"), 16),
            span_id=octets(entry["id"], 8),
            parent_span_id=octets(entry.get("parent", ""), 8),
            kind=entry["kind"],
        )
        for key, value in entry.get("attributes", {}).items():
            found = span.attributes.add(key=key).value
            if isinstance(value, int):
                found.int_value = value
            else:
                found.string_value = value
    return sent


def as_json(sent: ExportTraceServiceRequest) -> bytes:
    """The same request in OTLP's JSON: ids in hexadecimal digits, other than in protobuf's own."""
    groups = [
        {
            "resource": {"attributes": [_attribute(entry) for entry in group.resource.attributes]},
            "scopeSpans": [{"scope": {"name": "x"}, "spans": [_span(span) for span in scope.spans]}],
            "schemaUrl": "https://opentelemetry.io/schemas/1.30.0",
        }
        for group in sent.resource_spans
        for scope in group.scope_spans
    ]
    return msgspec.json.encode({"resourceSpans": groups, "unknownField": [{}]})


def _span(sent: Span) -> dict[str, object]:
    ids = {"traceId": sent.trace_id.hex(), "spanId": sent.span_id.hex(), "parentSpanId": sent.parent_span_id.hex()}
    attributes = [_attribute(entry) for entry in sent.attributes]
    return {**ids, "kind": sent.kind, "startTimeUnixNano": "1", "attributes": attributes}


def _attribute(entry: KeyValue) -> dict[str, object]:
    value = entry.value
    if value.HasField("array_value"):
        texts = [{"stringValue": one.string_value} for one in value.array_value.values]
        return {"key": entry.key, "value": {"arrayValue": {"values": texts}}}
    is_text = value.HasField("string_value")
    told = {"stringValue": value.string_value} if is_text else {"intValue": str(value.int_value)}
    return {"key": entry.key, "value": told}
