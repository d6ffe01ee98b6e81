"""Importing over the API: every step, and what is refused."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.tables import Reading
from cmdb_server.permissions.grants import Grant
from tests.api.serving import Serving
from tests.imports.files import workbook

FILE = b"Name,Maker,Serial,Bought\napp1,Dell,SN-1,03/04/2026\napp2,Dell,SN-2,05/04/2026\nlocalhost,Dell,,06/04/2026\n"


@pytest.fixture
def writer(server: Serving) -> Iterator[httpx.Client]:
    """A client that may write."""
    with server.client(server.token_for("write")) as client:
        yield client


def uploaded(client: httpx.Client, content: bytes, name: str = "servers.csv") -> dict[str, Any]:
    """An import as it is described after the upload."""
    answer = client.post("/imports", content=content, params={"file_name": name})
    assert answer.status_code == 201, answer.text
    return client.get(f"/imports/{answer.json()['uid']}").json()


def worked(client: httpx.Client, batch: dict[str, Any]) -> dict[str, Any]:
    """An import when its work is done."""
    state = batch["state"]
    while batch["state"] == state:
        batch = client.post(f"/imports/{batch['uid']}/advance").json()
    return batch


def test_an_import_from_the_upload_to_the_undo(writer: httpx.Client) -> None:
    detail = uploaded(writer, FILE)
    uid, mapping = detail["batch"]["uid"], detail["mapping"]
    mapping["sheets"][0]["attributes"].append({"attribute": "description", "column": "Bought"})
    asked = writer.put(f"/imports/{uid}/mapping", json={"mapping": mapping, "name": "servers"}).json()
    refused = writer.post(f"/imports/{uid}/preview")
    mapping["sheets"][0]["attributes"][-1]["format"] = "dmy"
    wanted = {"mapping": mapping, "name": "servers", "reading": detail["reading"]}
    mapped = writer.put(f"/imports/{uid}/mapping", json=wanted).json()
    previewed = worked(writer, writer.post(f"/imports/{uid}/preview").json())
    rows = writer.get(f"/imports/{uid}/rows", params={"outcome": "create", "limit": 1, "offset": 1}).json()
    committed = worked(writer, writer.post(f"/imports/{uid}/commit", json={}).json())
    effect = writer.get(f"/imports/{uid}/undo").json()
    rejects = writer.get(f"/imports/{uid}/rejects")
    as_workbook = writer.get(f"/imports/{uid}/rejects", params={"format": "xlsx"}).content
    undone = worked(writer, writer.post(f"/imports/{uid}/undo").json())

    assert (detail["origin"], mapping["sheets"][0]["ci_class"]) == ("suggested", "server")
    assert [(question["column"], question["kind"]) for question in asked["questions"]] == [("Bought", "date")]
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "rows.Bought")
    assert mapped["problems"] == []
    assert previewed["counts"] == {"create": 2, "update": 0, "unchanged": 0, "conflict": 0, "reject": 1}
    assert (rows["total"], rows["items"][0]["name"]) == (2, "app2")
    assert {"name": "description", "old": None, "new": "2026-04-05"} in rows["items"][0]["changes"]
    assert (committed["state"], committed["stored"], committed["is_undoable"]) == ("committed", 2, True)
    assert (effect["retires"], effect["resting"]) == (2, [])
    assert rejects.headers["Content-Type"].startswith("text/csv")
    assert "row 4: the row has no value that identifies a Server" in rejects.text
    assert read_file(as_workbook, Reading()).tables[0].rows[0].cells[:2] == ("localhost", "Dell")
    assert undone["state"] == "undone"
    assert writer.get("/import-mappings").json()["items"][0]["name"] == "servers"
    assert [item["uid"] for item in writer.get("/imports").json()["items"]] == [uid]
    assert writer.get("/cis", params={"status": "retired", "ci_class": "server"}).json()["total"] == 2


def test_the_next_file_with_the_same_header_needs_no_mapping(writer: httpx.Client) -> None:
    first = uploaded(writer, FILE)["batch"]["uid"]
    worked(writer, writer.post(f"/imports/{first}/preview").json())

    assert uploaded(writer, FILE)["origin"] == "remembered"
    assert writer.delete("/import-mappings/servers.csv").status_code == 204
    assert writer.delete("/import-mappings/servers.csv").status_code == 404


def test_a_sheet_is_described_with_samples(writer: httpx.Client) -> None:
    detail = uploaded(writer, workbook({"Sites": [["name", "name"], ["Oslo", 1], ["Bergen", 2]]}), "places.xlsx")

    sheet = detail["sheets"][0]
    assert (detail["batch"]["kind"], sheet["name"], sheet["rows"]) == ("xlsx", "Sites", 2)
    assert sheet["columns"][1] == {"name": "name (2)", "samples": ["1", "2"], "values": ["1", "2"]}
    assert "more than once" in sheet["notes"][0]


@pytest.mark.parametrize(
    ("content", "field"), [(b"", "file"), (b"\x00\x01\x02\x03" * 50, "file"), (b"PK\x03\x04xx", "file")]
)
def test_a_file_that_is_none_is_refused(writer: httpx.Client, content: bytes, field: str) -> None:
    answer = writer.post("/imports", content=content, params={"file_name": "x.csv"})

    assert (answer.status_code, answer.json()["code"]) == (422, "import_refused")
    assert answer.json()["errors"][0]["field"] == field
    error = answer.json()["errors"][0]
    assert error["remedy"]
    assert answer.json()["detail"].startswith(f"{field} {error['value']!r} ")


def test_a_file_of_a_gigabyte_is_refused_by_what_it_announces(server: Serving) -> None:
    where = urlsplit(server.url)
    connection = HTTPConnection(where.hostname or "", where.port, timeout=60)
    connection.putrequest("POST", "/api/v1/imports?file_name=x.csv")
    for name, value in (("Authorization", f"Bearer {server.token}"), ("Content-Length", str(1 << 30))):
        connection.putheader(name, value)
    connection.endheaders(b"name,serial\n")

    answer = connection.getresponse()

    assert (answer.status, json.loads(answer.read())["code"]) == (413, "body_too_large")
    connection.close()


def test_a_mapping_with_a_misspelt_key_is_refused(writer: httpx.Client) -> None:
    uid = uploaded(writer, FILE)["batch"]["uid"]

    answer = writer.put(
        f"/imports/{uid}/mapping", json={"mapping": {"sheets": [{"sheet": "rows", "ci_clas": "server"}]}}
    )

    assert answer.status_code == 422
    assert "ci_clas" in answer.json()["errors"][0]["field"]


@pytest.mark.parametrize("path", ["", "/rows", "/undo", "/rejects"])
def test_an_import_that_is_not_there_is_not_found(writer: httpx.Client, path: str) -> None:
    assert writer.get(f"/imports/im_nothing{path}").status_code == 404


def test_who_may_only_read_sees_no_imports(server: Serving) -> None:
    with server.client(server.token_for("read")) as reader:
        assert reader.get("/imports").status_code == 403
        assert reader.post("/imports", content=FILE).status_code == 403


def test_who_may_change_some_cis_imports_those_and_sees_no_imports_of_others(
    server: Serving, writer: httpx.Client
) -> None:
    others = uploaded(writer, FILE)["batch"]["uid"]
    grant = Grant("workstation", write=("general", "identity"))
    with server.client(server.token_with(grant, permissions=(READ, WRITE))) as client:
        detail = uploaded(client, FILE)
        uid, mapping = detail["batch"]["uid"], detail["mapping"]
        mapping["sheets"][0]["ci_class"] = "workstation"
        client.put(f"/imports/{uid}/mapping", json={"mapping": mapping})
        worked(client, client.post(f"/imports/{uid}/preview").json())
        committed = worked(client, client.post(f"/imports/{uid}/commit", json={}).json())
        listed = client.get("/imports").json()["items"]
        denied = client.get(f"/imports/{others}").status_code, client.post(f"/imports/{others}/undo").status_code
        effect = client.get(f"/imports/{uid}/undo").json()

    assert (committed["stored"], [entry["uid"] for entry in listed], denied) == (2, [uid], (404, 404))
    assert effect["retires"] == 2
