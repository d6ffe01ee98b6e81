"""What tables show of other devices is kept as it is said; what is hostile is refused and takes nothing with it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.items import ItemError
from cmdb_server.ingest.link_evidence import MAX_BYTES, decode_evidence, macs_in, usable_evidence
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import Report, Section, encode
from tests.ingest.test_snmp_reports import ACCESS

REGISTRY = load_registry()
STORED = Query(
    "test.evidence",
    """
    MATCH (x:SourceSection {evidence_scope: $scope})
    MATCH (e:LinkEvidence {key: x.key})
    RETURN e.body AS evidence
    """,
)


def with_evidence(evidence: dict[str, Any]) -> Report:
    sections = [section for section in ACCESS.sections if section.name != "links"]
    return replace(ACCESS, sections=(*sections, Section("links", evidence=evidence)))


def accepted(store: GraphStore, report: Report) -> IngestResult:
    result = Ingest(store, REGISTRY).accept(decode(encode(report), REGISTRY), "test")
    assert isinstance(result, IngestResult)
    return result


def test_evidence_is_kept_under_its_network_scope_and_replaced_by_the_next(store: GraphStore) -> None:
    first = with_evidence({"forwarding": {"network_interface:1": "3cd92b70832c00c0b7f2d0cb"}})
    later = replace(with_evidence({"gateways": ["10.0.0.1"]}), observed_at="2026-01-31T13:00:00Z")

    results = [accepted(store, report).status for report in (first, later, first)]

    rows = store.read(lambda tx: tx.run(STORED, scope="default"))
    assert results == ["stored", "stored", "stored"]
    assert [decode_evidence(row["evidence"]).gateways for row in rows] == [["10.0.0.1"]]


def test_hostile_evidence_is_refused_and_takes_nothing_with_it(store: GraphStore) -> None:
    result = accepted(store, with_evidence({"forwarding": {"network_interface:1": "<script>"}}))

    assert [(part.field, part.value[:8]) for part in result.sections["links"].parked] == [
        ("evidence.forwarding[...]", "b'{\"forw")
    ]
    assert store.read(lambda tx: tx.run(STORED, scope="default")) == []
    assert result.sections["network_interfaces"].status == "stored"


@pytest.mark.parametrize(
    "sent",
    [
        {"forwarding": {"p": "00" * 6 * 100_001}},
        {"neighbours": [{"port": "", "protocol": "lldp"}]},
        {"neighbours": [{"port": "p", "protocol": "lldp", "name": "x" * 256}]},
        {"resolved": {"p": ["10.0.0.1"]}},
        {"aggregates": {"p": [7]}},
        {"neighbours": [{"port": "p", "protocol": "<script>"}]},
        {"gateways": ["a" * MAX_BYTES]},
        [],
    ],
)
def test_what_is_no_evidence_is_refused_with_its_place(sent: object) -> None:
    with pytest.raises(ItemError) as refused:
        usable_evidence(json.dumps(sent).encode())

    assert refused.value.name.startswith("evidence")
    assert len(refused.value.value) <= 200


@pytest.mark.parametrize("sent", [b'{"macs":["\xff"]}', b'{"macs":', b"[" * 5_000])
def test_bytes_that_are_no_json_are_refused(sent: bytes) -> None:
    with pytest.raises(ItemError, match=r"."):
        usable_evidence(sent)


def test_no_evidence_is_nothing() -> None:
    assert usable_evidence(b"") == ""
    assert macs_in("3cd92b70832c00c0b7f2d0cb") == ["3cd92b70832c", "00c0b7f2d0cb"]
