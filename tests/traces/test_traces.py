"""Calls in the graph: joined to programs, kept up as these become known, explained, withdrawn."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from cmdb_server.data_sources.sources import Sources
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import EngineUnavailableError, GraphStore
from cmdb_server.impact_analysis.evidence import read_connections
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.traces import traces
from cmdb_server.traces.otlp import PROTOBUF, spans_in
from cmdb_server.traces.traces import KEPT_DAYS, TellsOf, Traces
from graph_schema import load_registry
from graph_schema.ci_classes.container import Container
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.relationships import RUNS_ON
from graph_schema.report import Report, Section, encode
from tests.ingest.clock import Clock
from tests.ingest.graph import open_relationships
from tests.ingest.machines import START, Machine, report
from tests.traces.spans import CLIENT, CONSUMER, PRODUCER, SERVER, request

REGISTRY = load_registry()
WHO = TellsOf("traces:shop", "default")
WEB = Machine("web", "10.0.0.1", programs=("shopd",), listens=(8080,))
PAY = Machine("pay", "10.0.0.2", programs=("payd",), listens=(9090,))
DB = Machine("db", "10.0.0.3", programs=("postgres",), listens=(5432,))
UIDS = Query(
    "test.uid_of_name", "MATCH (c:CI {name: $name}) WHERE c.ci_class = 'software_instance' RETURN c.uid AS uid"
)


class Plant:
    """A graph in which machines report and programs are traced."""

    def __init__(self, store: GraphStore) -> None:
        self.store, self.clock = store, Clock()
        self.ingest = Ingest(store, REGISTRY, self.clock)
        self.traces = Traces(store, REGISTRY, self.ingest, self.clock)

    def report(self, *machines: Machine) -> None:
        for machine in machines:
            self.ingest.accept(decode(encode(report(machine)), REGISTRY, START), "test")

    def trace(self, host: str, service: str, *spans: Mapping[str, Any]) -> int:
        # Of two reports of one instant the digest decides which counts: time goes on, as it does.
        self.clock.now += 1
        sent = request({"host.name": host, "service.name": service}, spans)
        found = spans_in(sent.SerializeToString(), PROTOBUF)
        return self.traces.take(WHO, found.spans, found.refused).refused

    def needs(self) -> set[tuple[str, str, str]]:
        found = open_relationships(self.store)
        return {entry for entry in found if entry[1] in ("DEPENDS_ON", "CONNECTS_TO")}

    def reasons(self) -> set[str]:
        return {call.reason for call in self.traces.calls(WHO.source)} - {""}

    def uid(self, name: str) -> str:
        return self.store.read(lambda tx: tx.run(UIDS, name=name))[0]["uid"]


ASKS = {"kind": CLIENT, "id": "asks", "attributes": {"server.address": "pay.internal", "server.port": 443}}
ANSWERS = {"kind": SERVER, "id": "answers", "parent": "asks"}
QUERIES = {
    "kind": CLIENT,
    "id": "queries",
    "attributes": {"db.system.name": "postgresql", "network.peer.address": "10.0.0.3"},
}


@pytest.mark.parametrize("at_once", [1, 1_000])
def test_programs_that_call_each_other_depend_on_each_other_with_the_sightings_as_evidence(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(traces, "_AT_ONCE", at_once)
    plant = Plant(store)
    plant.report(WEB, PAY, DB)

    plant.trace("web", "shopd", ASKS, QUERIES)
    plant.trace("pay", "payd", ANSWERS)
    plant.traces.run()

    assert {("shopd", "DEPENDS_ON", "payd"), ("shopd", "DEPENDS_ON", "postgres")} <= plant.needs()
    assert plant.reasons() == set()
    pair = (plant.uid("shopd"), plant.uid("payd"))
    (told,) = read_connections(store, [pair], {})[pair]
    assert (told.text, told.sources, told.sightings) == ("calls seen once by traces", ("traces:shop",), 1)


def test_what_cannot_be_joined_tells_why_and_is_joined_once_it_is_known(store: GraphStore) -> None:
    plant = Plant(store)

    plant.trace("web", "shopd", ASKS, QUERIES)
    plant.trace("pay", "payd", ANSWERS)
    plant.traces.run()
    before, reasons = plant.needs(), plant.reasons()
    plant.report(WEB, PAY)
    plant.traces.run()

    assert (before, reasons) == (set(), {"no machine is called web"})
    assert plant.needs() == {("shopd", "DEPENDS_ON", "payd"), ("shopd", "CONNECTS_TO", "10.0.0.3")}


def test_who_takes_messages_needs_who_sends_them_softly_and_both_need_the_broker(store: GraphStore) -> None:
    plant = Plant(store)
    plant.report(WEB, PAY, Machine("mq", "10.0.0.4", programs=("beam",), listens=(5672,)))
    broker = {"messaging.system": "rabbitmq", "server.address": "mq"}

    plant.trace("web", "shopd", {"kind": PRODUCER, "id": "sends", "attributes": broker})
    plant.trace("pay", "payd", {"kind": CONSUMER, "id": "takes", "parent": "sends", "attributes": broker})
    plant.traces.run()

    assert plant.needs() == {
        ("shopd", "DEPENDS_ON", "beam"),
        ("payd", "DEPENDS_ON", "beam"),
        ("payd", "DEPENDS_ON", "shopd"),
    }


def test_calls_that_are_not_seen_any_more_and_those_of_a_withdrawn_source_end(store: GraphStore) -> None:
    plant = Plant(store)
    plant.report(WEB, PAY)
    plant.trace("web", "shopd", ASKS)
    plant.trace("pay", "payd", ANSWERS)
    plant.traces.run()
    first = plant.needs()

    plant.clock.now += (KEPT_DAYS + 1) * 24 * 3600 * 1_000_000
    plant.traces.run()
    aged = plant.needs()
    plant.trace("web", "shopd", {**ASKS, "trace": "later"})
    plant.trace("pay", "payd", {**ANSWERS, "trace": "later"})
    plant.traces.run()
    again = plant.needs()
    Sources(store, REGISTRY, plant.clock).withdraw(WHO.source, "anna", "no longer trusted")
    plant.traces.run()

    assert first == again == {("shopd", "DEPENDS_ON", "payd")}
    assert aged == plant.needs() == set()
    assert plant.traces.calls(WHO.source) == []


def test_calls_that_cannot_be_kept_now_are_kept_the_next_time(store: GraphStore) -> None:
    plant = Plant(store)
    plant.report(WEB, PAY)
    is_away = True

    def clock() -> int:
        if is_away:
            raise EngineUnavailableError("ServiceUnavailable")
        return plant.clock()

    plant.traces = Traces(store, REGISTRY, plant.ingest, clock)
    with pytest.raises(EngineUnavailableError):
        plant.trace("web", "shopd", ASKS, QUERIES)
    is_away = False
    plant.trace("web", "shopd", ASKS, QUERIES)
    plant.traces.run()

    assert [call.sightings for call in plant.traces.calls(WHO.source)] == [1, 1]


def test_a_program_that_only_its_machine_is_known_of_is_not_guessed(store: GraphStore) -> None:
    plant = Plant(store)
    plant.report(WEB, Machine("pay", "10.0.0.2", programs=("nginx", "payd"), listens=(443,)))

    plant.trace("web", "shopd", ASKS)
    plant.trace("pay", "another", {**ANSWERS, "attributes": {"server.port": 80}})
    plant.traces.run()

    assert plant.needs() == set()
    assert plant.reasons() == {"no program on pay is another"}


def with_pod(name: str, pod: str, container_id: str) -> Report:
    """The report of a node with a pod of one container."""
    sent = report(Machine(name, f"10.0.1.{len(container_id)}", programs=()))
    containers = Section("containers", enumerates=("container",))
    place = containers.add(
        Container(
            name="app", workload=f"shop/{pod}/app", container_id=container_id, pod_uid=f"uid-{pod}", host_name=pod
        )
    )
    containers.relate(place, RUNS_ON, sent.root.ref)
    programs = Section("contained", enumerates=())
    program = programs.add(SoftwareInstance(name="payd", process_name="payd", instance_key=f"container:{pod} payd"))
    programs.relate(program, RUNS_ON, place)
    return replace(sent, sections=(*sent.sections, containers, programs))


OF_PODS = (
    ({"k8s.pod.uid": "UID-pay-1"}, ""),
    ({"container.id": "abc"}, ""),
    ({"host.name": "pay-1"}, ""),
    ({"k8s.pod.name": "pay-1", "k8s.container.name": "app", "host.name": "node1"}, ""),
    ({"container.name": "app", "host.name": "node2"}, ""),
    ({"container.name": "app"}, "2 programs in app is payd"),
    ({"k8s.pod.name": "gone"}, "no container or pod is known as gone"),
    ({"k8s.pod.uid": "gone"}, "no container or pod is known as gone"),
)


def test_a_program_in_a_pod_is_joined_by_what_its_telemetry_says_of_the_pod(store: GraphStore) -> None:
    plant = Plant(store)
    plant.report(WEB)
    for sent in (with_pod("node1", "pay-1", "abc"), with_pod("node2", "pay-2", "abcd")):
        plant.ingest.accept(decode(encode(sent), REGISTRY, START), "test")

    found: list[tuple[str, bool]] = []
    for number, (resource, _) in enumerate(OF_PODS):
        who = TellsOf(f"traces:{number}", "default")
        for told, span in (({"host.name": "web", "service.name": "shopd"}, ASKS), (resource, ANSWERS)):
            sent = request({"service.name": "payd", **told}, [span])
            plant.traces.take(who, spans_in(sent.SerializeToString(), PROTOBUF).spans)
        plant.traces.decide(who.source)
        (call,) = [call for call in plant.traces.calls(who.source) if call.call.callee]
        found.append((call.reason, bool(call.needed)))

    assert found == [(reason, not reason) for _, reason in OF_PODS]


def test_of_programs_of_one_interpreter_the_file_that_each_runs_tells_which_it_is(store: GraphStore) -> None:
    plant = Plant(store)
    sent = report(Machine("web", "10.0.0.1", programs=()))
    programs = Section("more", enumerates=())
    for name in ("cart", "stock"):
        told = SoftwareInstance(name=name, process_name="java", instance_key=name, arguments=f"-jar /opt/{name}.jar")
        programs.relate(programs.add(told), RUNS_ON, sent.root.ref)
    plant.ingest.accept(decode(encode(replace(sent, sections=(*sent.sections, programs))), REGISTRY, START), "test")

    process = {"process.executable.name": "java", "process.command_line": "java -jar /opt/stock.jar"}
    spans = request({"host.name": "web", "service.name": "unknown_service:java", **process}, [QUERIES])
    plant.traces.take(WHO, spans_in(spans.SerializeToString(), PROTOBUF).spans)
    plant.traces.run()

    assert {entry[0] for entry in plant.needs()} == {"stock"}
