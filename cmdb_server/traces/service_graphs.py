"""Calls out of the metric `traces_service_graph_request_total` of Tempo and of the OpenTelemetry Collector.

As a server tells it (https://prometheus.io/docs/instrumenting/exposition_formats/) or as Prometheus answers a query.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from math import isfinite

import msgspec

from cmdb_server.errors import CmdbError
from cmdb_server.traces.calls import CALL, MESSAGE, Call
from cmdb_server.traces.spans import Party, party_of

METRIC = "traces_service_graph_request_total"
MOST_BYTES = 8 << 20
_SAMPLE = re.compile(METRIC + r"\{(?P<labels>.*)\}[ \t]+(?P<value>\S+)")
# Not from within a word: a word without end would be gone through again from each of its letters.
_LABEL = re.compile(r'(?<!\w)([A-Za-z_][A-Za-z0-9_]*)="((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n"}
# What stands for somebody outside, or for who is not known.
_NOBODY = frozenset(("", "user", "unknown"))
_OF_PARTIES = {
    "service_namespace": "service.namespace",
    "host_name": "host.name",
    "k8s_pod_name": "k8s.pod.name",
    "container_name": "container.name",
}


class BadServiceGraphError(CmdbError):
    """What should be a service graph is none."""

    def __init__(self, reason: str) -> None:
        """422."""
        remedy = f"give the text of a page with {METRIC}, or the JSON of Prometheus's answer to a query for it"
        super().__init__(f"this is no service graph: {reason}; {remedy}", 422, "bad_service_graph")


def requests_in(text: str) -> dict[Call, float]:
    """How many requests each call counts. Raises BadServiceGraphError."""
    found: dict[Call, float] = {}
    for labels, value in _answered(text) if text.lstrip().startswith("{") else _exposed(text):
        call = _call(labels)
        if call is not None and isfinite(value) and value > 0:
            found[call] = found.get(call, 0.0) + value
    return found


def counted(requests: Mapping[Call, float]) -> Counter[Call]:
    """How often each call was seen: once at least."""
    return Counter({call: max(1, round(value)) for call, value in requests.items()})


def _exposed(text: str) -> Iterator[tuple[Mapping[str, str], float]]:
    if METRIC not in text:
        raise BadServiceGraphError("it does not hold the metric")
    for line in text.splitlines():
        if not line.startswith(METRIC):
            continue
        sample = _SAMPLE.match(line)
        if sample is None:
            raise BadServiceGraphError(f"{line[:100]!r} has no labels and value")
        labels = {name: _ESCAPED.sub(_unescaped, value) for name, value in _LABEL.findall(sample["labels"])}
        yield labels, _number(sample["value"])


class _Sample(msgspec.Struct):
    metric: dict[str, str]
    value: tuple[float, str]


class _Vector(msgspec.Struct, rename="camel"):
    result_type: str
    result: list[_Sample]


class _Answer(msgspec.Struct):
    data: _Vector


_ANSWER = msgspec.json.Decoder(_Answer)


def _answered(text: str) -> Iterator[tuple[Mapping[str, str], float]]:
    try:
        samples = _ANSWER.decode(text).data.result
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadServiceGraphError(f"no answer of an instant query ({str(error)[:100]})") from error
    yield from ((sample.metric, _number(sample.value[1])) for sample in samples)


def _call(labels: Mapping[str, str]) -> Call | None:
    client, server = (_party(labels, side) for side in ("client", "server"))
    if client.service in _NOBODY or server.service in _NOBODY:
        return None
    kind = MESSAGE if labels.get("connection_type") == "messaging_system" else CALL
    return Call(kind, client, server, None)


def _party(labels: Mapping[str, str], side: str) -> Party:
    told = {name: labels.get(f"{side}_{label}", "") for label, name in _OF_PARTIES.items()}
    return party_of({"service.name": labels.get(side, ""), **told})


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[1], found[1])


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise BadServiceGraphError(f"{text[:40]!r} is no number") from error
