"""`cmdb services` and its neighbours: a service is made, looked at, defined, shown; why one needs the other."""

from tests.cli.programs import Installation, program


def test_a_service_is_previewed_defined_shown_and_withdrawn(cmdb: Installation) -> None:
    made = cmdb.run("edit", "create", "application_service", "name=Ledger", "environment=test")
    preview = cmdb.run("services", "preview", "--entry", "postgres://db1", "--service", "Ledger")
    defined = cmdb.run("services", "define", "Ledger", "--entry", "postgres://db1", "--reason", "it is there")
    (listed,) = [item for item in cmdb.json("services", "list") if item["name"] == "Ledger"]
    shown = cmdb.json("services", "show", "Ledger")
    why = cmdb.run("dependencies", "why", program(cmdb, "app", "app1"), program(cmdb, "postgres", "db1"))
    unknown = cmdb.json("peers", "list", "--of", "Ledger")
    suggested = cmdb.run("suggestions", "list")
    audit = cmdb.run("dependencies", "redundancy")
    withdrawn = cmdb.run("services", "withdraw", "Ledger")
    cmdb.run("edit", "retire", "Ledger")

    assert made.code == withdrawn.code == suggested.code == audit.code == 0
    assert "app DEPENDS_ON postgres (hard, 90 % sure)" in why.output
    assert "  connection to 10.0.0.2:5432/tcp, seen once" in why.output
    assert (unknown["connections"], unknown["peers"]["total"]) == (0, 0)
    assert "new: postgres" in preview.output
    assert "postgres\tdb1" in defined.output
    assert (listed["members"], listed["is_defined"]) == (1, True)
    assert [node["name"] for node in shown["map"]["nodes"]] == ["Ledger", "postgres"]


def test_a_service_is_made_with_its_definition_in_one_step(cmdb: Installation) -> None:
    said = ("--criticality", "3", "--users", "40", "--entry", "postgres://db1", "--reason", "new")
    for ci_class in ("team", "site"):
        cmdb.run("edit", "create", ci_class, "name=Books")
    refused = cmdb.run("services", "create", "Journal", "--owner", "app1", *said)
    made = cmdb.run("services", "create", "Journal", "--owner", "Books", *said)
    listed = [item for item in cmdb.json("services", "list") if item["name"] == "Journal"]
    cmdb.run("edit", "retire", "Journal")

    assert refused.code != 0
    assert "no organisation or person or team is called 'app1'" in refused.complaints
    assert made.code == 0, made.complaints
    assert [(item["uid"], item["members"], item["is_defined"]) for item in listed] == [(made.output.strip(), 1, True)]
    assert [(item["attributes"]["criticality"], item["attributes"]["users"]) for item in listed] == [(3, 40)]
