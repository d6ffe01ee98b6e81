"""Documents at entitlements over HTTP: brought, given out as downloads only, forgotten with what they belong to."""

from collections.abc import Iterator

import httpx
import pytest

from cmdb_server.graph_store.query import Query
from cmdb_server.permissions.grants import READ_EVERYTHING, Grant
from tests.api.serving import Serving

BOUGHT = {
    "name": "Editor",
    "products": [{"publisher": "Acme", "product": "Editor"}],
    "metric": "device",
    "quantity": 5,
    "starts": "2026-01-01",
}
INVOICE = b"%PDF-1.7 " + bytes(range(256)) * 2_000
PIECES = Query("test.pieces", "MATCH (p:RecordFilePiece) WHERE p.file_uid > '' RETURN count(p) AS pieces")


@pytest.fixture
def client(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with shared_server.client() as found:
        yield found


@pytest.fixture
def files(client: httpx.Client) -> str:
    """The address of the documents of a new entitlement."""
    made = client.post("/licences/entitlements", json=BOUGHT).json()
    return f"/licences/entitlements/{made['uid']}/files"


def test_a_document_comes_back_as_it_was_and_is_never_shown(client: httpx.Client, files: str) -> None:
    made = client.post(files, params={"name": "../in\u202evoice.pdf"}, content=INVOICE).json()
    listed = client.get(files).json()
    given = client.get(f"{files}/{made['uid']}")
    audit = client.get("/audit", params={"limit": 50}).json()["items"]

    assert (made["name"], made["size"], listed["items"], listed["may_add"]) == (
        "in voice.pdf",
        len(INVOICE),
        [made],
        True,
    )
    assert given.content == INVOICE
    assert given.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert given.headers.get_list("Content-Security-Policy") == ["default-src 'none'; sandbox"]
    assert "entitlement.add_document" in [entry["action"] for entry in audit]
    assert client.delete(f"{files}/{made['uid']}").status_code == 204
    assert client.get(files).json()["items"] == []
    assert client.get(f"{files}/{made['uid']}").status_code == 404


def test_what_is_not_taken_is_refused_and_leaves_nothing(
    shared_server: Serving, client: httpx.Client, files: str
) -> None:
    def pieces() -> int:
        return int(shared_server.services.store.read(lambda tx: tx.run(PIECES)[0]["pieces"]))

    before = pieces()
    page = client.post(files, params={"name": "a.html"}, content=b"<script>")
    fake = client.post(files, params={"name": "a.pdf"}, content=b"<script>")
    nowhere = client.post("/licences/entitlements/ent_none/files", params={"name": "a.txt"}, content=b"a")

    assert [answer.status_code for answer in (page, fake, nowhere)] == [422, 422, 404]
    assert page.json()["errors"][0]["field"] == "name"
    assert (client.get(files).json()["items"], pieces()) == ([], before)


def test_an_entitlement_takes_its_documents_along(shared_server: Serving, client: httpx.Client, files: str) -> None:
    made = client.post(files, params={"name": "a.txt"}, content=b"a").json()
    store = shared_server.services.store
    before = store.read(lambda tx: tx.run(PIECES)[0]["pieces"])

    assert client.delete(files.removesuffix("/files")).status_code == 204

    assert client.get(f"{files}/{made['uid']}").status_code == 404
    assert store.read(lambda tx: tx.run(PIECES)[0]["pieces"]) == before - 1


def test_documents_are_for_those_who_see_what_licences_cost(
    shared_server: Serving, client: httpx.Client, files: str
) -> None:
    made = client.post(files, params={"name": "a.txt"}, content=b"a").json()
    with shared_server.client(shared_server.token_with(Grant("server"))) as stranger:
        refused = [stranger.get(files), stranger.get(f"{files}/{made['uid']}")]
    with shared_server.client(shared_server.token_with(*READ_EVERYTHING)) as reader:
        seen = reader.get(files).json()
        refused += [reader.post(files, params={"name": "b.txt"}, content=b"b"), reader.delete(f"{files}/{made['uid']}")]

    assert [answer.status_code for answer in refused] == [403] * 4
    assert (seen["may_add"], [one["name"] for one in seen["items"]]) == (False, ["a.txt"])
