"""A queue as a file: what the list shows, with all fields, and nothing that may not be seen."""

import csv
import io

import httpx
import pytest

from cmdb_server.permissions.grants import Grant
from tests.api.changing import reported_tier
from tests.api.serving import Serving


@pytest.fixture
def server(shared_server: Serving) -> Serving:
    """None of these tests minds what the others did."""
    return shared_server


def rows_of(client: httpx.Client, **asked: str) -> list[dict[str, str]]:
    """The rows of a file by their columns."""
    answer = client.get("/record-export", params=asked)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_a_queue_is_a_file_with_fields_of_your_own_and_no_name_that_may_not_be_seen(server: Serving) -> None:
    with server.client() as admin:
        before = admin.get("/record-fields").json()
        storey = {"type": "incident", "name": "x_storey", "label": "Storey", "kind": "choice", "choices": ["=1", "2"]}
        fields = {"fields": [*before["fields"], storey], "version": before["version"]}
        assert admin.put("/record-fields", json=fields).status_code == 200
        first, _ = reported_tier(admin, "exported")
        for title, value in (("=cmd()", "=1"), ("The light is off", "2")):
            body = {"type": "incident", "values": {"title": title, "x_storey": value}, "affects": [first]}
            assert admin.post("/records", json=body).status_code == 201
        both = rows_of(admin, type="incident", custom="x_storey=2", is_open="true")
        told = rows_of(admin, type="incident", is_open="true")
        some = rows_of(admin, type="", q="light")
        unknown = admin.get("/record-export", params={"type": "nothing"})
        workbook = admin.get("/record-export", params={"type": "incident", "format": "xlsx"})
        with server.client(server.token_with(Grant("server", ("nowhere",), read=("general",)))) as stranger:
            hidden = rows_of(stranger, type="incident", custom="x_storey=2")

    assert [(row["title"], row["x_storey"], row["affects"]) for row in both] == [
        ("The light is off", "2", "exported-a"),
    ]  # fmt: skip
    assert ("'=cmd()", "'=1") in [(row["title"], row["x_storey"]) for row in told]
    assert "The light is off" in [row["title"] for row in some]
    assert unknown.status_code in (404, 422)
    assert workbook.content.startswith(b"PK")
    assert hidden[0]["affects"] != "exported-a"
