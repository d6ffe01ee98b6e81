"""Entitlements and the position: kept, imported row by row, keys sealed, and every unit explained."""

import csv
import io
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from cmdb_server.auth.audit import Actor
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.licences import keeping
from graph_schema.ci_classes.cluster import Cluster
from graph_schema.ci_classes.processor import Processor
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.ci_classes.virtual_machine import VirtualMachine
from graph_schema.relationships import HAS_INSTALLED, HAS_MEMBER, HOSTED_ON, PART_OF
from graph_schema.report import Report, Root, Section, encode
from tests.api.installing import installed_on
from tests.api.serving import Serving
from tests.ingest.machines import START

STORE = {"publisher": "Microsoft", "product": "SQL Server"}
CORES = {"metric": "core", "per_processor": 8, "per_host": 16, "pack": 2, "scope": "cluster"}
BOUGHT = {"name": "SQL Server, all hosts", "products": [STORE], "quantity": 96, "starts": "2024-02-29", **CORES}
HEAD = "name;publisher;product;metric;quantity;starts;unit price;stated"


@pytest.fixture(scope="module")
def estate(shared_server: Serving) -> Serving:
    """A virtual machine in a cluster of two hosts, and a workplace, with commercial software."""
    with shared_server.client() as client:
        answer = client.post("/reports", content=encode(_cluster()))
        assert answer.json()["status"] == "stored", answer.text
        installed_on(client, "desk1", ("Adobe", "Adobe Photoshop 2024", "25.0"))
    return shared_server


def _cluster() -> Report:
    section = Section("cluster", enumerates=())
    cluster = section.add(Cluster(name="esx"))
    for name in ("esx1", "esx2"):
        host = section.add(Server(name=name, serial_number=f"SN-{name}", manufacturer="Dell", is_hypervisor=True))
        section.relate(cluster, HAS_MEMBER, host)
        for socket in "01":
            part = section.add(
                Processor(name=f"CPU {socket}", model="Xeon Gold 6430", core_count=24), f"{name}/{socket}"
            )
            section.relate(part, PART_OF, host)
        if name == "esx2":
            guest = section.add(
                VirtualMachine(name="app7", serial_number="SN-app7", manufacturer="VMware", processor_count=4)
            )
            section.relate(guest, HOSTED_ON, host)
            release = section.add(
                SoftwareRelease(publisher="Microsoft", product="SQL Server 2019 Standard", version="15.0")
            )
            section.relate(guest, HAS_INSTALLED, release)
    return Report("cluster-esx", "api:cluster-esx", START.isoformat(), Root(cluster, "cluster"), (section,))


@pytest.fixture
def admin(estate: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; what it added is gone afterwards."""
    with estate.client() as client:
        yield client
        for item in client.get("/licences/entitlements").json()["items"]:
            client.delete(f"/licences/entitlements/{item['uid']}")


def position(client: httpx.Client, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - values of the query
    """The position."""
    answer = client.get("/licences/position", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_virtual_machine_takes_all_cores_of_the_cluster_that_it_may_move_in(admin: httpx.Client) -> None:
    bare = position(admin)
    made = admin.post("/licences/entitlements", json={**BOUGHT, "unit_price": "3586.00"})
    found = position(admin, **STORE)
    [line] = found["lines"]

    assert made.status_code == 201, made.text
    assert {one["product"]: one["machine"] for one in bare["unlicensed"]} == {
        "SQL Server": "app7",
        "Photoshop": "desk1",
    }
    assert (line["entitled"], line["used"], line["difference"], line["missing_cost"]) == (96, 96, 0, "0.00")
    [used] = line["consumed"]
    assert (used["name"], used["units"], used["software"][0]["machine"]) == ("esx", 96, "app7")
    assert used["steps"][1] == "esx1 has 2 processors with 24, 24 cores"
    assert found["unlicensed"] == []
    assert [one["product"] for one in position(admin)["unlicensed"]] == ["Photoshop"]


def test_the_evidence_names_every_installation_with_its_rule_or_why_there_is_none(admin: httpx.Client) -> None:
    admin.post("/licences/entitlements", json={**BOUGHT, "name": "=1+1"})
    answers = [admin.get("/licences/position/evidence", params=asked) for asked in ({}, STORE)]
    book = admin.get("/licences/position/evidence", params={"format": "xlsx"})
    wrong = admin.get("/licences/position/evidence", params={"on": "2027-02-29"})

    everything, of_product = (list(csv.DictReader(io.StringIO(one.text))) for one in answers)
    assert [(one["product"], one["machine"], one["state"], one["units"]) for one in everything] == [
        ("SQL Server", "app7", "covered", "96"), ("Photoshop", "desk1", "not covered", "0"),
    ]  # fmt: skip
    assert everything[:1] == of_product
    assert (of_product[0]["used_by"], of_product[0]["entitlements"]) == ("esx", "'=1+1")
    assert "esx1 has 2 processors with 24, 24 cores" in of_product[0]["because"]
    assert everything[1]["because"] == "no right of this product, edition and version is held"
    rows = list(load_workbook(io.BytesIO(book.content), read_only=True).worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["product", "SQL Server", "Photoshop"]
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "on")


def test_a_product_is_found_by_its_name_alone_and_one_that_nobody_has_says_so(admin: httpx.Client) -> None:
    admin.post("/licences/entitlements", json=BOUGHT)
    named = position(admin, product="sql server")
    nobody = admin.get("/licences/position/evidence", params={"product": "Illustrator", "on": "2026-02-28"})
    unknown = [admin.get(f"/licences/position{more}", params={"product": "Fotoshop"}) for more in ("", "/evidence")]

    assert (named["publisher"], named["product"]) == tuple(STORE.values())
    assert named["lines"] == position(admin, **STORE)["lines"] != []
    (row,) = csv.DictReader(io.StringIO(nobody.text))
    assert (row["publisher"], row["product"], row["state"]) == ("Adobe", "Illustrator", "not installed")
    assert row["because"] == "nothing of it is installed and no right is used on 2026-02-28"
    assert [(one.status_code, one.json()["errors"][0]["value"]) for one in unknown] == [(404, "Fotoshop")] * 2


def test_rights_hold_from_their_first_to_their_last_day(admin: httpx.Client) -> None:
    admin.post("/licences/entitlements", json={**BOUGHT, "quantity": 80, "ends": "2028-02-29", "unit_price": "10"})

    assert [len(position(admin, on=day)["lines"]) for day in ("2028-02-29", "2028-03-01")] == [1, 0]
    assert position(admin, on="2028-02-29")["missing_cost"] == "160.00"
    wrong = admin.get("/licences/position", params={"on": "2027-02-29"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "on")


def test_entities_are_told_by_their_sites(admin: httpx.Client) -> None:
    admin.post("/licences/entitlements", json={**BOUGHT, "entity": "North AS"})
    twice = admin.put("/licences/entities", json={"sites": {"North AS": ["Oslo"], "South": ["Oslo"]}, "version": 0})
    saved = admin.put("/licences/entities", json={"sites": {"North AS": ["Oslo"]}, "version": 0})
    late = admin.put("/licences/entities", json={"sites": {}, "version": 0})

    assert position(admin, **STORE)["lines"][0]["used"] == 0  # app7 stands on no site
    assert (twice.status_code, saved.json()["version"], late.status_code) == (422, 1, 409)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quantity": -1}, "quantity"),
        ({"starts": ""}, "starts"),
        ({"starts": "2027-02-29"}, "starts"),
        ({"ends": "2020-01-01"}, "ends"),
        ({"currency": "QQQ"}, "currency"),
        ({"unit_price": "1,5"}, "unit_price"),
        ({"unit_price": "NaN"}, "unit_price"),
        ({"metric": "concurrent", "scope": "machine"}, "stated"),
        ({"metric": "named_user", "scope": "machine"}, "allocated"),
        ({"metric": "device"}, "scope"),
        ({"products": []}, "products"),
    ],
    ids=str,
)
def test_what_nobody_can_have_bought_is_refused(admin: httpx.Client, wrong: dict[str, Any], field: str) -> None:
    refused = admin.post("/licences/entitlements", json={**BOUGHT, **wrong})

    assert (refused.status_code, refused.json()["code"]) == (422, "entitlement_refused")
    assert refused.json()["errors"][0]["field"] == field
    assert admin.get("/licences/entitlements").json()["items"] == []


def test_a_fraction_of_a_core_is_refused_with_what_to_do_about_it(admin: httpx.Client) -> None:
    refused = admin.post("/licences/entitlements", json={**BOUGHT, "per_host": 1.5})

    (error,) = refused.json()["errors"]
    assert (error["field"], error["value"]) == ("per_host", "1.5")
    assert error["remedy"] == "give a whole number, without quotes: 12"
    assert refused.json()["detail"].endswith(error["remedy"])


def test_a_table_is_taken_row_by_row(admin: httpx.Client) -> None:
    rows = (
        "Büro;Adobe;Photoshop;device;3;2026-01-01;250.50;",
        "Undated;Adobe;Photoshop;device;3;;1;",
        "Fraction;Adobe;Photoshop;device;1.5;2026-01-01;1;",
        "Büro;Adobe;Photoshop;device;3;2026-01-01;250.50;",
        ";;;;;;;",
        "Portal;Microsoft;SQL Server;client access;10;2026-01-01;1;8",
    )
    content = "\n".join((HEAD, *rows)).encode("latin-1")
    tried = admin.post("/licences/entitlements/import", params={"dry_run": "true"}, content=content).json()
    before = admin.get("/licences/entitlements").json()["items"]
    done = admin.post("/licences/entitlements/import", content=content).json()
    names = [item["name"] for item in admin.get("/licences/entitlements").json()["items"]]
    again = admin.post("/licences/entitlements/import", content=content).json()

    assert before == []
    assert (tried["added"], done["added"], names, again["added"]) == (2, 2, ["Büro", "Portal"], 0)
    assert [(one["row"], one["field"]) for one in done["refused"]] == [(3, "starts"), (4, "quantity"), (5, "name")]
    unknown = admin.post("/licences/entitlements/import", content=b"name,color\nx,red")
    assert (unknown.status_code, unknown.json()["errors"][0]["value"]) == (422, "color")


def test_a_table_of_more_than_a_megabyte_is_taken_in_and_all_of_it_or_nothing(
    admin: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{f'Order {number} ':x<290};Adobe;Photoshop;device;3;2026-01-01;1;" for number in range(4_000)]
    large = admin.post(
        "/licences/entitlements/import", params={"dry_run": "true"}, content="\n".join((HEAD, *rows)).encode()
    )
    monkeypatch.setattr(keeping, "_AT_ONCE", 2)
    some = admin.post("/licences/entitlements/import", content="\n".join((HEAD, *rows[:5])).encode())
    held = admin.get("/licences/entitlements").json()["items"]
    noted = [one["subject"] for one in admin.get("/audit", params={"action": "entitlement.add"}).json()["items"]]

    assert (large.status_code, large.json()["added"], some.json()["added"]) == (200, 4_000, 5)
    assert {one["name"][:8].strip() for one in held} == {f"Order {number}" for number in range(5)}
    assert {one["uid"] for one in held} <= set(noted)


def test_licences_of_snipe_it_are_recognised_and_what_a_seat_is_has_to_be_said(admin: httpx.Client) -> None:
    content = (Path(__file__).parents[1] / "assets" / "exports_of_others" / "snipe_it_licences.csv").read_bytes()

    unsaid = admin.post("/licences/entitlements/import", params={"dry_run": "true"}, content=content).json()
    done = admin.post("/licences/entitlements/import", params={"metric": "user"}, content=content).json()
    (held,) = admin.get("/licences/entitlements").json()["items"]

    assert [one["field"] for one in unsaid["refused"]] == ["metric", "metric"]
    assert (done["added"], [(one["row"], one["field"]) for one in done["refused"]]) == (1, [(3, "starts")])
    told = {"name": "Photoshop", "metric": "user", "quantity": 80, "starts": "2026-02-01", "ends": "2027-01-31"}
    assert told.items() <= held.items()
    assert (held["products"][0]["product"], held["entity"]) == ("Photoshop", "Acme AS")
    assert any(note.startswith("Colour is left out") for note in done["notes"])
    assert any("`cmdb licences key`" in note for note in done["notes"])
    assert "SECRET-KEY-9" not in str((unsaid, done, held))


def test_a_licence_key_is_shown_to_who_may_and_noted_and_nowhere_else(estate: Serving, admin: httpx.Client) -> None:
    path = f"/licences/entitlements/{admin.post('/licences/entitlements', json=BOUGHT).json()['uid']}"
    assert admin.put(f"{path}/key", json={"key": "SECRET-KEY-1"}).status_code == 204
    with estate.client(estate.token_as("editor")) as editor:
        refused = editor.post(f"{path}/key/show")
        listed = editor.get("/licences/entitlements")
    shown = admin.post(f"{path}/key/show")
    audit = admin.get("/audit", params={"limit": 20}).text

    assert refused.status_code == 403
    assert shown.json() == {"key": "SECRET-KEY-1"}
    assert "entitlement.show_key" in audit
    assert "SECRET-KEY-1" not in audit + listed.text + admin.get("/export").text
    assert listed.json()["items"][0]["has_key"] is True


def test_a_licence_key_that_is_kept_while_all_is_sealed_with_another_key_can_be_opened(
    estate: Serving, admin: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = admin.post("/licences/entitlements", json={**BOUGHT, "name": "Sealed meanwhile"}).json()["uid"]
    services, transact = estate.services, GraphStore.transact

    def begun_late(store: GraphStore, keys: Collection[str], work: Callable[[Transaction], Any]) -> object:
        monkeypatch.setattr(GraphStore, "transact", transact)
        services.credentials.seal_anew(Actor("test"), with_new_key=True)
        return transact(store, keys, work)

    monkeypatch.setattr(GraphStore, "transact", begun_late)
    services.entitlements.set_key(uid, "SECRET-KEY-2", Actor("test"))

    assert services.entitlements.show_key(uid, Actor("test")) == "SECRET-KEY-2"


def test_an_entitlement_is_changed_by_who_has_seen_it_as_it_is(admin: httpx.Client) -> None:
    made = admin.post("/licences/entitlements", json=BOUGHT).json()
    path = f"/licences/entitlements/{made['uid']}"
    changed = admin.put(path, params={"revision": 1}, json={**BOUGHT, "quantity": 100})
    late = admin.put(path, params={"revision": 1}, json=BOUGHT)

    assert (changed.json()["units"], changed.json()["revision"]) == (100, 2)
    assert late.status_code == 409
    assert admin.delete(path).status_code == 204
    assert admin.delete(path).status_code == 404
