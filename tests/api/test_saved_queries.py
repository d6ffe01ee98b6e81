"""Questions that people keep: private or shared, changed by their owners, one change at a time."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

import httpx

from tests.api.serving import Serving


def test_a_saved_question_is_private_until_it_is_shared(server: Serving) -> None:
    with server.client(server.token_for("write")) as writer, server.client(server.token_for("read")) as other:
        made = writer.post("/queries", json={"name": "Web servers", "query": "server and  name=app1"}).json()
        path = f"/queries/{made['query_id']}"
        before = [other.get(path).status_code, *(query["name"] for query in other.get("/queries").json()["items"])]
        writer.patch(path, json={"is_shared": True})
        shared = other.get(path)

        assert made["query"] == "class is server and name = app1"
        assert before == [404]
        assert (shared.json()["name"], shared.json()["may_change"]) == ("Web servers", False)
        assert other.patch(path, json={"name": "Mine"}).status_code == 403
        assert other.delete(path).status_code == 403
        assert other.post("/queries", json={"name": "x", "query": "server", "is_shared": True}).status_code == 403
        assert other.post("/queries", json={"name": "x", "query": "server"}).status_code == 201


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(server: Serving) -> None:
    with server.client(server.token_for("write")) as writer:
        made = writer.post("/queries", json={"name": "Mine", "query": "server"})
        path, tag = f"/queries/{made.json()['query_id']}", made.headers["ETag"]
        renamed = writer.patch(path, json={"name": "Renamed"}, headers={"If-Match": tag})

        assert (renamed.json()["name"], renamed.headers["ETag"]) == ("Renamed", '"2"')
        assert writer.patch(path, json={"name": "Late"}, headers={"If-Match": tag}).status_code == 412
        assert writer.delete(path, headers={"If-Match": tag}).status_code == 412
        assert writer.get(path).headers["ETag"] == '"2"'
        assert writer.delete(path, headers={"If-Match": '"2"'}).status_code == 204
        assert writer.get(path).status_code == 404


def test_a_name_is_taken_once_by_each_and_a_mistake_is_not_saved(server: Serving) -> None:
    with server.client(server.token_for("write")) as writer:
        writer.post("/queries", json={"name": "Mine", "query": "server"})
        taken = writer.post("/queries", json={"name": "MINE", "query": "server"})
        refused = writer.post("/queries", json={"name": "Other", "query": "server and"})

        assert (taken.status_code, taken.json()["errors"][0]["field"]) == (409, "name")
        assert (refused.status_code, refused.json()["errors"][0]["position"]) == (422, 10)
        assert [query["name"] for query in writer.get("/queries").json()["items"]] == ["Mine"]


def test_a_view_of_a_queue_is_seen_by_the_team_that_it_is_shared_with(server: Serving) -> None:
    with server.client() as admin, ExitStack() as pages:
        for team in ("Shop", "Mail"):
            assert admin.put(f"/teams/{team}", json={"roles": ["responder"]}).status_code == 204
        wanda, ann, ben = (
            pages.enter_context(_page_of(server, admin, *one))
            for one in (("wanda", "Shop"), ("ann", "Shop"), ("ben", "Mail"))
        )
        view = {"name": "My disks", "page": "incidents", "query": "?view=mine&q=disk+full"}
        made = wanda.post("/queries", json={**view, "team": "Shop"})
        other = wanda.post("/queries", json={**view, "name": "x", "team": "Mail"})
        by_admin, of_none = (
            admin.post("/queries", json={**view, "page": "assets", "team": team}) for team in ("Mail", "Nobody's")
        )
        wrong = wanda.post("/queries", json={**view, "name": "x", "page": "cis"})
        path = f"/queries/{made.json()['query_id']}"

        assert (made.json()["query"], made.json()["team"]) == ("view=mine&q=disk+full", "Shop")
        assert _names(ann, page="incidents") == ["My disks"]
        assert _names(ben, page="incidents") == _names(ann, page="changes") == _names(ann) == []
        assert (other.status_code, other.json()["errors"][0]["field"]) == (403, "team")
        assert (by_admin.status_code, of_none.json()["errors"][0]["value"]) == (201, "Nobody's")
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "page")
        assert (ann.get(path).json()["may_change"], ben.get(path).status_code) == (False, 404)
        assert ann.delete(path).status_code == 403
        assert wanda.patch(path, json={"query": "view"}).status_code == 422
        assert wanda.patch(path, json={"team": "", "query": "view=all"}).json()["query"] == "view=all"
        assert _names(ann, page="incidents") == []


def _names(client: httpx.Client, page: str = "") -> list[str]:
    return [one["name"] for one in client.get("/queries", params={"page": page}).json()["items"]]


@contextmanager
def _page_of(server: Serving, admin: httpx.Client, name: str, team: str) -> Generator[httpx.Client]:
    """The page of a new person in a team."""
    made = admin.post("/users", json={"name": name, "roles": ["reader"], "teams": [team]}).json()
    with server.client("") as page:
        session = page.post("/session", json={"username": name, "password": made["password"]}).json()
        page.headers["X-CSRF-Token"] = session["csrf_token"]
        yield page
