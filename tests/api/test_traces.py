"""Traces as exporters deliver them to a server, and who may."""

import gzip
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from cmdb_server.api.resources.traces import MAX_UNPACKED_BYTES
from cmdb_server.settings import load_settings
from cmdb_server.traces.fetching import ScrapeError
from cmdb_server.traces.scraping import Scraper
from graph_schema.report import encode
from tests.api.serving import Serving
from tests.ingest.machines import Machine, report
from tests.traces.spans import CLIENT, SERVER, as_json, request

ASKED = {"server.address": "pay", "server.port": 8443}
SHOP = request({"service.name": "shopd", "host.name": "web"}, [{"kind": CLIENT, "id": "asks", "attributes": ASKED}])
PAY = request({"service.name": "payd", "host.name": "pay"}, [{"kind": SERVER, "id": "answers", "parent": "asks"}])
PROTOBUF = {"Content-Type": "application/x-protobuf"}
PACKED = {**PROTOBUF, "Content-Encoding": "gzip"}
GRAPH = 'traces_service_graph_request_total{client="shopd",server="payd"} 7\n'


def reported(admin: httpx.Client, *machines: Machine) -> None:
    for machine in machines:
        message = report(machine, source=machine.name)
        admin.post(
            "/reports",
            content=encode(message).replace(f"agent:{machine.name}".encode(), b"api:" + machine.name.encode()),
        )


def test_what_exporters_send_becomes_dependencies_of_a_source_that_is_named_after_their_token(
    server: Serving, admin: httpx.Client
) -> None:
    reported(admin, Machine("web", programs=("shopd",)), Machine("pay", "10.0.0.2", programs=("payd",)))

    with server.client(server.token_for("traces")) as exporter:
        first = exporter.post("/traces", content=gzip.compress(PAY.SerializeToString()), headers=PACKED)
        second = exporter.post("/traces", content=as_json(SHOP), headers={"Content-Type": "application/json"})
        refused = exporter.get("/traces")

    (source,) = admin.get("/traces").json()["items"]
    assert ExportTraceServiceResponse.FromString(first.content) == ExportTraceServiceResponse()
    assert (first.headers["Content-Type"], second.json(), refused.status_code) == ("application/x-protobuf", {}, 403)
    assert (source["source"], source["calls"], source["joined"]) == ("traces:traces", 1, 1)
    (call,) = source["items"]
    paths = admin.get(f"/impact/{call['needed_uid']}/paths", params={"to": call["dependent_uid"]}).json()["paths"]
    relationship = paths[0]["steps"][1]["relationship"]
    assert (relationship["derivation"], relationship["sources"]) == ("traces", ["traces:traces"])
    assert relationship["evidence"][-1]["text"] == "calls seen once by traces"
    assert "traces:traces" in [entry["source"]["key"] for entry in admin.get("/sources").json()["items"]]


@pytest.mark.parametrize("scope", ["read", "write", "report"])
def test_only_who_may_send_traces_does(shared_server: Serving, scope: str) -> None:
    with shared_server.client(shared_server.token_for(scope)) as program:
        answers = [program.post(path, content=b"", headers=PROTOBUF) for path in ("/traces", "/traces/service-graphs")]

    assert [answer.status_code for answer in answers] == [403, 403]


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (gzip.compress(b"\0" * (MAX_UNPACKED_BYTES + 1), mtime=0), PACKED, 413),
        (b"\0" * ((4 << 20) + 1), PROTOBUF, 413),
        (gzip.compress(b"{}", mtime=0)[:-4], PACKED, 400),
        (b"\xff" * 9, PROTOBUF, 400),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"", {**PROTOBUF, "X-Network-Scope": "a/b"}, 422),
    ],
    ids=("bomb", "large", "cut off", "no protobuf", "no traces", "no scope"),
)
def test_hostile_bodies_are_refused(
    shared_server: Serving, content: bytes, headers: dict[str, str], status: int
) -> None:
    with shared_server.client(shared_server.token_for("traces")) as exporter:
        answer = exporter.post("/traces", content=content, headers=headers)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


def test_spans_that_are_refused_are_counted_in_the_answer(shared_server: Serving) -> None:
    sent = request({}, [{"kind": CLIENT, "id": "a"}, {"kind": CLIENT, "id": "b"}])
    sent.resource_spans[0].scope_spans[0].spans[1].trace_id = b"short"

    with shared_server.client(shared_server.token_for("traces")) as exporter:
        answer = exporter.post("/traces", content=sent.SerializeToString(), headers=PROTOBUF)

    partial = ExportTraceServiceResponse.FromString(answer.content).partial_success
    assert (answer.status_code, partial.rejected_spans, "trace id" in partial.error_message) == (200, 1, True)


class _Metrics(BaseHTTPRequestHandler):
    """A server with a service graph; elsewhere it sends on, or says too much."""

    def do_GET(self) -> None:
        """The graph."""
        self.send_response(302 if self.path == "/moved" else 200)
        self.send_header("Location", "/metrics")
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(GRAPH.encode() * (200_000 if self.path == "/much" else 1))

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


def test_service_graphs_are_asked_for_and_taken_in(server: Serving, admin: httpx.Client) -> None:
    reported(admin, Machine("web", programs=("shopd",)), Machine("pay", "10.0.0.2", programs=("payd",)))
    asked = ThreadingHTTPServer(("127.0.0.1", 0), _Metrics)
    Thread(target=asked.serve_forever, daemon=True).start()
    url = f"http://anna:secret@127.0.0.1:{asked.server_port}"

    def scraper(path: str) -> Scraper:
        settings = load_settings({"CMDB_SERVICE_GRAPHS": f"{url}/metrics,{url}{path}", "CMDB_DATA": "/nonexistent"})
        return Scraper(settings, server.services.traces)

    seen = scraper("/metrics").run()
    refused: list[str] = []
    for path in ("/moved", "/much"):
        with pytest.raises(ScrapeError) as error:
            scraper(path).run()
        refused.append(str(error.value))
    asked.shutdown()
    asked.server_close()
    done = admin.post("/traces/service-graphs", content=GRAPH.encode()).json()

    assert (seen, done) == (1, {"calls": 1, "refused": 0})
    assert ["302" in refused[0], "more than" in refused[1], "secret" in "".join(refused)] == [True, True, False]
    sources = {entry["source"]: entry["joined"] for entry in admin.get("/traces").json()["items"]}
    assert sources == {f"traces:127.0.0.1:{asked.server_port}": 1, "traces:test": 1}
