"""Is it a report at all? If not, it is refused as a whole, naming field, value and remedy."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cmdb_server.ingest.compression import BadBodyError, decompress
from cmdb_server.ingest.validation import MAX_AHEAD, ReportRejectedError, decode
from graph_schema import load_registry
from graph_schema.report import MAX_CIS, MAX_RELATIONSHIPS, MAX_SECTIONS, encode
from tests.ingest.machines import Machine, report

REGISTRY = load_registry()
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
SENT: dict[str, Any] = json.loads(encode(report(Machine())))
SECTION = SENT["sections"][0]


def rejected(body: bytes) -> tuple[str, str]:
    """The field that is refused, and its value."""
    with pytest.raises(ReportRejectedError) as refused:
        decode(body, REGISTRY, NOW)

    (error,) = refused.value.errors
    assert error.message
    assert error.remedy
    assert (refused.value.status, refused.value.code) == (422, "report_rejected")
    return error.field, error.value


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"format": 99}, "format"),
        ({"report_id": ""}, "report_id"),
        ({"report_id": "x" * 300}, "report_id"),
        ({"source": "agent:\x00"}, "source"),
        ({"source": "spy:1"}, "source"),
        ({"network_scope": ""}, "network_scope"),
        ({"network_scope": "oslo:dmz"}, "network_scope"),
        ({"root": {**SENT["root"], "ci_class": "device"}}, "root.ci_class"),
        ({"root": {**SENT["root"], "ci_class": "spaceship"}}, "root.ci_class"),
        ({"sections": []}, "sections"),
        ({"sections": [{**SECTION, "name": str(number)} for number in range(MAX_SECTIONS + 1)]}, "sections"),
        ({"sections": [SECTION, SECTION]}, "sections.name"),
        ({"sections": [{**SECTION, "name": ""}]}, "sections.name"),
        ({"sections": [{**SECTION, "name": "a/b"}]}, "sections.name"),
        ({"sections": [{**SECTION, "outcome": "perfect"}]}, "sections[0].outcome"),
        ({"observed_at": "yesterday"}, "observed_at"),
        ({"observed_at": "2026-01-01T00:00:00"}, "observed_at"),
        ({"observed_at": (NOW + MAX_AHEAD + timedelta(seconds=1)).isoformat()}, "observed_at"),
    ],
)
def test_a_frame_that_cannot_be_used_is_refused_by_field(changed: dict[str, object], field: str) -> None:
    assert rejected(json.dumps({**SENT, **changed}).encode())[0] == field


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b'"report"', b"null"])
def test_what_is_no_report_is_refused(body: bytes) -> None:
    assert rejected(body)[0] == "report"


def test_a_missing_field_is_named() -> None:
    without = {name: value for name, value in SENT.items() if name != "source"}

    with pytest.raises(ReportRejectedError, match="source"):
        decode(json.dumps(without).encode(), REGISTRY, NOW)


def test_a_refused_value_is_shown_short_and_printable() -> None:
    _, value = rejected(json.dumps({**SENT, "source": "spy:" + "\u202e" + "x" * 240}).encode())

    assert value.isprintable()
    assert len(value) <= 200


def test_a_time_is_read_in_any_zone() -> None:
    east = decode(json.dumps({**SENT, "observed_at": "2026-01-01T02:00:00+02:00"}).encode(), REGISTRY, NOW)
    utc = decode(json.dumps({**SENT, "observed_at": "2026-01-01T00:00:00Z"}).encode(), REGISTRY, NOW)

    assert east.observed_at == utc.observed_at == 1_767_225_600_000_000


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [(b"{}", "br", 415), (b"not zstd", "zstd", 400), (b"not gzip", "gzip", 400), (b"x" * 101, "identity", 413)],
)
def test_a_body_that_cannot_be_unpacked_is_refused(body: bytes, encoding: str, status: int) -> None:
    with pytest.raises(BadBodyError) as refused:
        decompress(body, encoding, 100)

    assert refused.value.status == status
    assert decompress(b"{}", "", 100) == b"{}"


@pytest.mark.parametrize(
    ("field", "most", "entry"), [("cis", MAX_CIS, SECTION["cis"][0]), ("relationships", MAX_RELATIONSHIPS, {})]
)
def test_a_section_that_would_keep_all_others_waiting_is_refused(
    field: str, most: int, entry: dict[str, object]
) -> None:
    def body(count: int) -> bytes:
        return json.dumps({**SENT, "sections": [{**SECTION, field: [entry] * count}]}).encode()

    decode(body(most), REGISTRY, NOW)

    assert rejected(body(most + 1)) == (f"sections.{SECTION['name']}.{field}", str(most + 1))
