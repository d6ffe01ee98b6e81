"""Files at records over HTTP: brought, given out as downloads only, removed."""

from collections.abc import Iterator

import httpx
import pytest

from cmdb_server.kept_files.checking import MOST_BYTES
from cmdb_server.permissions.grants import READ_EVERYTHING, Grant
from tests.api.serving import Serving

PAGE = b"<script>fetch('/api/v1/me')</script>"


@pytest.fixture
def server(shared_server: Serving) -> Serving:
    """None of these tests minds what the others did."""
    return shared_server


@pytest.fixture
def worker(server: Serving) -> Iterator[httpx.Client]:
    """A client that works on records."""
    with server.client(server.token_with(*READ_EVERYTHING, permissions=("read", "work"))) as client:
        yield client


@pytest.fixture
def number(worker: httpx.Client) -> str:
    """The number of a new incident."""
    made = worker.post("/records", json={"type": "incident", "values": {"title": "See the files"}, "affects": []})
    return made.json()["number"]


def brought(client: httpx.Client, number: str, name: str, content: bytes) -> httpx.Response:
    """What bringing a file answers."""
    return client.post(f"/records/{number}/files", params={"name": name}, content=content)


def test_a_file_comes_back_as_it_was_and_is_never_shown(worker: httpx.Client, number: str) -> None:
    content = bytes(range(256)) * 4_000  # of several pieces
    added = brought(worker, number, "..\\trace\u202e.pcap", b"\xd4\xc3\xb2\xa1" + content).json()
    brought(worker, number, "<b>page</b>.txt", PAGE)
    trace, page = worker.get(f"/records/{number}/files").json()["items"]
    given = worker.get(f"/records/{number}/files/{trace['uid']}")
    shown = worker.get(f"/records/{number}/files/{page['uid']}")

    assert (added["entries"][-1]["kind"], added["entries"][-1]["changes"][0]["after"]) == ("file", "trace.pcap")
    assert given.content == b"\xd4\xc3\xb2\xa1" + content
    assert (trace["size"], len(trace["sha256"])) == (len(content) + 4, 64)
    assert shown.content == PAGE
    for answer in (given, shown):
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers.get_list("Content-Security-Policy") == ["default-src 'none'; sandbox"]


def test_what_is_not_taken_is_refused_and_leaves_nothing(server: Serving, worker: httpx.Client, number: str) -> None:
    wrong = brought(worker, number, "evil.html", PAGE)
    fake = brought(worker, number, "evil.png", PAGE)
    large = brought(worker, number, "large.log", b"x" * (MOST_BYTES + 1))
    nowhere = brought(worker, "INC9999999", "a.txt", b"a")
    with server.client(server.token_with(Grant())) as stranger:
        refused = brought(stranger, number, "a.txt", b"a")

    assert [answer.status_code for answer in (wrong, fake, large, nowhere, refused)] == [422, 422, 413, 404, 403]
    assert [answer.json()["errors"][0]["field"] for answer in (wrong, fake)] == ["name", "body"]
    assert worker.get(f"/records/{number}/files").json()["items"] == []
    assert len(worker.get(f"/records/{number}").json()["entries"]) == 1


def test_a_file_is_removed_by_whoever_may_and_is_of_its_record_only(
    server: Serving, worker: httpx.Client, number: str
) -> None:
    brought(worker, number, "a.txt", b"a")
    [file] = worker.get(f"/records/{number}/files").json()["items"]
    other = worker.post("/records", json={"type": "incident", "values": {"title": "Other"}, "affects": []}).json()
    elsewhere = worker.get(f"/records/{other['number']}/files/{file['uid']}")
    with server.client(server.token_with(Grant())) as stranger:
        refused = stranger.delete(f"/records/{number}/files/{file['uid']}")
    removed = worker.delete(f"/records/{number}/files/{file['uid']}")

    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "no_file")
    assert (refused.status_code, removed.status_code) == (403, 200)
    assert worker.get(f"/records/{number}/files/{file['uid']}").status_code == 404
    assert removed.json()["entries"][-1]["changes"][0]["before"] == "a.txt"
