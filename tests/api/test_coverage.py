"""What is missing, why, and what to do: failures by cause, "why not?", coverage."""

from typing import Any

import httpx
import pytest

from graph_schema.ci_classes.switch import Switch
from graph_schema.report import Report, Root, Section, encode, ref_of
from tests.api.scanning import OPENED, REFUSED, SILENT, attempt, collector, outcome
from tests.api.serving import Serving
from tests.ingest.machines import Machine, report


@pytest.fixture
def scanned(server: Serving, admin: httpx.Client) -> str:
    """A network after a scan: one machine was read, two refused, one answers nothing; the credential's uid."""
    secret = {"kind": "ssh_password", "name": "linux", "user": "svc", "secret": {"password": "pw"}}
    uid = admin.post("/credentials", json=secret).json()["uid"]
    admin.post("/scan-definitions", json={"name": "office", "ranges": ["10.0.7.0/24"], "exclusions": ["10.0.7.99"]})
    worker = collector(server)
    machine = report(Machine("app1", "10.0.7.1"), source="x")
    body = encode(machine).replace(machine.source.encode(), b"ssh:default/10.0.7.1")
    with server.client(f"Agent {worker.agent_id}:{worker.secret}") as client:
        assert client.post("/reports", content=body).status_code == 200
    admin.post("/scan-runs", json={"ranges": ["10.0.7.1-5"]})
    job = worker.next()
    here = attempt("answered", method="icmp")
    worker.tell(
        job,
        outcome("10.0.7.1", "inventoried", here, attempt(OPENED, credential_id=uid)),
        outcome("10.0.7.2", "failed", here, attempt(REFUSED, credential_id=uid, detail="denied")),
        outcome("10.0.7.3", "failed", here, attempt(REFUSED, credential_id=uid)),
        outcome("10.0.7.4", "failed", here, attempt("no_shell", credential_id=uid)),
        outcome("10.0.7.5", "silent", attempt(SILENT, method="icmp")),
        is_done=True,
    )
    return uid


@pytest.mark.usefixtures("scanned")
def test_failures_are_grouped_by_cause_with_one_remedy_each(admin: httpx.Client) -> None:
    first, second = admin.get("/scan-failures").json()["items"]

    assert (first["method"], first["outcome"], first["count"]) == ("ssh", "wrong_credential", 2)
    assert [(entry["address"], entry["detail"], entry["credential"]) for entry in first["targets"]] == [
        ("10.0.7.2", "denied", "linux"), ("10.0.7.3", "", "linux"),
    ]  # fmt: skip
    assert first["next_step"]
    assert second["outcome"] == "no_shell"


def test_what_a_later_scan_mends_is_no_failure_any_more(server: Serving, admin: httpx.Client, scanned: str) -> None:
    worker = collector(server, "oslo-2")
    failed = admin.get("/scan-failures").json()["items"][0]["targets"]

    admin.post("/scan-runs", json={"ranges": [entry["address"] for entry in failed]})
    job = worker.next()
    mended = [outcome(at, "inventoried", attempt(OPENED, credential_id=scanned)) for at in job["addresses"]]
    worker.tell(job, *mended, is_done=True)

    assert job["addresses"] == ["10.0.7.2", "10.0.7.3"]
    assert [entry["outcome"] for entry in admin.get("/scan-failures").json()["items"]] == ["no_shell"]


KEY, OTHER = (f"22 ssh-ed25519 SHA256:{sign * 43}" for sign in "AB")


def test_a_key_that_changed_is_accepted_as_the_scan_was_shown_it_and_told_to_collectors(
    server: Serving, admin: httpx.Client
) -> None:
    worker = collector(server)
    changed = {**attempt("host_key_changed", credential_id="cr_1"), "host_key": KEY}

    def scan(*found: dict[str, Any]) -> dict[str, Any]:
        admin.post("/scan-runs", json={"ranges": ["10.0.7.2-3"]})
        job = worker.next()
        worker.tell(job, *found, is_done=True)
        return job

    def accept(address: str, key: str) -> httpx.Response:
        return admin.post("/host-keys", json={"address": address, "fingerprint": key.rsplit(maxsplit=1)[-1]})

    scan(outcome("10.0.7.2", "failed", changed), outcome("10.0.7.3", "silent", attempt(SILENT)))
    (shown,) = admin.get("/scan-failures").json()["items"][0]["targets"]
    refused = [accept(address, key) for address, key in (("10.0.7.2", OTHER), ("10.0.7.3", KEY), ("10.0.7.9", KEY))]
    accepted = accept("10.0.7.2", KEY)
    (waiting,) = admin.get("/scan-failures").json()["items"][0]["targets"]
    job = scan(outcome("10.0.7.2", "failed", {**changed, "host_key": f"{OTHER}; rm -rf"}))

    assert [shown["host_key"], shown["is_accepted"], waiting["is_accepted"]] == [accepted.json(), False, True]
    assert [(answer.status_code, answer.json()["errors"][0]["field"]) for answer in refused] == [
        (409, "fingerprint"), (409, "address"), (409, "address"),
    ]  # fmt: skip
    assert job["host_keys"] == {"10.0.7.2": KEY}
    assert admin.get("/scan-failures").json()["items"][0]["targets"][0]["host_key"] is None
    assert len(admin.get("/audit", params={"action": "host_key"}).json()["items"]) == 1


def first_bad(admin: httpx.Client, asked: str) -> dict[str, Any]:
    """The first step that does not hold, of the one address."""
    (place,) = admin.get("/why-not", params={"q": asked}).json()["places"]
    return next((step for step in place["steps"] if not step["is_good"]), {"question": "", "answer": ""})


@pytest.mark.usefixtures("scanned")
@pytest.mark.parametrize(
    ("asked", "question", "said"),
    [
        ("10.0.7.1", "", ""),
        ("app1", "", ""),
        ("10.0.7.2", "Did a credential work?", "(denied)"),
        ("10.0.7.4", "Was it read?", "no command could be run"),
        ("10.0.7.5", "Did anything answer?", "Nothing did."),
        ("10.0.7.6", "Was it scanned?", "Never so far."),
        ("10.0.7.99", "Is it within a scan?", "office excludes it."),
        ("192.168.1.1", "Is it within a scan?", "No scan of the network scope default holds it."),
    ],
)
def test_why_not_names_the_first_thing_that_is_missing(
    admin: httpx.Client, asked: str, question: str, said: str
) -> None:
    step = first_bad(admin, asked)

    assert step["question"] == question
    assert said in step["answer"]
    assert not question or step["next_step"]


def test_the_machine_of_the_collector_is_read_without_a_credential(server: Serving, admin: httpx.Client) -> None:
    admin.post("/scan-runs", json={"ranges": ["10.0.7.8"]})
    worker = collector(server)
    refused = attempt(REFUSED, credential_id="cr_1", method="snmp")
    worker.tell(worker.next(), outcome("10.0.7.8", "inventoried", refused, attempt(OPENED)), is_done=True)

    (place,) = admin.get("/why-not", params={"q": "10.0.7.8"}).json()["places"]

    said = {step["question"]: (step["is_good"], step["answer"]) for step in place["steps"]}
    assert said["Did a credential work?"] == (True, "None was needed.")


@pytest.mark.usefixtures("scanned")
def test_why_not_knows_mac_addresses_and_says_where_nothing_is_known(server: Serving, admin: httpx.Client) -> None:
    (interface,) = admin.get("/cis", params={"ci_class": "network_interface"}).json()["items"]
    detail = admin.get(f"/cis/{interface['uid']}").json()["attributes"]
    mac = next(entry["value"] for entry in detail if entry["name"] == "mac_address")

    asked = [admin.get("/why-not", params={"q": text}).json() for text in (mac.replace(":", "-").upper(), "nobody")]

    assert [(entry["kind"], len(entry["places"])) for entry in asked] == [("mac", 1), ("name", 0)]
    assert asked[0]["places"][0]["cis"][0]["name"] == "app1"
    assert [entry["outcome"] for entry in asked[0]["places"][0]["last"]["attempts"]] == ["answered", "inventoried"]
    assert server.services.scans.why_not.of("::1").places[0].last is None


def test_a_device_that_does_not_tell_its_address_is_found_by_its_name_and_by_who_answered_arp(
    server: Serving, admin: httpx.Client
) -> None:
    section = Section("device")
    section.add(Switch(name="silent-sw", serial_number="SN-77"), ref="self")
    root = Root(ref_of("switch", "self"), "switch")
    sent = Report("r-77", "snmp:default/10.0.7.77", "2026-01-05T12:00:00Z", root, (section,))
    worker = collector(server)
    with server.client(f"Agent {worker.agent_id}:{worker.secret}") as client:
        client.post("/reports", content=encode(sent)).raise_for_status()
    admin.post("/scan-runs", json={"ranges": ["10.0.7.77-78"]})
    arp = attempt("answered", method="arp", detail="00:1b:54:00:00:77")
    refused, broken = attempt("refused", method="ssh"), attempt("malformed", method="snmp")
    read = attempt("inventoried", credential_id="cr_1", method="snmp")
    found = {**outcome("10.0.7.77", "inventoried", arp, read, refused), "sources": ["snmp:default/10.0.7.77"]}
    worker.tell(worker.next(), found, outcome("10.0.7.78", "failed", arp, broken, refused), is_done=True)

    by_name, by_mac = (
        admin.get("/why-not", params={"q": text}).json()["places"] for text in ("silent-sw", "001B.5400.0077")
    )

    assert [place["address"] for place in by_name] == ["10.0.7.77"]
    assert [place["address"] for place in by_mac] == ["10.0.7.77", "10.0.7.78"]
    (last,) = [step for step in by_name[0]["steps"] if step["question"] == "Is it in the graph?"]
    assert (last["is_good"], "silent-sw, read there" in last["answer"]) == (True, True)
    assert [entry["name"] for entry in by_name[0]["cis"]] == ["silent-sw"]
    spots = {
        query: admin.get("/coverage/addresses", params=asked).json()["items"]
        for query, asked in (("site", {"site": "", "stage": "fresh"}), ("subnet", {"subnet": "10.0.7.0/24"}))
    }
    assert [(spot["address"], spot["stage"], spot["ci"]["name"]) for spot in spots["site"]] == [
        ("10.0.7.77", "fresh", "silent-sw"),
    ]
    assert [spot["address"] for spot in spots["subnet"]] == ["10.0.7.78", "10.0.7.77"]
    assert admin.get("/coverage/addresses").json()["errors"][0]["field"] == "subnet"
    (failed,) = [step for step in by_mac[1]["steps"] if step["question"] == "Did a credential work?"]
    assert "SNMP: " in failed["answer"]


@pytest.mark.usefixtures("scanned")
def test_coverage_counts_how_far_the_addresses_of_a_subnet_came(admin: httpx.Client) -> None:
    (funnel,) = [entry for entry in admin.get("/coverage").json()["items"] if entry["subnet"].startswith("10.0.7.")]
    where = {"subnet": funnel["subnet"], "network_scope": funnel["network_scope"]}
    stuck = admin.get("/coverage/addresses", params={**where, "stage": "reachable"}).json()
    everything = admin.get("/coverage/addresses", params=where).json()

    assert funnel["counts"] == {"seen": 4, "reachable": 4, "opened": 2, "inventoried": 1, "fresh": 1}
    assert [entry["address"] for entry in stuck["items"]] == ["10.0.7.2", "10.0.7.3"]
    assert everything["total"] == 4
    assert everything["items"][-1]["ci"]["name"] == "app1"
