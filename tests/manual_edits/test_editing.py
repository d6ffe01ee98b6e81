"""People's edits against the real engine: they win, follow their CI, and give values back."""

from dataclasses import replace

import pytest

from cmdb_server.graph_store.queries import certificates
from cmdb_server.manual_edits.already_there import AlreadyThereError
from cmdb_server.manual_edits.checking import EditRefusedError
from cmdb_server.manual_edits.conflicts import EditConflictError
from cmdb_server.manual_edits.looking import NoSuchCIError
from cmdb_server.manual_edits.relationships import NoSuchRelationshipError
from cmdb_server.timestamps import OPEN
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import Machine, report
from tests.manual_edits.conftest import ANN, Desk

APP, DB = Machine("app1"), Machine("db1", "10.0.0.2", programs=("postgres",))
BOB = replace(ANN, actor="bob", reason="knows better")


def test_a_persons_word_wins_until_it_is_released(desk: Desk) -> None:
    desk.send(report(APP))
    uid = desk.uid("app1")

    desk.edits.change(uid, {"kernel_version": "6.99", "description": "Orders"}, ANN)
    desk.send(report(replace(APP, kernel="6.12"), at=2))
    edited = desk.attributes(uid)
    desk.edits.change(uid, {}, BOB, released=("kernel_version", "description"))

    assert (edited["kernel_version"], edited["description"]) == ("6.99", "Orders")
    assert desk.attributes(uid)["kernel_version"] == "6.12"
    assert "description" not in desk.attributes(uid)


def test_of_two_persons_the_later_wins_and_nothing_can_be_said_too(desk: Desk) -> None:
    desk.send(report(APP))
    uid = desk.uid("app1")

    desk.edits.change(uid, {"kernel_version": "1"}, BOB)
    desk.edits.change(uid, {"kernel_version": "2"}, ANN)
    later = desk.attributes(uid)["kernel_version"]
    desk.edits.change(uid, {"kernel_version": None}, BOB)

    assert later == "2"
    assert "kernel_version" not in desk.attributes(uid)


def test_a_device_is_of_the_class_that_a_person_says_until_it_is_released(desk: Desk) -> None:
    desk.send(report(APP))
    uid = desk.uid("app1")

    desk.edits.change(uid, {"ci_class": "firewall", "description": "Edge"}, ANN)
    desk.send(report(replace(APP, kernel="6.12"), at=2))
    said = (statuses(desk.store, "firewall"), statuses(desk.store, "server"), desk.attributes(uid)["description"])
    desk.edits.change(uid, {}, BOB, released=("ci_class",))

    assert said == ({"app1": "active"}, {}, "Edge")
    assert statuses(desk.store, "server") == {"app1": "active"}
    assert ("app", "RUNS_ON", "app1") in open_relationships(desk.store)


@pytest.mark.parametrize(
    ("name", "wanted", "remedy"),
    [
        ("app1", "network_interface", "use one of .*firewall"),
        ("app1", "no such class", "use one of .*server"),
        ("app1", None, "use one of .*server"),
        ("eth0", "server", "retire it and create one"),
    ],
)
def test_a_class_that_a_ci_cannot_have_is_refused(desk: Desk, name: str, wanted: str | None, remedy: str) -> None:
    desk.send(report(APP))

    with pytest.raises(EditRefusedError, match=remedy):
        desk.edits.change(desk.uid(name), {"ci_class": wanted}, ANN)


def test_a_ci_is_retired_with_what_lies_within_it_whoever_reports_it_until_it_is_restored(desk: Desk) -> None:
    desk.send(report(APP))
    uid = desk.uid("app1")

    desk.edits.retire(uid, ANN)
    desk.send(report(replace(APP, kernel="6.12"), at=2))
    retired = (statuses(desk.store, "server"), statuses(desk.store, "network_interface"))
    desk.edits.restore(uid, BOB)

    assert retired == ({"app1": "retired"}, {"eth0": "retired"})
    assert statuses(desk.store, "server") == {"app1": "active"}
    assert statuses(desk.store, "network_interface") == {"eth0": "active"}
    assert ("app", "RUNS_ON", "app1") in open_relationships(desk.store)


def test_a_ci_that_nobody_reports_any_more_can_be_restored(desk: Desk) -> None:
    desk.send(report(replace(APP, interfaces=("eth0", "eth1"))), report(APP, at=2))
    uid = desk.uid("eth1")
    before = desk.attributes(uid)["status"]

    desk.edits.restore(uid, ANN)

    assert (before, desk.attributes(uid)["status"]) == ("retired", "active")


def test_a_created_ci_is_found_by_the_agent_that_reports_it_later(desk: Desk) -> None:
    uid = desk.edits.create("server", {"name": "app1", "fqdn": "app1.example.net", "description": "Ordered"}, ANN)

    desk.send(report(APP))

    assert statuses(desk.store, "server") == {"app1": "active"}
    assert (desk.uid("app1"), desk.attributes(uid)["description"]) == (uid, "Ordered")
    assert desk.attributes(uid)["kernel_version"] == "6.1"


def test_what_is_there_cannot_be_created_again(desk: Desk) -> None:
    desk.send(report(APP))
    site = desk.edits.create("site", {"name": "Oslo"}, ANN)

    with pytest.raises(AlreadyThereError, match="change that one"):
        desk.edits.create("server", {"name": "x", "fqdn": "app1.example.net"}, ANN)
    with pytest.raises(AlreadyThereError) as raised:
        desk.edits.create("site", {"name": "Oslo"}, ANN)

    assert raised.value.uid == site


def test_a_part_is_created_within_its_owner(desk: Desk) -> None:
    desk.send(report(APP))

    uid = desk.edits.create("network_interface", {"name": "ilo"}, ANN, owner=desk.uid("app1"))

    assert desk.attributes(uid)["name"] == "ilo"
    assert ("ilo", "PART_OF", "app1") in open_relationships(desk.store)
    with pytest.raises(EditRefusedError, match="owner: is missing"):
        desk.edits.create("network_interface", {"name": "ilo"}, ANN)
    with pytest.raises(EditRefusedError, match=r"owner 'ci_.*': cannot own a network interface"):
        desk.edits.create("network_interface", {"name": "ilo"}, ANN, owner=uid)


def test_a_relationship_is_claimed_changed_denied_and_released(desk: Desk) -> None:
    desk.send(report(APP), report(DB))
    app, db = desk.uid("app1"), desk.uid("db1")
    bond = ("app1", "DEPENDS_ON", "db1")

    desk.edits.relate(app, "DEPENDS_ON", db, {"strength": "hard"}, ANN)
    related = bond in open_relationships(desk.store)
    desk.edits.unrelate(app, "DEPENDS_ON", db, {}, BOB)
    unrelated = bond not in open_relationships(desk.store)
    desk.edits.relate(app, "DEPENDS_ON", db, {"strength": "soft"}, ANN)
    again = bond in open_relationships(desk.store)
    desk.edits.release_relationship(app, "DEPENDS_ON", db, {}, ANN)

    assert (related, unrelated, again) == (True, True, True)
    assert bond not in open_relationships(desk.store)


def test_a_change_of_a_relationship_keeps_what_else_is_said_of_it_and_gives_single_attributes_back(desk: Desk) -> None:
    desk.send(report(APP), report(DB))
    app, db = desk.uid("app1"), desk.uid("db1")
    desk.edits.relate(app, "DEPENDS_ON", db, {"strength": "hard", "port": 5432}, ANN)

    desk.edits.change_relationship(app, "DEPENDS_ON", db, {"strength": "soft"}, BOB)
    changed = desk.facts(app, "DEPENDS_ON")
    desk.edits.change_relationship(app, "DEPENDS_ON", db, {"port": None}, BOB)

    assert (changed["strength"], changed["port"]) == ("soft", 5432)
    assert (desk.facts(app, "DEPENDS_ON")["strength"], "port" in desk.facts(app, "DEPENDS_ON")) == ("soft", False)


def test_who_changes_a_relationship_that_has_changed_since_is_told_what_it_takes_to_decide(desk: Desk) -> None:
    desk.send(report(APP), report(DB))
    app, db = desk.uid("app1"), desk.uid("db1")
    desk.edits.relate(app, "DEPENDS_ON", db, {"strength": "hard"}, ANN)
    looked = replace(BOB, revision=desk.revision(app))
    desk.edits.change_relationship(app, "DEPENDS_ON", db, {"port": 1}, ANN)
    desk.edits.change_relationship(app, "DEPENDS_ON", db, {"port": 2}, ANN)

    with pytest.raises(EditConflictError) as raised:
        desk.edits.change_relationship(app, "DEPENDS_ON", db, {"port": 3}, looked)
    desk.edits.change_relationship(app, "DEPENDS_ON", db, {"strength": "soft"}, looked)

    (conflict,) = raised.value.conflicts
    assert (conflict.attribute, conflict.base, conflict.theirs, conflict.mine) == ("port", None, 2, 3)
    assert {name: desk.facts(app, "DEPENDS_ON")[name] for name in ("strength", "port")} == {
        "strength": "soft",
        "port": 2,
    }


def test_an_ended_relationship_is_not_changed_but_restored_as_it_was(desk: Desk) -> None:
    desk.send(report(APP), report(DB))
    app, db, program = desk.uid("app1"), desk.uid("db1"), desk.uid("app")
    desk.edits.relate(app, "DEPENDS_ON", db, {"strength": "soft"}, ANN)
    desk.edits.unrelate(app, "DEPENDS_ON", db, {}, ANN)
    desk.edits.unrelate(program, "RUNS_ON", app, {}, ANN)

    with pytest.raises(NoSuchRelationshipError, match="relate the CIs, or restore it"):
        desk.edits.change_relationship(app, "DEPENDS_ON", db, {"strength": "hard"}, BOB)
    desk.edits.restore_relationship(app, "DEPENDS_ON", db, {}, BOB)
    desk.edits.restore_relationship(program, "RUNS_ON", app, {}, BOB)

    assert desk.facts(app, "DEPENDS_ON")["strength"] == "soft"
    assert ("app", "RUNS_ON", "app1") in open_relationships(desk.store)


def test_a_relationship_that_is_reported_can_be_denied_until_that_is_released(desk: Desk) -> None:
    desk.send(report(APP))
    program, computer = desk.uid("app"), desk.uid("app1")
    bond = ("app", "RUNS_ON", "app1")

    desk.edits.unrelate(program, "RUNS_ON", computer, {}, ANN)
    desk.send(report(replace(APP, kernel="6.12"), at=2))
    denied = bond not in open_relationships(desk.store)
    desk.edits.release_relationship(program, "RUNS_ON", computer, {}, ANN)

    assert denied
    assert bond in open_relationships(desk.store)


def test_edits_follow_a_ci_that_turns_out_to_be_another_one(desk: Desk) -> None:
    uuid = "4c4c4544-0037-3310-8043-b7c04f4a5831"
    one = replace(APP, machine_id=None, fqdn=None, serial_number="S1")
    two = replace(APP, name="app2", machine_id=None, fqdn=None, system_uuid=uuid)
    desk.send(report(one, source="a"), report(two, source="b", at=2), report(DB))
    young, old = desk.uid("app2"), desk.uid("app1")
    desk.edits.change(young, {"description": "Orders"}, ANN)
    desk.edits.relate(young, "DEPENDS_ON", desk.uid("db1"), {}, ANN)
    desk.edits.relate(desk.uid("db1"), "DEPENDS_ON", young, {}, ANN)

    desk.send(report(replace(one, system_uuid=uuid), source="a", at=3))

    assert desk.attributes(old)["description"] == "Orders"
    assert {("app1", "DEPENDS_ON", "db1"), ("db1", "DEPENDS_ON", "app1")} <= open_relationships(desk.store)
    assert desk.edits.change(young, {"description": "Invoices"}, ANN) == old


def test_edits_come_back_with_a_ci_that_is_found_again(desk: Desk) -> None:
    uuid = "4c4c4544-0037-3310-8043-b7c04f4a5831"
    one = replace(APP, machine_id=None, fqdn=None, serial_number="S1")
    two = replace(APP, name="app2", machine_id=None, fqdn=None, system_uuid=uuid)
    desk.send(report(one, source="a"), report(two, source="b", at=2), report(DB))
    young = desk.uid("app2")
    desk.edits.change(young, {"description": "Orders"}, ANN)
    desk.edits.relate(desk.uid("db1"), "DEPENDS_ON", young, {}, ANN)
    desk.send(report(replace(one, system_uuid=uuid), source="a", at=3))

    desk.send(report(one, source="a", at=4))

    descriptions = {name: desk.attributes(desk.uid(name)).get("description") for name in ("app1", "app2")}
    assert sorted(filter(None, descriptions.values())) == ["Orders"]
    assert len([bond for bond in open_relationships(desk.store) if bond[0] == "db1" and bond[1] == "DEPENDS_ON"]) == 1


def test_who_edits_what_has_changed_since_is_told_what_it_takes_to_decide(desk: Desk) -> None:
    desk.send(report(APP))
    uid = desk.uid("app1")
    looked = replace(BOB, revision=desk.revision(uid))
    desk.edits.change(uid, {"description": "Orders", "environment": "test"}, ANN)
    told = {"uid": ["ev_told"], "ci_uid": [uid], "reason": ["a certificate expires"], "at": OPEN, "sequence": 1}
    desk.store.write(lambda tx: tx.run(certificates.TELL, **told))

    with pytest.raises(EditConflictError) as raised:
        desk.edits.change(uid, {"description": "Invoices"}, looked)

    (conflict,) = raised.value.conflicts
    assert (conflict.base, conflict.theirs, conflict.mine, conflict.actor) == (None, "Orders", "Invoices", "ann")
    desk.edits.change(uid, {"description": "Invoices"}, replace(BOB, revision=raised.value.revision))
    assert desk.attributes(uid)["description"] == "Invoices"


def test_a_change_elsewhere_is_no_conflict(desk: Desk) -> None:
    desk.send(report(APP))
    uid = desk.uid("app1")
    looked = replace(BOB, revision=desk.revision(uid))
    desk.edits.change(uid, {"description": "Orders"}, ANN)

    desk.edits.change(uid, {"environment": "test"}, looked)

    assert desk.attributes(uid)["environment"] == "test"


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"environment": "prod"}, "attributes.environment 'prod': must be one of production"),
        ({"system_uuid": "4c4c"}, "attributes.system_uuid '4c4c': is no UUID"),
        ({"memory_bytes": "12"}, "attributes.memory_bytes '12': must be a whole number"),
        ({"colour": "red"}, "attributes.colour: is no attribute of a server"),
        ({"serial_number": "To be filled by O.E.M."}, "attributes.serial_number 'To be filled by O.E.M.'"),
        ({}, "attributes: are empty"),
    ],
)
def test_what_the_schema_does_not_allow_is_refused_with_field_and_remedy(
    desk: Desk, attributes: dict[str, object], said: str
) -> None:
    desk.send(report(APP))

    with pytest.raises(EditRefusedError, match=said) as raised:
        desk.edits.change(desk.uid("app1"), attributes, ANN)

    assert raised.value.errors[0].remedy


def test_what_cannot_be_related_created_or_found_is_refused(desk: Desk) -> None:
    desk.send(report(APP))
    app = desk.uid("app1")

    with pytest.raises(EditRefusedError, match="type 'LOCATED_IN': cannot lead from server to server; use one of"):
        desk.edits.relate(app, "LOCATED_IN", app, {}, ANN)
    with pytest.raises(EditRefusedError, match=r"target 'ci_.*': is the CI itself; name another one"):
        desk.edits.relate(app, "DEPENDS_ON", app, {}, ANN)
    with pytest.raises(EditRefusedError, match="ci_class 'device': is no class"):
        desk.edits.create("device", {"name": "x"}, ANN)
    with pytest.raises(EditRefusedError, match="attributes 'city': say nothing that tells this site from others"):
        desk.edits.create("site", {"city": "Oslo"}, ANN)
    with pytest.raises(NoSuchCIError):
        desk.edits.change("ci_" + 26 * "0", {"description": "x"}, ANN)
