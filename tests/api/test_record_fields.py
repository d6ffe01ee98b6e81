"""Custom fields of records: declared by an administrator, then as any other in forms, records, lists, search."""

from typing import Any

import httpx

from cmdb_server.auth.audit import Actor
from cmdb_server.itsm.desk import Saying
from cmdb_server.signal_incidents.following import MONITORING
from tests.api.serving import Serving

FLOOR = {"type": "incident", "name": "x_floor", "label": "Floor", "kind": "choice", "choices": ["ground", "top"]}
KEEPER = {"type": "incident", "name": "x_keeper", "label": "Keeper", "kind": "person", "needed_in": ["resolved"]}


def saved(admin: httpx.Client, *fields: dict[str, Any], **more: Any) -> httpx.Response:  # noqa: ANN401 - as JSON
    """The answer to fields that are to hold."""
    return admin.put("/record-fields", json={"fields": list(fields), **more})


def declared(admin: httpx.Client) -> dict[str, Any]:
    """The record type incident, as forms read it."""
    return next(one for one in admin.get("/record-types").json()["items"] if one["name"] == "incident")


def test_a_field_is_declared_said_found_and_retired(server: Serving, admin: httpx.Client) -> None:
    server.services.users.create("wim", ("responder",), (), Actor("test"))
    first = saved(admin, {**FLOOR, "in_lists": True}, KEEPER)
    kind = declared(admin)
    opened = admin.post("/records", json={"type": "incident", "values": {"title": "Dark", "x_floor": "top"}}).json()
    other = admin.post("/records", json={"type": "incident", "values": {"title": "Cold", "x_floor": "ground"}}).json()
    number = opened["number"]
    values = [{"x_floor": "cellar"}, {"x_keeper": "nobody"}]
    wrong = [admin.patch(f"/records/{number}", json={"values": one}) for one in values]
    moved = admin.post(f"/records/{number}/transitions", json={"transition": "start", "values": {"assignee": "wim"}})
    way = next(one for one in kind["transitions"] if one["name"] == "resolve")
    refused = admin.post(f"/records/{number}/transitions", json={"transition": "resolve", "values": {
        "cause": "fuse", "resolution": "new fuse"}})  # fmt: skip
    done = admin.post(f"/records/{number}/transitions", json={"transition": "resolve", "values": {
        "cause": "fuse", "resolution": "new fuse", "x_keeper": "wim"}})  # fmt: skip

    assert first.status_code == 200, first.text
    assert [field["name"] for field in kind["fields"]][-2:] == ["x_floor", "x_keeper"]
    assert "x_keeper" in way["needs"]
    for answer, field in zip(wrong, ("x_floor", "x_keeper"), strict=True):
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert moved.status_code == 200, moved.text
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "x_keeper")
    assert done.status_code == 200, done.text
    told = {change["label"]: change["after"] for change in done.json()["entries"][-1]["changes"]}
    assert told["Keeper"] == "wim"
    found = [
        [one["number"] for one in admin.get("/records", params=params).json()["items"]]
        for params in ({"custom": "x_floor=top"}, {"custom": ["x_floor=top", "x_floor=ground"]}, {"q": "ground"})
    ]
    assert [sorted(numbers) for numbers in found] == [[number], [number, other["number"]], [other["number"]]]
    shown = admin.get("/records", params={"custom": "x_floor=top"}).json()["items"][0]["listed"]
    assert "top" in str(shown)

    retired = saved(admin, {**FLOOR, "is_active": False}, KEEPER)
    late = admin.patch(f"/records/{number}", json={"values": {"x_floor": "ground"}})
    assert (retired.status_code, late.status_code) == (200, 403)
    assert {one["field"]: one["value"] for one in admin.get(f"/records/{number}").json()["values"]}["x_floor"] == "top"


def test_fields_that_cannot_be_change_nothing(server: Serving, admin: httpx.Client) -> None:
    version = saved(admin, FLOOR).json()["version"]

    left_out = saved(admin, KEEPER)
    other_kind = saved(admin, {**FLOOR, "kind": "line", "choices": []})
    stale = saved(admin, FLOOR, KEEPER, version=version - 1)
    nonsense = admin.get("/records", params={"custom": "title=x"})
    with server.client(server.token_for("read")) as reader:
        forbidden = saved(reader, FLOOR)

    for answer, status, field in ((left_out, 422, "fields"), (other_kind, 422, "fields[0].kind")):
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field)
    assert (stale.status_code, forbidden.status_code) == (412, 403)
    assert (nonsense.status_code, nonsense.json()["errors"][0]["field"]) == (422, "custom[0]")
    assert admin.get("/record-fields").json()["version"] == version
    assert [field["name"] for field in declared(admin)["fields"]][-1] == "x_floor"


def test_what_people_are_asked_for_keeps_no_program_from_its_work(server: Serving, admin: httpx.Client) -> None:
    """An incident that is the same as another one is cancelled by what follows signals, which knows of no floors."""
    assert saved(admin, {**FLOOR, "needed_in": ["cancelled"]}).status_code == 200
    first, second = (
        admin.post("/records", json={"type": "incident", "values": {"title": title}}).json()["number"]
        for title in ("Dark", "Dark too")
    )
    desk, impact = server.services.desk, server.services.impact
    saying = Saying({"duplicate_of": first}, "The same.")

    by_hand = admin.post(f"/records/{second}/transitions", json={"transition": "cancel", "reason": "The same."})
    moved = desk.move(second, "cancel", saying, (MONITORING, impact))

    assert (by_hand.status_code, by_hand.json()["errors"][0]["field"]) == (422, "x_floor")
    assert moved.state == "cancelled"
