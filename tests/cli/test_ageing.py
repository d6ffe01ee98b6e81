"""`cmdb parked`, `cmdb ageing` and `cmdb sources silent`."""

from graph_schema.report import message_bytes, message_of
from tests.api.reporting import section_of
from tests.cli.programs import Installation, Server, as_program
from tests.ingest.machines import Machine, report


def refuse_an_interface(server: Server) -> None:
    """Report a machine of which one value is wrong."""
    message = message_of(as_program(report(Machine("parked1", "10.0.0.9"), source="parked1")))
    interfaces = section_of(message, "network_interfaces")["cis"]
    next(ci for ci in interfaces if ci["ci_class"] == "network_interface")["attributes"]["mac_address"] = "not a MAC"
    with server.client() as client:
        assert client.post("/reports", content=message_bytes(message)).json()["status"] == "partial"


def test_what_is_parked_is_listed_by_reason_retried_and_given_up(server: Server, cmdb: Installation) -> None:
    refuse_an_interface(server)
    (item,) = cmdb.json("parked", "list", "--text", "mac_address")

    reasons = cmdb.run("parked", "reasons")
    one = cmdb.run("parked", "retry", item["uid"])
    matching = cmdb.run("parked", "retry", "--reason", item["reason"])
    unasked = cmdb.run("parked", "discard", "--reason", item["reason"])
    unnamed = cmdb.run("parked", "discard")
    kept = cmdb.json("parked", "list", "--text", "mac_address")
    gone = cmdb.run("parked", "discard", "--reason", item["reason"], "--yes", "--because", "known")

    assert item["remedy"].split()[0] in reasons.output
    assert one.output.endswith("0 of 1 stored\n")
    assert item["reason"] in one.output
    assert matching.output.endswith("0 of 1 stored\n")
    assert (unasked.code, unnamed.code) == (1, 2)
    assert [entry["uid"] for entry in kept] == [item["uid"]]
    assert gone.output == "1 given up\n"
    assert cmdb.json("parked", "list") == []


def test_thresholds_are_listed_tried_set_and_reset(cmdb: Installation) -> None:
    tried = cmdb.run("ageing", "set", "switch", "--stale-days", "2", "--dry-run")
    done = cmdb.run("ageing", "set", "switch", "--stale-days", "2", "--reason", "they never move")
    listed = {item["ci_class"]: item for item in cmdb.json("ageing", "list")}
    told = cmdb.run("ageing", "list")
    unknown = cmdb.run("ageing", "set", "toaster", "--stale-days", "2")
    cmdb.run("ageing", "reset", "switch")

    assert tried.output.startswith("At the next run 0 sources would become stale, 0 retired")
    assert done.output.startswith("At the next run 0 sources become stale, 0 retired")
    assert (listed["switch"]["stale_seconds"], listed["switch"]["stale_attempts"]) == (2 * 24 * 3600, 3)
    assert "switch\t2 days and 3 failed attempts\t90 days and 10 failed attempts\t\t" in told.output
    assert (unknown.code, "no class that has an ageing rule" in unknown.complaints) == (1, True)
    assert [item["of"] for item in cmdb.json("ageing", "list") if item["ci_class"] == "switch"] == ["device"]


def test_sources_tell_how_they_see_a_machine(cmdb: Installation) -> None:
    (seen,) = cmdb.json("sources", "seeing", "app1")
    told = cmdb.run("sources", "seeing", "app1")
    silent = cmdb.run("sources", "silent")
    aged = cmdb.run("sources", "age")

    assert (seen["state"], seen["failed_attempts"]) == ("collected", 0)
    assert "stale from" in told.output
    assert silent.code == 0
    assert aged.output.startswith("0 sources became stale")
