"""What spans and service graphs say: read alike from every encoding, put together in whatever order they come."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.traces.calls import CALL, MESSAGE, Call, decoded, encoded
from cmdb_server.traces.joining import (
    Found,
    Joined,
    Known,
    Program,
    joined,
    needs_of,
    program_of,
    told_by_both,
)
from cmdb_server.traces.otlp import JSON, MOST_LOOKED_AT, MOST_SPANS, PROTOBUF, BadTracesError, answer_of, spans_in
from cmdb_server.traces.service_graphs import BadServiceGraphError, requests_in
from cmdb_server.traces.spans import Party, Peer, Span, party_of, peer_of
from cmdb_server.traces.window import Window
from tests.traces.spans import CLIENT, CONSUMER, PRODUCER, SERVER, as_json, octets, request

SHOP, PAY = Party("shopd", host="web"), Party("payd", host="pay")
PEER = Peer("10.0.0.2", 9090)
METRIC = "traces_service_graph_request_total"


def span(kind: int, name: str, party: Party, parent: str = "", peer: Peer | None = None) -> Span:
    return Span(octets(name, 24), kind, party, (octets(parent, 24),) if parent else (), peer)


SPANS = (
    span(CLIENT, "a", SHOP, peer=PEER),
    span(SERVER, "b", PAY._replace(port=9090), parent="a"),
    span(SERVER, "c", PAY, parent="a"),
    span(CLIENT, "d", PAY, peer=Peer("db", 5432, "postgresql")),
    span(PRODUCER, "e", SHOP),
    span(CONSUMER, "f", PAY, parent="e"),
    span(SERVER, "g", SHOP, parent="nobody"),
)


@given(st.permutations([*SPANS, *SPANS[:4]]), st.lists(st.integers(0, 11), max_size=3))
def test_in_whatever_order_and_requests_spans_come_and_however_often_the_same_calls_follow(
    spans: list[Span], cuts: list[int]
) -> None:
    window, found = Window(), Counter[Call]()
    edges = [0, *sorted(cuts), len(spans)]

    for start, end in pairwise(edges):
        found += window.offer(spans[start:end], 0.0).calls

    assert found == Counter(
        (
            Call(CALL, SHOP, PAY._replace(port=9090), PEER),
            Call(CALL, SHOP, PAY, PEER),
            Call(CALL, SHOP, None, PEER),
            Call(CALL, PAY, None, Peer("db", 5432, "postgresql")),
            Call(MESSAGE, SHOP, PAY, None),
        )
    )


def test_what_waits_for_its_other_side_is_bounded_in_time_and_number() -> None:
    window = Window(most=2, wait_seconds=10)
    crowd = [span(SERVER, str(turn), PAY, parent="a") for turn in range(3)]

    full = window.offer(crowd, 0.0)
    late = window.offer([span(CLIENT, "a", SHOP)], 11.0)
    shared = window.offer([span(CLIENT, "b", SHOP)], 12.0, elsewhere=1)
    waiting = len(window)
    window.forget(21.0)

    assert (full.refused, late.refused, late.calls) == (1, 0, Counter())
    assert (shared.refused, waiting, len(window)) == (1, 1, 0)


def test_both_encodings_say_the_same_and_only_who_calls_whom_is_kept() -> None:
    resource = {"service.name": "shopd", "host.name": "web", "secret.thing": "hunter2"}
    peer = {"server.address": "db", "server.port": 5432, "url.full": "https://anna:hunter2@pay/x?key=hunter2"}
    sent = request(resource, [{"kind": CLIENT, "id": "a", "attributes": peer}, {"kind": 1, "id": "b"}])

    found = [spans_in(body, kind) for body, kind in ((sent.SerializeToString(), PROTOBUF), (as_json(sent), JSON))]

    assert found[0] == found[1]
    assert [entry.peer for entry in found[0].spans] == [Peer("db", 5432)]
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize(
    ("attributes", "peer"),
    [
        ({"server.address": "db", "db.system": "postgresql"}, Peer("db", 5432, "postgresql")),
        ({"net.peer.name": "db", "net.peer.port": "1521"}, Peer("db", 1521)),
        ({"network.peer.address": "::1", "server.address": "db", "server.port": 1}, Peer("::1", 1)),
        ({"url.full": "http://u:p@[2001:db8::1]:8080/x"}, Peer("2001:db8::1", 8080)),
        ({"db.connection_string": "mongodb://u:hunter2@db1:27017,db2:27017/x"}, Peer("db1", 27017)),
        ({"url.full": "http://u:hunter@2@pay:80/x"}, Peer("pay", 80)),
        ({"url.full": "http://u:hun/ter2@pay:80/x", "url.scheme": "http"}, None),
        ({"url.full": "http://pay:80?to=anna@shop"}, Peer("pay", 80)),
        ({"server.address": "/run/db.sock", "db.system": "mysql"}, None),
        ({"server.address": "db", "network.transport": "unix", "server.port": 1}, None),
        ({"server.address": "db", "server.port": 70000}, None),
        ({"server.port": 80}, None),
    ],
)
def test_where_a_client_calls_is_told_by_new_names_and_old_ones(
    attributes: Mapping[str, str | int], peer: Peer | None
) -> None:
    assert peer_of(attributes) == peer


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"\xff" * 40, PROTOBUF, 400),
        (b'{"resourceSpans": 7}', JSON, 400),
        (b'{"resourceSpans":' + b"[" * 100_000, JSON, 400),
        (b'{"x":' * 100_000, JSON, 400),
        (b'{"resourceSpans": [{"resource": {"attributes": [{"key": "\xff"}]}}]}', JSON, 400),
        (b"{}", "text/plain", 415),
        (b"\x0a\x00" * (MOST_LOOKED_AT + 1), PROTOBUF, 413),
        (b'{"resourceSpans":[{"scopeSpans":[{"spans":[{}' + b",{}" * MOST_LOOKED_AT + b"]}]}]}", JSON, 413),
    ],
    ids=("no protobuf", "no list", "deep list", "deep object", "no text", "other type", "resources", "spans"),
)
def test_what_is_no_traces_is_refused(body: bytes, media_type: str, status: int) -> None:
    with pytest.raises(BadTracesError) as refused:
        spans_in(body, media_type)

    assert refused.value.status == status


def test_a_million_attributes_and_too_many_spans_leave_little_behind() -> None:
    sent = request({f"a{turn}": "x" for turn in range(100_000)} | {"service.name": "s" * 10_000}, [])
    scope = sent.resource_spans[0].scope_spans[0]
    for turn in range(MOST_SPANS + 5):
        scope.spans.add(trace_id=b"t" * 16, span_id=turn.to_bytes(8, "big"), kind=CLIENT)
    scope.spans.add(trace_id=b"short", span_id=b"s", kind=SERVER)

    found = spans_in(sent.SerializeToString(), PROTOBUF)

    assert (len(found.spans), found.refused) == (MOST_SPANS, 6)
    assert {len(entry.party.service) for entry in found.spans} == {255}
    assert b"too many" in answer_of(6, "too many", PROTOBUF)
    assert msgspec.json.decode(answer_of(6, "why", JSON))["partialSuccess"]["rejectedSpans"] == "6"


SHOPD = Program("ci_1", frozenset(("shopd",)), "python3", frozenset((80,)))
OTHER = Program("ci_2", frozenset(("other", "java")), "java", frozenset((8080,)))
JARS = tuple(
    Program(f"ci_{jar}", frozenset((jar,)), "java", user=user, arguments=frozenset(("-jar", f"/opt/{jar}.jar")))
    for jar, user in (("a", "anna"), ("b", "anna"), ("c", "carl"))
)


@pytest.mark.parametrize(
    ("told", "runs"),
    [
        ({"process.command_args": ("java", "-Dkey=hunter2", "-jar", "/opt/b.jar", "x.jar")}, "/opt/b.jar"),
        ({"process.command_line": "python3 -W ignore /srv/hunter2/main.py --key hunter2"}, "/srv/hunter2/main.py"),
        ({"process.command_line": "/opt/hunter2.jar --password=hunter2.jar"}, ""),
        ({"process.command_args": "node /srv/app.js", "process.command_line": "node /srv/app.mjs"}, "/srv/app.mjs"),
        ({"process.command_args": ()}, ""),
        ({}, ""),
    ],
)
def test_of_a_command_line_only_the_file_of_code_is_kept(told: Mapping[str, str | tuple[str, ...]], runs: str) -> None:
    party = party_of({"service.name": "x", "process.owner": "anna", "process.pid": 7, **told})

    assert party == Party("x", owner="anna", runs=runs)


def test_both_encodings_tell_lists_of_arguments() -> None:
    sent = request({"service.name": "x"}, [{"kind": CLIENT, "id": "a"}])
    told = sent.resource_spans[0].resource.attributes.add(key="process.command_args").value.array_value
    for word in ("java", "-jar", "/opt/b.jar"):
        told.values.add(string_value=word)

    found = [spans_in(body, kind) for body, kind in ((sent.SerializeToString(), PROTOBUF), (as_json(sent), JSON))]

    assert found[0] == found[1]
    assert [entry.party.runs for entry in found[0].spans] == ["/opt/b.jar"]


@pytest.mark.parametrize(
    ("party", "programs", "found"),
    [
        (Party("Shopd", host="web"), (SHOPD, OTHER), "ci_1"),
        (Party("x", host="web", executable="java"), (SHOPD, OTHER), "ci_2"),
        (Party("x", host="web", port=8080), (SHOPD, OTHER), "ci_2"),
        (Party("x", host="web", executable="node", port=8080), (SHOPD, OTHER), ""),
        (Party("x", host="web"), (SHOPD, OTHER), ""),
        (Party("shopd", host="web"), (SHOPD, SHOPD._replace(uid="ci_3")), ""),
        (Party("shopd", host="web", port=81), (SHOPD, SHOPD._replace(uid="ci_3", ports=frozenset((81,)))), "ci_3"),
        (Party("x", host="web", executable="java", runs="/opt/b.jar"), JARS, "ci_b"),
        (Party("x", host="web", executable="java", owner="carl"), JARS, "ci_c"),
        (Party("x", host="web", executable="java", runs="/opt/b.jar", owner="carl"), JARS, "ci_b"),
        (Party("x", host="web", executable="java", runs="/opt/d.jar", owner="anna"), JARS, ""),
        (Party("other", host="web", executable="java", runs="/opt/b.jar"), (OTHER, *JARS), "ci_2"),
        (Party("shopd", host="elsewhere"), (SHOPD,), ""),
        (Party(host="web"), (SHOPD,), ""),
        (Party("shopd"), (), "ci_9"),
        (Party(), (), ""),
    ],
)
def test_a_program_is_told_by_its_machine_and_there_by_name_process_and_port(
    party: Party, programs: Sequence[Program], found: str
) -> None:
    known = Known({"web": ("ci_m",)}, {"ci_m": programs}, called={"shopd": ("ci_9",)})

    answer = program_of(party, known)

    assert answer.uid == found
    assert bool(answer.reason) != bool(found)


def test_a_pod_tells_before_its_host_and_names_of_two_machines_tell_nothing() -> None:
    known = Known({"web": ("ci_m", "ci_n")}, {"ci_m": (OTHER,)}, {"web-1": (SHOPD,)})

    assert program_of(Party("shopd", host="web", pod="web-1"), known) == Found("ci_1")
    assert program_of(Party("shopd", host="web"), known) == Found("", "2 machines are called web")


IN_POD = Program("ci_5", frozenset(("shopd",)), "shopd", frozenset(), "app", "ci_m")
BESIDE = Program("ci_6", frozenset(("envoy",)), "envoy", frozenset(), "proxy", "ci_m")


@pytest.mark.parametrize(
    ("party", "found"),
    [
        (Party("shopd", pod="web-1"), "ci_5"),
        (Party("x", pod="gone", pod_uid="uid-1", in_pod="proxy"), "ci_6"),
        (Party("x", container_id="0123"), "ci_5"),
        (Party("shopd", host="web-1"), "ci_5"),  # what a container calls its machine
        (Party("x", container="app", host="m"), "ci_5"),
        # Somebody else's container of that name, or a pod that nobody knows, is not the one program of the name.
        (Party("shopd", container="app", host="other"), ""),
        (Party("shopd", pod="gone"), ""),
        (Party("shopd", container_id="ffff"), ""),
        (Party("shopd"), "ci_9"),
    ],
)
def test_a_program_in_a_container_is_told_by_ids_and_never_guessed_by_its_name(party: Party, found: str) -> None:
    pod = (IN_POD, BESIDE)
    inside = {"web-1": pod, "uid-1": pod, "0123": (IN_POD,), "app": (IN_POD,)}
    known = Known({"m": ("ci_m",), "other": ("ci_n",)}, {"ci_n": ()}, inside, {"shopd": ("ci_9",)})

    answer = program_of(party, known)

    assert answer.uid == found
    assert bool(answer.reason) != bool(found)


def test_calls_that_were_kept_before_ids_of_containers_were_told_are_read_as_before() -> None:
    old = '["call",["shopd","","web","","","","",0],null,["db",5432,""]]'

    assert decoded(old) == Call(CALL, SHOP._replace(host="web"), None, Peer("db", 5432))


@given(st.permutations([Call(CALL, SHOP, PAY, PEER), Call(CALL, SHOP, None, PEER), Call(MESSAGE, SHOP, PAY, None)]))
def test_what_follows_does_not_depend_on_the_order_of_calls(calls: list[Call]) -> None:
    programs = {"ci_w": (SHOPD,), "ci_p": (Program("ci_4", frozenset(("payd",)), "payd"),)}
    known = Known({"web": ("ci_w",), "pay": ("ci_p",)}, programs)

    found = joined(calls, known, told_by_both(calls))
    needs = needs_of(calls, found, [3] * len(calls))

    assert {uid: [(need.target, need.facts["strength"]) for need in entries] for uid, entries in needs.items()} == {
        "ci_1": [("ci_4", "hard")],
        "ci_4": [("ci_1", "soft")],
    }
    assert Joined("", "", "") in found
    assert [decoded(encoded(call)) for call in calls] == calls


@pytest.mark.parametrize(
    "text",
    [
        (
            f'# HELP x\n{METRIC}{{client="shop \\"1\\"",server="pay",connection_type=""}} 3\n'
            f'{METRIC}{{client="shop \\"1\\"",server="pay",connection_type="",x="y"}} 1 1700000000\n'
            f'{METRIC}{{client="user",server="pay"}} 9\n{METRIC}{{client="a",server="b"}} 0\n'
        ),
        (
            '{"status":"success","data":{"resultType":"vector","result":[{"metric":'
            '{"client":"shop \\"1\\"","server":"pay"},"value":[1700000000.1,"4"]}]}}'
        ),
    ],
)
def test_a_service_graph_is_read_as_a_server_tells_it_and_as_prometheus_answers(text: str) -> None:
    assert requests_in(text) == {Call(CALL, Party('shop "1"'), Party("pay"), None): 4.0}


def test_a_service_graph_of_one_endless_word_is_gone_through_once() -> None:
    assert requests_in(f'{METRIC}{{{"a" * 1_000_000},client="a",server="b"}} 1') == {
        Call(CALL, Party("a"), Party("b"), None): 1.0
    }


@pytest.mark.parametrize(
    "text", ["", "up 1", "{}", '{"data":7}', f"{METRIC} 3", f'{METRIC}{{client="a",server="b"}} many']
)
def test_what_is_no_service_graph_is_refused(text: str) -> None:
    with pytest.raises(BadServiceGraphError):
        requests_in(text)
