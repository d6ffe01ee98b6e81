"""Who may not see all: no answer of any route tells what is hidden, and none leaves anything out."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import httpx
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from cmdb_server.api.dependencies import requirement_of
from cmdb_server.app import API, create_app
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.sight import HIDDEN, REDACTED
from cmdb_server.timestamps import rfc3339
from graph_schema.report import encode
from tests.api.changing import STEPS, gone, member, vote
from tests.api.estate import Estate, uid_of
from tests.api.reporting import enrolled, section_of
from tests.api.serving import Serving
from tests.ingest.machines import Machine, digits, report
from tests.vulnerabilities.tables import osv

# What the estate holds of classes and attribute groups that are not granted below.
HIDDEN_TEXTS = ("postgres", "nginx", "openssl", "zlib", "10.0.0.", "SN-ONE", "eth0", "eth1", digits("one"), ":5432")
MARK = "ZQ7X"
GENERAL = ("general",)
# Some of the routes that tell those who see all what was planted.
TELLING = {
    *("get_ci", "list_cis", "list_relationships", "list_history", "list_edits", "why_this_value", "export_cis"),
    *("compare_cis", "compare_ci", "list_drift", "list_query_values", "get_impact", "export_impact", "export_graph"),
    *("list_records", "get_record", "get_change_assessment", "get_change_calendar"),
    *("list_assets", "get_asset_as_of", "export_assets"),
}
SEEN = osv("CVE-2026-1111", "Debian:12", "openssl", summary=MARK)
BEFORE = "2025-01-01T00:00:00Z"
SOON, LATER = ((datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds") for days in (7, 8))


@pytest.fixture
def server(shared_server: Serving) -> Serving:
    """None of these tests minds what the others did."""
    return shared_server


@pytest.fixture
def stranger(server: Serving, estate: Estate) -> Iterator[httpx.Client]:
    """A client that sees of servers and services what is general, and nothing else."""
    assert estate.roots
    token = server.token_with(Grant("server", read=GENERAL), Grant("service", read=GENERAL))
    with server.client(token) as client:
        yield client


@pytest.fixture(scope="module")
def planted(shared_server: Serving, estate: Estate) -> dict[str, list[str]]:
    """What the parameters of addresses can name, after people have written of what is hidden wherever they can."""
    with shared_server.client() as admin:
        baseline = admin.post("/baselines", json={"name": "all", "query": "device or network_interface"}).json()
        hidden, shop = uid_of(admin, "network_interface", "eth1"), uid_of(admin, "business_service", "shop")
        for uid, attributes in ((hidden, {"name": f"eth1-{MARK}"}), (estate.db1, {"serial_number": MARK})):
            assert admin.patch(f"/cis/{uid}", json={"attributes": attributes, "reason": "seen"}).status_code == 200
        bond = {"type": "DEPENDS_ON", "target_uid": hidden, "reason": "seen"}
        assert admin.post(f"/cis/{shop}/relationships", json=bond).status_code == 200
        query = admin.post("/queries", json={"name": "servers", "query": "server", "is_shared": True}).json()
        fails = {"down": [f"eth1-{MARK}"], "changes": {"relationships": [bond_of("remove", "shop", f"eth1-{MARK}")]}}
        scenario = admin.post("/scenarios", json={"name": "parted", "is_shared": True, "question": fails}).json()
        told = {"type": "incident", "values": {"title": "parted"}, "affects": [hidden]}
        record = admin.post("/records", json=told).json()
        plan = {"title": "parted", "planned_start": SOON, "planned_end": LATER, "rollback": "none", "steps": STEPS}
        change = admin.post("/records", json={"type": "change", "values": plan, "affects": [hidden]}).json()
        _begun(estate.server, admin, change["number"])
        file, owned = _filed(admin, record["number"]), _owned(admin, hidden)
        run = _scanned(admin)
        some = {item["ci_class"]: item["uid"] for item in admin.get("/cis", params={"limit": 500}).json()["items"]}
        uids = list(dict.fromkeys((estate.app1, estate.db1, shop, hidden, *some.values())))
        events = [event for uid in (estate.db1, shop, hidden) for event in _items(admin, f"/cis/{uid}/history")]
        edits = [edit for uid in (estate.db1, hidden) for edit in _items(admin, f"/cis/{uid}/edits")]
    return {
        **dict.fromkeys(("/cis/{uid}", "/impact/{uid}", "/ci-health/{uid}", "/racks/{uid}"), uids),
        "/baselines/{uid}": [baseline["uid"]],
        **{key: ["nothing"] for key in ("/imports/{uid}", "{name}", "{entitlement_uid}")},
        "/scan-runs/{uid}": [run["uid"]],
        "{event_uid}": [event["uid"] for event in events[:5]],
        "{edit_uid}": [edit["uid"] for edit in edits],
        "{attribute}": ["serial_number", "name"],
        "{query_id}": [query["query_id"]],
        "{scenario_id}": [scenario["scenario_id"]],
        "{number}": [record["number"], change["number"], *owned],
        "{file_uid}": [file],
        **_vulnerable(estate.server) | _terms(estate.server) | _met(estate.server, change["number"]),
        "{number_name}": ["mtta", "backlog_age", "emergency_share"],
    }


def _scanned(admin: httpx.Client) -> dict[str, Any]:
    """A run of scans; a machine is known by one, which is named by its address."""
    found = report(Machine("scanned", "10.0.0.9", machine_id=digits("scanned"), fqdn=None))
    scan = replace(found, source="ssh:default/10.0.0.9", sections=found.sections[:1])
    assert admin.post("/reports", content=encode(scan)).status_code == 200
    return admin.post("/scan-runs", json={"ranges": ["10.0.0.0/29"]}).json()


def _vulnerable(server: Serving) -> dict[str, list[str]]:
    """A vulnerability, and the table that tells of it."""
    with server.client() as admin:
        sent = admin.post("/vulnerability-tables", params={"name": MARK}, content=json.dumps(SEEN).encode())
    return {"{cve}": [SEEN["id"]], "{table_uid}": [sent.json()["uid"]]}


def _terms(server: Serving) -> dict[str, list[str]]:
    """The terms of things that people hold."""
    text = {"name": "All", "text": "Bring it back."}
    with server.client() as admin:
        saved = admin.put("/acceptance-terms", json={"texts": [text]}).json()
    return {"{fingerprint}": [saved["texts"][0]["fingerprint"]]}


def _met(server: Serving, number: str) -> dict[str, list[str]]:
    """A meeting of the board with a change on its agenda."""
    with server.client() as admin:
        made = admin.post("/board-meetings", json={"held_at": SOON, "points": [{"change": number}]})
    return {"{meeting_id}": [made.json()["meeting_id"]]}


def _begun(server: Serving, admin: httpx.Client, number: str) -> None:
    """Have a change approved and carried out."""
    assert admin.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
    gone(admin, number, "submit")
    if gone(admin, number, "propose", assignee="wanda")["vote"] != "approved":
        for name in ("board-one", "board-two"):
            with member(server, name) as one:
                vote(one, number)
    gone(admin, number, "schedule", "begin")


def _owned(admin: httpx.Client, ci: str) -> list[str]:
    """The numbers of an asset, a stock-take and a contract."""
    bought = {"title": "dock", "asset_tag": MARK, "holder": MARK, "cost_centre": MARK, "site": "Oslo"}
    count = {"type": "stocktake", "values": {"title": "count", "site": "Oslo"}}
    agreed = {"type": "contract", "values": {"title": "support", "ends_on": "2031-12-31"}}
    wanted = ({"type": "asset", "values": bought, "affects": [ci]}, count, agreed)
    return [admin.post("/records", json=one).json()["number"] for one in wanted]


def _filed(admin: httpx.Client, number: str) -> str:
    """The uid of a file at a record."""
    path = f"/records/{number}/files"
    assert admin.post(path, params={"name": "seen.txt"}, content=b"seen").status_code == 201
    return _items(admin, path)[0]["uid"]


def bond_of(change: str, source: str, target: str) -> dict[str, str]:
    """A change of what one needs of another."""
    return {"change": change, "source": source, "type": "DEPENDS_ON", "target": target}


def _items(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    return client.get(path).json()["items"]


def reads(server: Serving) -> list[APIRoute]:
    """Every route that answers whoever may read."""
    routes = (entry.original_route for entry in iter_route_contexts(create_app(server.services).routes))
    found = [route for route in routes if isinstance(route, APIRoute) and "GET" in (route.methods or ())]
    return [route for route in found if (need := requirement_of(route)) and need.permission == READ]


def addresses(route: APIRoute, planted: dict[str, list[str]]) -> Iterator[str]:
    """The addresses of a route with whatever its parameters can name; a parameter that nobody knows fails."""
    path = route.path.removeprefix(API)
    names = re.findall(r"^/[^/]+/{uid}|{(?!uid})\w+}", path)
    assert "{uid}" not in re.sub(r"^/[^/]+/{uid}", "", path), f"say what the uid in {path} can name"
    for values in product(*(planted[name] for name in names)):
        found = path
        for name, value in zip(names, values, strict=True):
            found = found.replace(name, name.replace("{uid}", value) if "/" in name else value, 1)
        yield found


def query_names(dependant: Dependant) -> set[str]:
    """The query parameters of a route, those of what it depends on among them."""
    names = {field.alias for field in dependant.query_params}
    return names.union(*map(query_names, dependant.dependencies))


def asked(route: APIRoute, planted: dict[str, list[str]], now: str) -> list[dict[str, Any]]:
    """The query parameters to ask a route with: those that need a value, those that look for something, the past."""
    names = query_names(route.dependant)
    app1, db1, shop, *_ = planted["/cis/{uid}"]
    wanted = {"to": shop, "target": shop, "computer": app1, "since": BEFORE, "field": "serial_number"}
    wanted |= {
        "parse_query": {"query": "server"},
        "compare_duplicates": {"left_uid": app1, "right_uid": db1},
        **{name: {"product": "nginx"} for name in ("get_software_product", "list_software_machines")},
        "list_support_machines": {"product": "nginx", "cycle": "1"},
        "export_sbom": {"query": "server"},
        "search": {"q": "zeta"},
        "list_similar_records": {"text": "parted"},
        **{name: {"since": SOON, "until": LATER} for name in ("get_change_calendar", "list_shifts")},
        **{name: {"since": now} for name in ("list_service_status", "get_service_status", "export_service_status")},
    }.get(route.name, {})
    base = {name: value for name, value in wanted.items() if name in names}
    more = [
        {"q": "zeta"},
        {"as_of": now},
        {"service": shop},
        {"query": "server"},
        {"with_ignored": "true"},
        {"until": now},
        {"by": "service"},
        {"action": "power_off", "scenario": planted["{scenario_id}"][0]},
    ]
    return [base, *({**base, **one} for one in more if one.keys() <= names)]


def test_no_read_of_any_route_tells_what_is_hidden(
    server: Serving, stranger: httpx.Client, reader: httpx.Client, planted: dict[str, list[str]]
) -> None:
    now = rfc3339(server.services.clock())
    told: dict[str, list[str]] = {}
    answers: set[tuple[str, int]] = set()
    is_told_all: set[str] = set()
    for route in reads(server):
        if route.name in ("get_openapi", "get_schema"):
            continue
        for address, params in product(addresses(route, planted), asked(route, planted, now)):
            response = stranger.get(address, params=params)
            answers.add((route.name, response.status_code))
            text = response.text.lower()
            if found := [hidden for hidden in (*HIDDEN_TEXTS, MARK) if hidden.lower() in text]:
                told[f"{route.name} {address} {params}"] = found
            if route.name not in is_told_all and MARK.lower() in reader.get(address, params=params).text.lower():
                is_told_all.add(route.name)

    assert told == {}
    assert {name for name, status in answers if status >= 500} == set()
    # Every route was asked something that it answers, but for those that are for people who see all, or for accounts.
    for_all = {route.name for route in reads(server) if (need := requirement_of(route)) and need.is_for_all}
    # What others hold is theirs.
    for_all |= {"get_my_notifications", "get_my_acceptance"}
    # These name software, which whoever asks here may not see.
    for_all |= {"get_sbom", "list_vulnerabilities_of_ci", "list_support_of_ci"}
    # A place, which whoever asks here may not see.
    for_all |= {"get_rack"}
    assert {name for name, _ in answers} - {name for name, status in answers if status == 200} == for_all
    assert sorted(TELLING - is_told_all) == []


def test_an_administrator_is_told_all_of_it(reader: httpx.Client, estate: Estate) -> None:
    texts = [reader.get("/export").text, reader.get(f"/cis/{estate.app1}/software").text]

    assert {hidden for hidden in HIDDEN_TEXTS if any(hidden in text for text in texts)} == set(HIDDEN_TEXTS)


def test_relationships_with_what_may_not_be_seen_are_redacted_and_counted(
    stranger: httpx.Client, reader: httpx.Client, estate: Estate
) -> None:
    path = f"/cis/{estate.app1}/relationships"
    whole, shown = reader.get(path).json(), stranger.get(path).json()

    assert shown["total"] == whole["total"]
    assert [item["other"]["ci_class"] for item in shown["items"]] == [
        item["other"]["ci_class"] for item in whole["items"]
    ]
    assert {item["other"]["name"] for item in shown["items"]} - {"shop"} == {REDACTED}
    assert {item["other"]["status"] for item in shown["items"]} == {"active"}


def test_software_and_connections_are_counted_too(stranger: httpx.Client, reader: httpx.Client, estate: Estate) -> None:
    for tab in ("software", "connections"):
        whole, shown = (client.get(f"/cis/{estate.app1}/{tab}").json() for client in (reader, stranger))

        assert (shown["total"], len(shown["items"])) == (whole["total"], len(whole["items"]))


def test_a_hidden_attribute_is_said_to_be_hidden_whether_it_has_a_value_or_not(
    stranger: httpx.Client, estate: Estate
) -> None:
    ci = stranger.get(f"/cis/{estate.app1}").json()
    hidden = {entry["name"]: entry for entry in ci["attributes"] if entry["hidden"]}

    assert {"serial_number", "fqdn", "ip_addresses", "cloud_instance_id", "asset_tag"} <= set(hidden)
    assert {(entry["value"], len(entry["claims"])) for entry in hidden.values()} == {(None, 0)}
    assert {"name", "kernel_version"} <= {entry["name"] for entry in ci["attributes"] if not entry["hidden"]}
    assert all(text.endswith(HIDDEN) for text in ci["identifiers"])


def test_a_ci_that_may_not_be_seen_shows_class_and_state(stranger: httpx.Client, reader: httpx.Client) -> None:
    uid = uid_of(reader, "software_instance", "postgres")

    ci = stranger.get(f"/cis/{uid}").json()

    assert (ci["redacted"], ci["name"], ci["ci_class"], ci["status"]) == (True, REDACTED, "software_instance", "active")
    assert ci["attributes"] == ci["identifiers"] == []
    assert ci["counts"] == reader.get(f"/cis/{uid}").json()["counts"]
    assert stranger.get(f"/cis/{uid}/history").status_code == 403


def test_the_impact_is_the_same_whoever_asks_but_for_labels(
    stranger: httpx.Client, reader: httpx.Client, estate: Estate
) -> None:
    path = f"/impact/{estate.db1}"
    whole, shown = reader.get(path).json(), stranger.get(path).json()

    assert (shown["counts"], shown["levels"]) == (whole["counts"], whole["levels"])
    assert [(node["uid"], node["state"]) for node in shown["nodes"]] == [
        (node["uid"], node["state"]) for node in whole["nodes"]
    ]
    assert {node["name"] for node in shown["nodes"]} == {"db1", "shop", REDACTED}
    body = {"down": [estate.db1]}
    answers = [client.post("/impact", json=body).json() for client in (reader, stranger)]
    assert answers[0]["states"] == answers[1]["states"]


def test_nobody_finds_out_by_asking_what_a_hidden_ci_is_called(stranger: httpx.Client) -> None:
    there, nowhere = (stranger.post("/impact", json={"down": [name]}) for name in ("postgres", "nothing"))

    assert there.status_code == nowhere.status_code == 404
    assert there.json()["detail"].replace("postgres", "nothing") == nowhere.json()["detail"]


def test_lists_tell_how_many_there_are_beside_what_may_be_seen(stranger: httpx.Client, reader: httpx.Client) -> None:
    whole, shown = (client.get("/cis", params={"limit": 0}).json() for client in (reader, stranger))

    assert shown["total"] + shown["redacted"] == whole["total"]
    assert stranger.get("/cis", params={"q": "app1"}).json()["redacted"] is None


def test_the_export_has_every_line_and_the_canonical_one_is_for_those_who_see_all(
    stranger: httpx.Client, reader: httpx.Client
) -> None:
    whole, shown = (client.get("/export").text.splitlines() for client in (reader, stranger))

    assert len(shown) == len(whole)
    assert stranger.get("/export", params={"canonical": "true"}).status_code == 403


def test_parked_items_of_other_classes_are_counted_only(
    server: Serving, stranger: httpx.Client, reader: httpx.Client
) -> None:
    agent = enrolled(server)
    message = agent.message(Machine("parked1", "10.0.0.77"))
    for ci in section_of(message, "network_interfaces")["cis"]:
        ci["attributes"]["name"] = ""
    agent.send(message)

    whole = reader.get("/parked").json()
    shown = stranger.get("/parked").json()

    assert whole["total"] > 0
    assert (shown["total"] + shown["hidden"], shown["items"]) == (whole["total"], [])


def test_who_sees_all_but_may_change_little_is_refused_the_rest(server: Serving, estate: Estate) -> None:
    grants = (Grant(), Grant("computer", write=("identity",)), Grant("service", write=GENERAL))
    with server.client(server.token_with(*grants, permissions=(READ, WRITE))) as client:
        shop = uid_of(client, "business_service", "shop")
        said: dict[str, tuple[str, str, dict[str, Any]]] = {
            "an attribute of a group": ("PATCH", f"/cis/{estate.roots[3]}", {"attributes": {"asset_tag": "A-1"}}),
            "another group": ("PATCH", f"/cis/{estate.roots[3]}", {"attributes": {"description": "mine"}}),
            "retire what may be written in part": ("POST", f"/cis/{estate.roots[3]}/retire", {}),
            "a granted class": ("PATCH", f"/cis/{shop}", {"attributes": {"description": "mine"}}),
            "create one of it": ("POST", "/cis", _new("business_service", "books")),
            "create another": ("POST", "/cis", _new("site", "Oslo")),
            "relate": ("POST", f"/cis/{shop}/relationships", {"type": "DEPENDS_ON", "target_uid": estate.app1}),
            "relate another": ("POST", f"/cis/{estate.app1}/relationships", {"type": "DEPENDS_ON", "target_uid": shop}),
            "what concerns every CI": ("DELETE", "/parked/nothing", {}),
        }
        statuses = {
            what: client.request(method, path, json=body).status_code for what, (method, path, body) in said.items()
        }

    assert statuses == {
        "an attribute of a group": 200,
        "another group": 403,
        "retire what may be written in part": 403,
        "a granted class": 200,
        "create one of it": 201,
        "create another": 403,
        "relate": 200,
        "relate another": 403,
        "what concerns every CI": 403,
    }


def test_an_edit_is_taken_back_by_those_only_who_might_have_made_it(server: Serving, estate: Estate) -> None:
    path = f"/cis/{estate.roots[2]}"
    token = server.token_with(Grant(), Grant("server", write=GENERAL), permissions=(READ, WRITE))
    with server.client() as admin, server.client(token) as editor:
        for attribute in ("asset_tag", "description"):
            admin.patch(path, json={"attributes": {attribute: "A-7"}, "reason": "seen"})
        edits = {next(iter(edit["attributes"])): edit["uid"] for edit in _items(admin, f"{path}/edits")}
        statuses = {name: editor.delete(f"{path}/edits/{uid}").status_code for name, uid in edits.items()}

    assert statuses == {"asset_tag": 403, "description": 204}


def test_a_ci_is_made_one_of_a_class_only_by_those_who_may_make_such(server: Serving, estate: Estate) -> None:
    body: dict[str, Any] = {"attributes": {"ci_class": "firewall"}, "reason": "seen in the rack"}
    of_servers = server.token_with(Grant(), Grant("server", write=GENERAL), permissions=(READ, WRITE))
    general = Grant("device", write=GENERAL)
    of_both = server.token_with(Grant(), general, permissions=(READ, WRITE))
    more_of_servers = server.token_with(
        Grant(), general, Grant("server", write=(*GENERAL, "identity")), permissions=(READ, WRITE)
    )
    tagged = {**body, "attributes": {**body["attributes"], "asset_tag": "T1"}}
    statuses: list[int] = []
    for token, sent in ((of_servers, body), (more_of_servers, tagged), (of_both, body)):
        with server.client(token) as editor:
            statuses.append(editor.patch(f"/cis/{estate.roots[1]}", json=sent).status_code)
    with server.client() as admin:
        admin.patch(f"/cis/{estate.roots[1]}", json={"released": ["ci_class"]})

    assert statuses == [403, 403, 200]


def _new(ci_class: str, name: str) -> dict[str, Any]:
    return {"ci_class": ci_class, "attributes": {"name": name}, "reason": "needed"}
