"""Questions that people keep: private or shared, changed by their owners, one change at a time."""

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
