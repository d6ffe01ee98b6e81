"""Traps from the batch of a collector to the history, the scan that answers them, and what is said of the rest."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from cmdb_server.network_scans import traps
from cmdb_server.network_scans.rereading import LEAST_MICROSECONDS, SETTLE_MICROSECONDS, Rereading, Wish, wished
from cmdb_server.network_scans.trap_receivers import MOST_REFUSED, Sender, merged
from cmdb_server.permissions.grants import Grant
from discovery_agent.snmp.report import Origin, report_of
from discovery_agent.traps import reasons
from discovery_agent.traps.batch import MOST_TIMES, MOST_TRAPS, Batch, Subject, message_of
from discovery_agent.traps.kind import EVERYTHING, LINKS
from discovery_agent.traps.tally import Tally
from graph_schema.report import encode
from tests.api.scanning import OPENED, Collector, attempt, collector, outcome
from tests.api.serving import Serving
from tests.discovery_agent.snmp.readings import SYSTEM, device, facts_of, port

LINK_DOWN, COLD_START = "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.6.3.1.1.5.1"
AUTHENTICATION_FAILURE = "1.3.6.1.6.3.1.1.5.5"
SWITCH = "10.0.9.1"
SNMP = {"kind": "snmp_v2c", "name": "public", "secret": {"community": "s3cret-community"}}
PLAN: dict[str, Any] = {"name": "branch", "ranges": ["10.0.9.0/24"], "exclusions": ["10.0.9.7"]}


def read_switch(worker: Collector) -> None:
    """A switch with one port, as a scan of the collector reports it."""
    said = {**device("Acme Switch", "1.3.6.1.4.1.5651.1"), f"{SYSTEM}.5.0": "sw-1", **port(7, "ge-0/0/7")}
    address = {"1.3.6.1.2.1.4.20.1.1.10.0.9.1": b"\x0a\x00\x09\x01", "1.3.6.1.2.1.4.20.1.2.10.0.9.1": 7}
    mask = {"1.3.6.1.2.1.4.20.1.3.10.0.9.1": b"\xff\xff\xff\x00"}
    origin = Origin(f"snmp:default/{SWITCH}", "default", datetime.now(UTC))
    body = encode(report_of(facts_of({**said, **address, **mask}), origin))
    with worker.server.client(f"Agent {worker.agent_id}:{worker.secret}") as client:
        answer = client.post("/reports", content=body)
    assert answer.status_code == 200, answer.text


def batch(number: int, *subjects: Subject, times: int = 1) -> dict[str, Any]:
    """A batch with traps of these subjects."""
    tally = Tally()
    for subject in subjects:
        for _ in range(times):
            tally.take(subject, {"is": "down"}, "v2c")
    return message_of(tally.batch(f"batch-{number}", "[::]:1162"))


def tell(worker: Collector, message: dict[str, Any]) -> None:
    answer = worker.post("/collectors/traps", message)
    assert answer.status_code == 204, answer.text


def history(admin: httpx.Client, uid: str) -> list[dict[str, Any]]:
    return [entry for entry in admin.get(f"/cis/{uid}/history").json()["items"] if entry["kind"] == "notified"]


def uid_of(admin: httpx.Client, name: str) -> str:
    found = admin.get("/cis", params={"q": name}).json()["items"]
    return next(entry["uid"] for entry in found if entry["name"] == name)


def rereading_in(server: Serving, microseconds: int) -> Rereading:
    """What starts the scans, at a time to come."""
    scans, at = server.services.scans, server.services.clock() + microseconds
    return Rereading(server.services.store, lambda: at, scans.runs)


DOWN = Subject(SWITCH, LINK_DOWN, 7, "ge-0/0/7")


def test_a_storm_is_one_event_on_the_device_and_its_interface_and_one_scan(
    server: Serving, admin: httpx.Client
) -> None:
    worker = collector(server)
    read_switch(worker)
    admin.post("/scan-definitions", json=PLAN)
    tally = Tally()
    for _ in range(100):
        tally.take(DOWN, {"is": "down"}, "v3 authPriv")
    for _ in range(9_900):
        tally.unread(SWITCH)
    message = message_of(tally.batch("b-1", "[::]:1162"))

    for _ in range(3):
        tell(worker, message)
    tell(worker, batch(2, DOWN, Subject(SWITCH, COLD_START)))
    early = server.services.scans.traps.rereading.start_due()
    later = rereading_in(server, SETTLE_MICROSECONDS)
    started = [later.start_due(), later.start_due()]

    device_uid, port_uid = uid_of(admin, "sw-1"), uid_of(admin, "ge-0/0/7")
    (start, down), (same,) = history(admin, device_uid), history(admin, port_uid)
    assert (down["uid"], down["trap"]["name"]) == (same["uid"], "linkDown")
    assert (down["trap"]["times"], down["trap"]["unread"]) == (101, 9_900)
    assert down["trap"]["interface"] == {"uid": port_uid, "name": "ge-0/0/7"}
    assert (start["trap"]["name"], start["trap"]["interface"]) == ("coldStart", None)
    assert admin.get(f"/cis/{device_uid}").json()["counts"]["history"] == 3
    assert admin.get(f"/cis/{port_uid}").json()["status"] == "active"
    assert (early, started) == (0, [1, 0])
    (run,) = admin.get("/scan-runs").json()["items"]
    assert (run["kind"], run["name"], run["total"]) == ("trap", f"{SWITCH} after coldStart, linkDown", 1)
    job = worker.next()
    assert (job["methods"], job["facts"]) == (["snmp", "ssh"], ["software", "activity", "forwarding"])


def test_what_has_no_ci_makes_none_and_is_shown_as_seen(server: Serving, admin: httpx.Client) -> None:
    worker = collector(server, network_scope="default")
    stranger = collector(server, "elsewhere", network_scope="branch")
    read_switch(worker)
    before = admin.get("/cis").json()["total"]

    tell(stranger, batch(1, DOWN, times=2))
    tally = Tally()
    tally.take(Subject("10.0.9.77", COLD_START), {}, "v1")
    tally.refuse("10.0.9.78", reasons.WRONG_CREDENTIAL)
    tell(worker, message_of(tally.batch("b", "[::]:1162")))
    receivers = {entry["network_scope"]: entry for entry in admin.get("/trap-receivers").json()["items"]}
    unknown = admin.get("/why-not", params={"q": "10.0.9.77"}).json()["places"][0]["steps"][0]
    refused = admin.get("/why-not", params={"q": "10.0.9.78"}).json()["places"][0]["steps"][0]
    spots = admin.get("/coverage/addresses", params={"network_scope": "default", "subnet": "10.0.9.0/24"})

    assert admin.get("/cis").json()["total"] == before
    assert {entry["reason"]: entry["count"] for entry in receivers["branch"]["counts"]} == {
        "accepted": 2, "unknown_address": 2,
    }  # fmt: skip
    (sender,) = receivers["default"]["unknown"]
    assert (sender["address"], sender["said"], receivers["default"]["refused"][0]["said"]) == (
        "10.0.9.77", "coldStart", "wrong_credential",
    )  # fmt: skip
    assert (unknown["question"], unknown["is_good"]) == ("Does it send traps?", True)
    assert (refused["question"], refused["is_good"]) == ("Are its traps taken?", False)
    assert refused["next_step"]
    assert {entry["address"]: entry["stage"] for entry in spots.json()["items"]}["10.0.9.77"] == "seen"
    assert "10.0.9.78" not in {entry["address"] for entry in spots.json()["items"]}

    assert admin.delete(f"/agents/{worker.agent_id}").is_success
    spots = admin.get("/coverage/addresses", params={"network_scope": "default", "subnet": "10.0.9.0/24"})

    assert "10.0.9.77" not in {entry["address"] for entry in spots.json()["items"]}
    assert [entry["network_scope"] for entry in admin.get("/trap-receivers").json()["items"]] == ["branch"]


def test_what_a_device_sent_follows_it_into_another_ci(server: Serving, admin: httpx.Client) -> None:
    worker = collector(server)
    kept = admin.post("/cis", json={"ci_class": "switch", "attributes": {"name": "sw-kept"}}).json()["uid"]
    read_switch(worker)
    message = batch(2, DOWN)
    message["traps"][0]["times"] = MOST_TIMES
    tell(worker, batch(1, DOWN, times=2))
    tell(worker, message)
    pair = {"left_uid": kept, "right_uid": uid_of(admin, "sw-1")}

    merged = admin.post("/duplicates/decisions", json={"verdict": "one", "pairs": [pair]})
    (event,) = history(admin, kept)

    assert merged.json()["items"][0]["ci_uids"] == [kept]
    assert event["trap"]["times"] == MOST_TIMES
    assert admin.get(f"/cis/{kept}").json()["counts"]["history"] > 1


def test_a_full_batch_of_the_longest_texts_is_taken(server: Serving, admin: httpx.Client) -> None:
    worker, longest = collector(server, network_scope="default"), "\N{GRINNING FACE}" * 190
    tally = Tally()
    details = dict.fromkeys("abcd", longest)
    for number in range(MOST_TRAPS):
        tally.take(Subject("10.0.9.200", LINK_DOWN, 0, f"{longest}{number}"), details, "v3 authPriv")
    tell(worker, message_of(tally.batch("b-1", "[::]:1162")))

    (told,) = admin.get("/trap-receivers").json()["items"]

    assert {entry["reason"]: entry["count"] for entry in told["counts"]}["accepted"] == MOST_TRAPS


def test_who_may_not_see_addresses_and_interfaces_sees_that_there_was_a_trap(
    server: Serving, admin: httpx.Client
) -> None:
    worker = collector(server)
    read_switch(worker)
    tell(worker, batch(1, DOWN))
    tally = Tally()
    tally.take(Subject(SWITCH, AUTHENTICATION_FAILURE, 8, "ge-0/0/8"), {"asked by": "10.0.9.66"}, "v2c")
    tell(worker, message_of(tally.batch("b", "[::]:1162")))
    uid = uid_of(admin, "sw-1")

    with server.client(server.token_with(Grant("device", read=("general",)))) as reader:
        failure, event = history(reader, uid)
        forbidden = [reader.get(path).status_code for path in ("/trap-receivers", "/trap-kinds")]

    assert (event["trap"]["name"], event["trap"]["address"]) == ("linkDown", None)
    assert "ge-0/0/7" not in str(event)
    assert (failure["trap"]["name"], failure["trap"]["details"]) == ("authenticationFailure", {})
    assert "ge-0/0/8" not in str(failure)
    assert forbidden == [403, 200]


def test_credentials_are_lent_to_the_collectors_whose_scans_need_them(server: Serving, admin: httpx.Client) -> None:
    worker, other = collector(server), collector(server, "b", network_scope="branch")
    admin.post("/credentials", json=SNMP)
    admin.post("/credentials", json={**SNMP, "name": "elsewhere", "ranges": ["10.7.0.0/16"]})
    admin.post(
        "/credentials", json={"kind": "ssh_password", "name": "linux", "user": "svc", "secret": {"password": "pw"}}
    )
    none = worker.post("/collectors/traps/credentials", {}).json()
    admin.post("/scan-definitions", json=PLAN)

    lent = [who.post("/collectors/traps/credentials", {}).json() for who in (worker, worker, other)]
    noted = [entry["action"] for entry in admin.get("/audit").json()["items"]]

    assert (none["credentials"], lent[2]["credentials"]) == ([], [])
    assert [entry["secret"] for entry in lent[0]["credentials"]] == [{"community": "s3cret-community"}]
    assert lent[0] == lent[1]
    assert noted.count("credentials.handed_out") == 1
    assert admin.post("/collectors/traps/credentials").status_code == 403
    assert "s3cret-community" not in admin.get("/trap-receivers").text + admin.get("/audit").text + server.log.text


def test_an_address_is_read_again_only_where_a_scan_reads_it(server: Serving, admin: httpx.Client) -> None:
    worker = collector(server)
    read_switch(worker)
    tell(worker, batch(1, DOWN))
    nobody = rereading_in(server, SETTLE_MICROSECONDS).start_due()
    admin.post("/scan-runs", json={"ranges": [SWITCH]})
    worker.tell(worker.next(), outcome(SWITCH, "inventoried"), is_done=True)
    tell(worker, batch(2, DOWN))
    never_opened = rereading_in(server, SETTLE_MICROSECONDS).start_due()
    admin.post("/scan-definitions", json={**PLAN, "exclusions": [SWITCH]})
    tell(worker, batch(3, DOWN))
    excluded = rereading_in(server, SETTLE_MICROSECONDS).start_due()
    admin.post("/scan-definitions", json={**PLAN, "name": "all", "methods": ["icmp", "snmp"]})
    tell(worker, batch(4, DOWN))
    read = rereading_in(server, SETTLE_MICROSECONDS).start_due()

    assert (nobody, never_opened, excluded, read) == (0, 0, 0, 1)
    job = worker.next()
    assert (job["methods"], job["facts"]) == (["snmp"], ["forwarding"])


def test_what_a_scan_leaves_out_or_that_is_off_is_not_read_again_as_it_was_before(
    server: Serving, admin: httpx.Client
) -> None:
    worker = collector(server)
    read_switch(worker)
    admin.post("/credentials", json=SNMP)
    path = f"/scan-definitions/{admin.post('/scan-definitions', json=PLAN).json()['uid']}"
    admin.post("/scan-runs", json={"definition_uid": path.rpartition("/")[2]})
    job = worker.next()
    opened = attempt(OPENED, "snmp", job["credentials"][0]["credential_id"])
    worker.tell(job, outcome(SWITCH, "inventoried", opened), is_done=True)

    started: list[int] = []
    for number, change in enumerate(({"exclusions": [SWITCH]}, {"is_enabled": False}, None)):
        changed = admin.put(path, json={**PLAN, **change}) if change else admin.delete(path)
        assert changed.is_success, changed.text
        tell(worker, batch(number, DOWN))
        started.append(rereading_in(server, SETTLE_MICROSECONDS).start_due())

    worker.tell(worker.next(), outcome(SWITCH, "inventoried", opened), is_done=True)
    tell(worker, batch(3, Subject(SWITCH, COLD_START)))
    again = rereading_in(server, 2 * LEAST_MICROSECONDS).start_due()

    assert (started, again) == ([0, 0, 1], 1)
    assert worker.next()["methods"] == ["snmp", "ssh"]  # as before the trap, not as narrowed after it


def test_a_batch_that_is_none_is_refused(server: Serving) -> None:
    worker = collector(server)

    answers = [
        worker.post("/collectors/traps", {**message_of(Batch("b", "x")), **wrong})
        for wrong in (
            {"counts": {"accepted": MOST_TIMES + 1}},
            {"batch_id": "", "listens_on": "x"},
            {"traps": [{"proof": "x"}]},
        )
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert "counts" in answers[0].json()["detail"]


def test_a_full_batch_of_long_names_is_taken(server: Serving) -> None:
    worker, tally = collector(server), Tally()
    for number in range(MOST_TRAPS):
        tally.take(Subject("10.0.9.9", LINK_DOWN, number, "\N{GREEK SMALL LETTER OMEGA}" * 200), {}, "v1")
    message = message_of(tally.batch("b", "[::]:1162"))

    tell(worker, message)


def test_all_events_that_ended_long_ago_are_forgotten(
    server: Serving, admin: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traps, "_FORGOTTEN_AT_ONCE", 1)
    worker, services = collector(server), server.services
    read_switch(worker)
    tell(worker, batch(1, DOWN, Subject(SWITCH, COLD_START)))
    at = services.clock() + (traps.DAYS_KEPT + 1) * 24 * 60 * 60 * 1_000_000
    vault, rereading = services.credentials, services.scans.traps.rereading

    too_early = services.scans.traps.forget_old()
    forgotten = traps.Traps(services.store, lambda: at, services.audit, vault, rereading).forget_old()

    assert (too_early, forgotten) == (0, 2)
    assert history(admin, uid_of(admin, "sw-1")) == []


WISH = Wish("default", SWITCH, LINKS, "linkDown")


def test_many_wishes_are_one_reading_soon_and_the_next_comes_minutes_later() -> None:
    first = wished(None, WISH, 1_000)
    more = wished(first, WISH._replace(cause="coldStart", reads=EVERYTHING), 2_000_000)
    read = more._replace(is_waiting=False, last_at=more.due_at)
    again = wished(read, WISH, read.last_at + 1)
    long_after = wished(read, WISH, read.last_at + 2 * LEAST_MICROSECONDS)
    clock_went_back = wished(read, WISH, 5)

    assert (first.due_at, more.due_at) == (1_000 + SETTLE_MICROSECONDS,) * 2
    assert (more.reads, more.causes) == (EVERYTHING, ("linkDown", "coldStart"))
    assert (again.due_at, again.reads, again.causes) == (read.last_at + LEAST_MICROSECONDS, LINKS, ("linkDown",))
    assert long_after.due_at == read.last_at + 2 * LEAST_MICROSECONDS + SETTLE_MICROSECONDS
    assert clock_went_back.due_at == 5 + LEAST_MICROSECONDS


@pytest.mark.parametrize("most", [1, MOST_REFUSED])
def test_senders_are_added_up_and_the_latest_are_kept(most: int) -> None:
    old, new = Sender("10.0.0.1", "malformed", 2, 5), Sender("10.0.0.2", "malformed", 1, 7)

    found = merged([old], [old._replace(last_at=9), new], most)

    assert found == (Sender("10.0.0.1", "malformed", 4, 9), new)[:most]
