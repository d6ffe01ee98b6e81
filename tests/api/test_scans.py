"""Scans from the definition over the collector's jobs to the outcomes."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from cmdb_server.auth.identity import CREDENTIALS, SCAN
from cmdb_server.network_scans.dispatch import LEASE_MICROSECONDS, Collecting
from cmdb_server.network_scope_names import REMEDY
from cmdb_server.permissions.grants import EVERYTHING, Grant
from discovery_agent.scan.job import job_of
from graph_schema.report import encode
from tests.api.scanning import OPENED, REFUSED, SILENT, attempt, collector, outcome
from tests.api.serving import Serving
from tests.api.test_credentials import private_key
from tests.ingest.machines import Machine, report

PLAN: dict[str, Any] = {"name": "branch", "ranges": ["10.0.0.0/29"], "exclusions": ["10.0.0.3"]}
SSH = {"kind": "ssh_password", "name": "linux", "user": "svc", "secret": {"password": "pw"}}


def run_now(admin: httpx.Client, **wanted: Any) -> dict[str, Any]:  # noqa: ANN401 - values of a request
    started = admin.post("/scan-runs", json=wanted or {"ranges": ["10.0.0.1-4"]})
    assert started.status_code == 201, started.text
    return started.json()


def credential(admin: httpx.Client, **values: Any) -> str:  # noqa: ANN401 - values of a request
    made = admin.post("/credentials", json={**SSH, **values})
    assert made.status_code == 201, made.text
    return made.json()["uid"]


def test_a_scan_goes_from_its_definition_to_the_outcome_of_every_address(server: Serving, admin: httpx.Client) -> None:
    worker = collector(server)
    uid = credential(admin, ranges=["10.0.0.0/24"])
    credential(admin, name="elsewhere", ranges=["10.9.0.0/24"])
    definition = admin.post("/scan-definitions", json={**PLAN, "cron": "0 2 * * *"}).json()

    run = run_now(admin, definition_uid=definition["uid"])
    job = worker.next()
    stops = worker.tell(
        job,
        outcome("10.0.0.1", "inventoried", attempt(OPENED, credential_id=uid)),
        outcome("10.0.0.2", "failed", attempt(REFUSED, credential_id=uid, detail="Permission denied (publickey)")),
    )
    half = admin.get(f"/scan-runs/{run['uid']}").json()
    worker.tell(job, *(outcome(address, SILENT) for address in job["addresses"][2:]), is_done=True)
    whole = admin.get(f"/scan-runs/{run['uid']}").json()
    targets = admin.get(f"/scan-runs/{run['uid']}/targets").json()

    assert job["addresses"] == [f"10.0.0.{last}" for last in (1, 2, 4, 5, 6)]
    assert [entry["credential_id"] for entry in job["credentials"]] == [uid]
    assert job["credentials"][0] | {"secret": None} == {
        "credential_id": uid, "kind": "ssh_password", "user": "svc", "secret": None,
        "networks": ["10.0.0.0/24"], "order": 0, "failures_left": 5,
        "sudo_credential_id": "", "sudo_failures_left": None,
    }  # fmt: skip
    assert job_of(job).credentials[0].text("password") == "pw"
    assert not job_of(job).is_test
    assert (stops, half["done"], half["state"]) == (False, 2, "running")
    assert [(entry["state"], entry["done"], entry["collector"]) for entry in half["jobs"]] == [("running", 2, "oslo-1")]
    assert (whole["state"], whole["counts"]) == ("done", {"inventoried": 1, "failed": 1, "silent": 3})
    assert targets["total"] == 5
    assert [entry["address"] for entry in targets["items"]] == job["addresses"]
    failed = next(entry for entry in targets["items"] if entry["state"] == "failed")["attempts"][0]
    assert (failed["credential"], failed["detail"]) == ("linux", "Permission denied (publickey)")
    assert failed["next_step"]
    assert worker.has_nothing_to_do()


def test_outcomes_count_once_however_often_they_are_sent(server: Serving, admin: httpx.Client) -> None:
    worker, uid = collector(server), credential(admin)
    run = run_now(admin)
    job = worker.next()
    refused = outcome("10.0.0.1", "failed", attempt(REFUSED, credential_id=uid))

    for _ in range(3):
        worker.tell(job, refused, refused)
    worker.tell(job, outcome("10.0.0.2", SILENT), is_done=True)
    worker.tell(job, outcome("10.0.0.3", "reachable"), is_done=True)

    after = admin.get(f"/scan-runs/{run['uid']}").json()
    assert (after["state"], after["counts"]) == ("done", {"failed": 1, "silent": 1, "not_reported": 2})
    assert admin.get("/credentials").json()["items"][0]["failures"] == 1


def test_what_worked_last_is_tried_first_and_a_stopped_account_not_at_all(server: Serving, admin: httpx.Client) -> None:
    worker = collector(server)
    first, second = credential(admin, order=1, max_failures=2), credential(admin, name="other", user="b", order=2)
    snmp = credential(admin, kind="snmp_v2c", name="public", user="", secret={"community": "c"})
    run_now(admin)
    job = worker.next()
    worked = (attempt(OPENED, credential_id=second), attempt(OPENED, method="snmp", credential_id=snmp))
    worker.tell(job, outcome("10.0.0.1", "inventoried", attempt(REFUSED, credential_id=first), *worked))
    worker.tell(job, outcome("10.0.0.2", "failed", attempt(REFUSED, credential_id=first)), is_done=True)

    run_now(admin)
    again = worker.next()

    assert again["affinity"] == {"10.0.0.1": f"{second} {snmp}"}
    assert {entry["credential_id"] for entry in again["credentials"]} == {second, snmp}


def test_sudo_goes_with_the_log_in_of_its_user_and_the_site_of_the_scope_chooses(
    server: Serving, admin: httpx.Client
) -> None:
    worker = collector(server, network_scope="branch")
    credential(admin, sites=["Oslo"])
    sudo = credential(admin, kind="sudo", name="root", secret={"password": "root-pw"}, max_failures=3)
    credential(admin, name="Bergen's", sites=["Bergen"])
    saved = admin.put("/network-scopes/branch", json={"site": "Oslo"})
    run_now(admin, ranges=["10.0.0.1"], network_scope="branch")

    (given,) = worker.next()["credentials"]

    assert saved.status_code == 204
    assert given["secret"] == {"password": "pw", "sudo_password": "root-pw"}
    assert (given["sudo_credential_id"], given["sudo_failures_left"]) == (sudo, 3)


def test_a_refused_sudo_password_counts_until_it_works_though_the_key_logs_in(
    server: Serving, admin: httpx.Client
) -> None:
    worker = collector(server)
    key = credential(admin, name="key", kind="ssh_key", secret={"private_key": private_key("p"), "passphrase": "p"})
    sudo = credential(admin, kind="sudo", name="root", secret={"password": "root-pw"}, max_failures=5)
    told: list[int | None] = []
    for outcomes in (["sudo_password", "partial"], ["sudo_password", "partial"], ["privileged", "inventoried"]):
        run_now(admin, ranges=["10.0.0.1"])
        job = worker.next()
        told.append(job["credentials"][0]["sudo_failures_left"])
        tried = zip(outcomes, (sudo, key), strict=True)
        worker.tell(job, outcome("10.0.0.1", "inventoried", *(attempt(name, credential_id=uid) for name, uid in tried)))
    run_now(admin, ranges=["10.0.0.1"])

    told.append(worker.next()["credentials"][0]["sudo_failures_left"])

    assert told == [5, 3, 1, 5]


def test_a_job_that_nothing_is_heard_of_is_given_out_again_without_what_is_done(
    server: Serving, admin: httpx.Client
) -> None:
    first, second = collector(server), collector(server, "oslo-2")
    run_now(admin)
    job = first.next()
    first.tell(job, outcome("10.0.0.1", "reachable"))
    is_busy = second.has_nothing_to_do()
    store, dispatch = server.services.store, server.services.scans.dispatch
    later = type(dispatch)(
        store,
        lambda: server.services.clock() + LEASE_MICROSECONDS + 1,
        server.services.credentials,
        server.services.audit,
    )

    again = later.next_job(Collecting(second.agent_id, "default"))

    assert is_busy
    assert again is not None
    assert (again["job_id"], list(again["addresses"])) == (job["job_id"], job["addresses"][1:])


def test_a_cancelled_run_tells_its_collectors_to_stop(server: Serving, admin: httpx.Client) -> None:
    worker = collector(server)
    run = run_now(admin)
    job = worker.next()

    cancelled = [admin.post(f"/scan-runs/{run['uid']}/cancel").status_code for _ in range(2)]

    assert cancelled == [204, 404]
    assert worker.tell(job, outcome("10.0.0.1", "reachable"))
    assert admin.get(f"/scan-runs/{run['uid']}").json()["state"] == "cancelled"
    assert worker.has_nothing_to_do()


def test_a_collector_gets_the_jobs_of_its_own_network_and_nobody_else_gets_any(
    server: Serving, admin: httpx.Client
) -> None:
    ours, theirs = collector(server), collector(server, "b", network_scope="branch")
    other = collector(server, "oslo-2")
    refused = [admin.post("/scan-definitions", json={**PLAN, "collector": uid}) for uid in ("nobody", theirs.agent_id)]
    definition = admin.post("/scan-definitions", json={**PLAN, "collector": other.agent_id}).json()
    bound = run_now(admin, definition_uid=definition["uid"])

    is_for_another = ours.has_nothing_to_do()
    job = other.next()
    foreign = theirs.post(f"/collectors/jobs/{job['job_id']}/outcomes", {"outcomes": []})
    by_admin = admin.post("/collectors/jobs/next", json={"wait_seconds": 0})

    assert [answer.json()["errors"][0]["field"] for answer in refused] == ["collector"] * 2
    assert f"{other.agent_id} (oslo-2)" in refused[0].json()["detail"]
    assert (is_for_another, job["run_id"]) == (True, bound["uid"])
    assert theirs.has_nothing_to_do()
    assert (foreign.status_code, by_admin.status_code) == (404, 403)


def test_a_collector_reports_as_what_it_scans_in_its_network_only(server: Serving) -> None:
    worker = collector(server)
    sent = report(Machine("app1"), source="x")

    def answer(source: str) -> int:
        body = encode(sent).replace(sent.source.encode(), source.encode())
        with server.client(f"Agent {worker.agent_id}:{worker.secret}") as client:
            return client.post("/reports", content=body).status_code

    allowed = [answer("ssh:default/10.0.0.1"), answer("snmp:default/10.0.0.1")]
    refused = [answer(source) for source in ("ssh:other/10.0.0.1", "agent:somebody", "manual:anna", "ssh:default")]

    assert (allowed, refused) == ([200, 200], [403] * 4)


def test_a_device_that_a_scan_does_not_find_has_a_failed_attempt_more(server: Serving, admin: httpx.Client) -> None:
    worker, source, elsewhere = collector(server), "ssh:default/10.0.0.1", "ssh:default/10.0.0.3"
    with server.client(f"Agent {worker.agent_id}:{worker.secret}") as client:
        for key in (source, elsewhere):
            sent = replace(report(Machine("missed1")), source=key)
            assert client.post("/reports", content=encode(sent)).status_code == 200
    run_now(admin, ranges=["10.0.0.1-3"])
    job = worker.next()
    same = {**outcome("10.0.0.3", "inventoried", attempt("same_device")), "sources": [source]}

    for _ in range(2):
        worker.tell(job, *(outcome(f"10.0.0.{last}", SILENT, attempt("silent", "icmp")) for last in (1, 2)), same)

    found = {entry["source"]["key"]: entry["failed_attempts"] for entry in admin.get("/silent-sources").json()["items"]}
    assert found == {source: 1}
    began = {entry.key: entry.withdrawn_by for entry in server.services.sources.all("ssh")}
    assert began == {source: "", elsewhere: f"collector:{worker.agent_id}"}


def test_a_credential_is_tested_at_an_address_with_the_exact_answer(server: Serving, admin: httpx.Client) -> None:
    worker, uid = collector(server), credential(admin)
    credential(admin, name="not asked for", user="b")

    run = admin.post("/credential-tests", json={"credential_id": uid, "address": "10.0.0.9"}).json()
    job = worker.next()
    said = attempt(REFUSED, credential_id=uid, detail="Authentication failed: password expired")
    worker.tell(job, outcome("10.0.0.9", "failed", said), is_done=True)
    (target,) = admin.get(f"/scan-runs/{run['uid']}/targets").json()["items"]
    unknown = admin.post("/credential-tests", json={"credential_id": "cr_x", "address": "10.0.0.9"})

    assert (run["kind"], job["methods"], job["addresses"]) == ("test", ["ssh"], ["10.0.0.9"])
    assert job_of(job).is_test
    assert [entry["credential_id"] for entry in job["credentials"]] == [uid]
    assert target["attempts"][0]["detail"] == "Authentication failed: password expired"
    assert unknown.status_code == 404


def test_scanning_a_ci_scans_its_addresses(server: Serving, admin: httpx.Client) -> None:
    agents = server.services.agents
    agent_id, secret = agents.enrol(agents.create_token("x", "branch", 0)[1], "app1", "1.0")
    body = report(Machine("app1", "10.0.7.7"), source=agent_id)
    with server.client(f"Agent {agent_id}:{secret}") as client:
        root = client.post("/reports", content=encode(replace(body, network_scope="branch"))).json()["root_uid"]

    run = run_now(admin, ci_uid=root)

    assert (run["ranges"], run["network_scope"], run["name"]) == (["10.0.7.7"], "branch", "app1")


def test_a_preview_says_what_would_be_touched_and_what_is_missing(server: Serving, admin: httpx.Client) -> None:
    credential(admin)
    bare = admin.post("/scan-preview", json={**PLAN, "cron": "0 2 * * *"}).json()
    collector(server).has_nothing_to_do()
    spread = {**PLAN, "cron": "0 2 * * *", "jitter_minutes": 600}
    planned = [
        admin.post("/scan-preview", json={**spread, "is_enabled": on}).json()["next_runs"] for on in (True, False)
    ]
    kept = admin.post("/scan-definitions", json=spread).json()
    ready = admin.post("/scan-preview", json={**PLAN, "ranges": ["10.0.0.0/21"], "methods": ["ssh"]}).json()

    assert (bare["addresses"], bare["jobs"], len(bare["next_runs"])) == (5, 1, 3)
    assert bare["ranges"] == ["10.0.0.1-10.0.0.2", "10.0.0.4-10.0.0.6"]
    assert (planned[0][0], planned[1]) == (kept["next_run_at"], [])
    assert len(bare["warnings"]) == 2
    assert (ready["addresses"], ready["jobs"], ready["warnings"]) == (2045, 2, [])
    assert [entry["name"] for entry in ready["collectors"]] == ["oslo-1"]


def test_scanning_is_a_permission_of_its_own(server: Serving) -> None:
    for permissions, expected in ((("read", "write"), 403), (("read", SCAN), 201)):
        with server.client(server.token_with(*EVERYTHING, permissions=permissions)) as client:
            assert client.post("/scan-definitions", json=PLAN).status_code == expected
            assert client.get("/scan-definitions").status_code == 200


def test_who_may_not_see_every_ci_learns_nothing_of_others_by_scanning_them(
    server: Serving, admin: httpx.Client
) -> None:
    hidden = admin.post("/cis", json={"ci_class": "server", "attributes": {"name": "secret"}, "reason": "x"}).json()
    asked = {"credential_id": credential(admin), "address": "10.0.0.9"}
    grant = Grant("service", read=("general",))

    with server.client(server.token_with(grant, permissions=("read", SCAN, CREDENTIALS))) as client:
        answers = [
            client.post("/scan-runs", json={"ci_uid": hidden["uid"]}),
            client.post("/scan-preview", json=PLAN),
            client.post("/credential-tests", json=asked),
        ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert all("may not see every CI" in answer.text for answer in answers)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ranges": ["10.0.0.0/8"]}, "ranges"),
        ({"ranges": ["10.0.0.1"], "exclusions": ["10.0.0.0/24"]}, "ranges"),
        ({"exclusions": ["nowhere"]}, "exclusions[0]"),
        ({"cron": "every night"}, "cron"),
        ({"cron": "61 2 * * *"}, "cron"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"methods": ["telnet"]}, "methods"),
        ({"methods": []}, "methods"),
        ({"tcp_ports": [70_000]}, "tcp_ports"),
        ({"blackouts": [{"days": ["someday"]}]}, "blackouts[0]"),
        ({"blackouts": [{"begins": "25:00"}]}, "blackouts[0]"),
        ({"network_scope": "oslo:dmz"}, "network_scope"),
        ({"name": "bran\u202ech"}, "name"),
        ({"tags": ["dmz\x1b[2J"]}, "tags[0]"),
    ],
)
def test_an_unusable_scan_is_refused_by_its_field(admin: httpx.Client, values: dict[str, Any], field: str) -> None:
    for path in ("/scan-definitions", "/scan-preview"):
        answer = admin.post(path, json={**PLAN, **values})
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("name", ["a:b", "a|b", " a", "a\x1b[2J"])
def test_no_network_scope_gets_a_name_that_identifiers_cannot_hold(admin: httpx.Client, name: str) -> None:
    token = {"name": "branch", "network_scope": name}
    edit = {"ci_class": "switch", "attributes": {"name": "sw"}, "network_scope": name}

    answers = [
        admin.post("/enrolment-tokens", json=token),
        admin.post("/cis", json=edit),
        admin.put(f"/network-scopes/{quote(name)}", json={}),
    ]

    for answer in answers:
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["value"], error["remedy"]) == (422, name, REMEDY)


def test_a_definition_is_changed_and_forgotten(admin: httpx.Client) -> None:
    made = admin.post("/scan-definitions", json=PLAN).json()
    twice = admin.post("/scan-definitions", json=PLAN)
    path = f"/scan-definitions/{made['uid']}"

    changed = admin.put(path, json={**PLAN, "name": "office", "cron": "*/15 * * * *", "jitter_minutes": 5}).json()
    gone = [admin.delete(path).status_code for _ in range(2)]

    assert twice.status_code == 409
    assert (changed["name"], changed["uid"], bool(changed["next_run_at"])) == ("office", made["uid"], True)
    assert (gone, admin.put(path, json=PLAN).status_code) == ([204, 404], 404)
    assert admin.get("/scan-definitions").json()["items"] == []


def test_where_a_definition_forbids_it_no_scan_reads_configuration(server: Serving, admin: httpx.Client) -> None:
    worker = collector(server)
    kept = admin.post("/scan-definitions", json={**PLAN, "ranges": ["10.0.0.4"], "reads_configuration": False}).json()

    allowed: list[bool] = []
    for wanted in ({"definition_uid": kept["uid"]}, {"ranges": ["10.0.0.4"]}, {"ranges": ["10.0.0.5"]}):
        run_now(admin, **wanted)
        job = worker.next()
        worker.tell(job, is_done=True)
        allowed.append(job_of(job).reads_configuration)

    assert (kept["reads_configuration"], allowed) == (False, [False, False, True])
