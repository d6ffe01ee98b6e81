"""From rows to what they say: conversion, questions, mappings that cannot work, and rows that cannot be used."""

from dataclasses import replace

import pytest

from cmdb_server.imports.asking import ColumnQuestion, questions_of
from cmdb_server.imports.conversion import CellError, value_of
from cmdb_server.imports.mapping import Mapping, RelationFrom, SheetMapping, TargetFrom, ValueFrom
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.tables import Cell, Reading, Unusable
from graph_schema import AttributeSpec, Registry
from graph_schema.report import Ref, Target
from tests.imports.files import SERVER_MAPPING, SERVERS, asked, complaints, planned

SITE = [ValueFrom("name", "Site")]
RACKS = SheetMapping(
    "rows",
    "rack",
    attributes=[ValueFrom("name", "Rack")],
    relations=[
        RelationFrom(
            "LOCATED_IN",
            TargetFrom("room", [ValueFrom("name", "Room")], TargetFrom("site", SITE)),
        )
    ],
)


def attribute(registry: Registry, name: str) -> AttributeSpec:
    """An attribute of servers."""
    return registry.ci_class("server").attributes[name]


@pytest.mark.parametrize(
    ("name", "cell", "form", "value"),
    [
        ("name", "app1", "", "app1"),
        ("name", 42.0, "", "42"),
        ("memory_bytes", "1 024", "", 1024),
        ("memory_bytes", "1.024", ",", 1024),
        ("memory_bytes", "1,024", ".", 1024),
        ("memory_bytes", 1024.0, "", 1024),
        ("is_hypervisor", "Yes", "", True),
        ("is_hypervisor", "nein", "", False),
        ("is_hypervisor", True, "", True),
        ("ip_addresses", "10.0.0.1; 10.0.0.2\n10.0.0.3", "", ["10.0.0.1", "10.0.0.2", "10.0.0.3"]),
        ("description", "03/04/2026", "dmy", "2026-04-03"),
        ("description", "03/04/2026", "mdy", "2026-03-04"),
        ("description", "3.4.26", "dmy", "2026-04-03"),
        ("description", "2026-04-03", "mdy", "2026-04-03"),
        ("description", "2026-04-03T08:15:00Z", "mdy", "2026-04-03"),
        ("description", "03/04/2026 8:15 pm", "dmy", "2026-04-03"),
        ("description", "03/04/2026", "text", "03/04/2026"),
        ("name", None, "", None),
        ("name", "  ", "", None),
    ],
)
def test_a_cell_gives_the_value_that_was_meant(
    registry: Registry, name: str, cell: Cell, form: str, value: object
) -> None:
    assert value_of(cell, ValueFrom(name, "x", format=form), attribute(registry, name)) == value


@pytest.mark.parametrize(
    ("name", "cell", "form", "what"),
    [
        ("memory_bytes", "16 GB", "", "no number"),
        ("memory_bytes", "1.5", ".", "no whole number"),
        ("is_hypervisor", "maybe", "", "neither yes nor no"),
        ("description", "31/04/2026", "dmy", "no date in the chosen order"),
        ("description", "13/25/2026", "mdy", "no date in the chosen order"),
        ("description", "soon", "dmy", "no date"),
        ("description", "2026-04-03 or later", "dmy", "'or later' after the date"),
        ("description", "2026-04-031", "dmy", "no date"),
        ("description", "2026-02-31", "dmy", "no date in the chosen order"),
        ("description", "03/04/2026 approx.", "mdy", "'approx.' after the date"),
        ("name", "=cmd|'/c calc'!A1", "", "formulas are not evaluated"),
        ("name", Unusable("=1+1", "holds a formula"), "", "holds a formula"),
    ],
)
def test_a_cell_that_gives_no_value_says_why(registry: Registry, name: str, cell: Cell, form: str, what: str) -> None:
    with pytest.raises(CellError, match=what) as refusal:
        value_of(cell, ValueFrom(name, "x", format=form), attribute(registry, name))

    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("cell", "form", "value"),
    [
        ("2027-04-03", "", "2027-04-03T00:00:00Z"),
        ("03/04/2027", "dmy", "2027-04-03T00:00:00Z"),
        ("2027-04-03T08:15:00+02:00", "dmy", "2027-04-03T08:15:00+02:00"),
    ],
)
def test_a_date_is_where_its_day_begins(registry: Registry, cell: Cell, form: str, value: str) -> None:
    not_after = registry.ci_class("certificate").attributes["not_after"]

    assert value_of(cell, ValueFrom("not_after", "x", format=form), not_after) == value
    assert not_after.normalise(value)
    with pytest.raises(CellError, match="without its offset"):
        value_of("03/04/2027 08:15", ValueFrom("not_after", "x", format="dmy"), not_after)


def test_a_constant_fills_empty_cells_and_a_value_map_says_what_texts_mean(registry: Registry) -> None:
    source = ValueFrom("environment", "Env", constant="test", values={"PROD": "production"})
    spec = attribute(registry, "environment")

    assert [value_of(cell, source, spec) for cell in ("prod", "staging", None)] == ["production", "staging", "test"]


def test_dates_and_decimals_are_asked_for_and_not_guessed(registry: Registry) -> None:
    text = "Name;Maker;Serial;Bought;Memory\napp1;Dell;1;31/01/2026;1.024\napp2;Dell;2;02/01/2026;2\n"
    sheet = replace(
        SERVER_MAPPING,
        attributes=[*SERVER_MAPPING.attributes, ValueFrom("description", "Bought")],
        relations=[],
    )

    assert asked(text, sheet, registry) == [("Memory", "decimal"), ("Bought", "date")]
    problems = complaints(text, sheet, registry)
    assert [entry.partition(":")[0] for entry in problems] == ["rows.Memory", "rows.Bought"]


def test_of_a_time_each_date_is_asked_for_however_the_others_are_written(registry: Registry) -> None:
    columns = [ValueFrom("fingerprint", "a"), ValueFrom("not_after", "b")]

    found = asked(
        "a;b\n1;03/04/2026\n2;2026-04-03\n3;3 April 2026\n",
        SheetMapping("rows", "certificate", attributes=columns),
        registry,
    )

    assert found == [("b", "date")]


def test_an_answered_question_is_no_problem(registry: Registry) -> None:
    sheet = SheetMapping("rows", "site", attributes=[ValueFrom("name", "a"), ValueFrom("city", "b", format="dmy")])
    contents = read_file(b"a;b\nx;01/02/2026\n", Reading())

    found = questions_of(contents, Mapping([sheet]), registry)

    assert found == (ColumnQuestion("rows", "b", "date", ("dmy", "mdy", "text"), ("01/02/2026",), "dmy"),)
    assert complaints("a;b\nx;01/02/2026\n", sheet, registry) == []


@pytest.mark.parametrize("text", ["a;b\nx;2026-01-31\n", "a;b\nx;10.0.0.1\n", "a;b\nx;6.1.0\n"])
def test_what_has_one_meaning_is_not_asked_for(registry: Registry, text: str) -> None:
    sheet = SheetMapping("rows", "site", attributes=[ValueFrom("name", "a"), ValueFrom("city", "b")])

    assert asked(text, sheet, registry) == []


@pytest.mark.parametrize(
    ("sheet", "problem"),
    [
        (SheetMapping("other", "server"), "sheet: is no sheet of this file with a header"),
        (SheetMapping("rows"), "rows.ci_class: is not said"),
        (SheetMapping("rows", "device"), "rows.ci_class: is no CI class"),
        (
            replace(SERVER_MAPPING, attributes=[]),
            "rows.attributes: nothing that is mapped tells one Server from another",
        ),
        (SheetMapping("rows", "site", attributes=[ValueFrom("name", "Nam")]), "rows.name: is no column of this sheet"),
        (
            SheetMapping("rows", "site", attributes=[ValueFrom("colour", "Name")]),
            "rows.colour: is no attribute of Site",
        ),
        (
            SheetMapping("rows", "site", attributes=[ValueFrom("name")]),
            "rows.name: has neither a column nor a constant",
        ),
        (SheetMapping("rows", "site", attributes=[ValueFrom("name", "Name")] * 2), "rows.name: is mapped twice"),
        (SheetMapping("rows", "site", class_column="Kind"), "rows.class_column: is no column of this sheet"),
        (replace(RACKS, relations=[]), "rows.relations: a Rack is identified within its owner"),
        (
            replace(SERVER_MAPPING, relations=[RelationFrom("LIKES", TargetFrom("site"))]),
            "rows.LIKES: is no relationship type",
        ),
        (
            replace(SERVER_MAPPING, relations=[RelationFrom("RUNS_ON", TargetFrom("site", SITE))]),
            "rows.RUNS_ON: cannot lead from server to site",
        ),
        (
            replace(SERVER_MAPPING, relations=[RelationFrom("LOCATED_IN", TargetFrom("rack", SITE))]),
            "rows.LOCATED_IN.within: is not said: a Rack is identified within its owner",
        ),
        (
            replace(
                SERVER_MAPPING,
                relations=[
                    RelationFrom("LOCATED_IN", TargetFrom("site", SITE), attributes=[ValueFrom("speed", "Site")])
                ],
            ),
            "rows.LOCATED_IN: is no attribute of LOCATED_IN",
        ),
        (
            replace(
                SERVER_MAPPING, relations=[RelationFrom("LOCATED_IN", TargetFrom("site", [ValueFrom("city", "Site")]))]
            ),
            "rows.LOCATED_IN.target: is not identified",
        ),
    ],
)
def test_a_mapping_that_cannot_work_says_where(registry: Registry, sheet: SheetMapping, problem: str) -> None:
    assert problem in complaints(SERVERS, sheet, registry)


def test_a_row_says_its_ci_and_its_relationships(registry: Registry) -> None:
    row = planned(SERVERS, SERVER_MAPPING, registry)[0].rows[0]

    assert row.problems == []
    assert row.cis[row.ref].attributes == {
        "name": "app1",
        "manufacturer": "Dell",
        "serial_number": "SN-1",
        "memory_bytes": 1024,
    }
    ends = {entry.type: entry.target for entry in row.relationships}
    assert ends["LOCATED_IN"] == Ref("site:Oslo")
    assert ends["OWNED_BY"] == Target("person", {"email": "kari@example.org"})


def test_an_owner_is_reported_with_its_owners(registry: Registry) -> None:
    row = planned("Rack;Room;Site\nA1;R1;Oslo\n", RACKS, registry)[0].rows[0]

    assert [ci.ci_class for ci in row.cis.values()] == ["rack", "site", "room"]
    assert {(entry.source, entry.target) for entry in row.relationships} == {
        (row.ref, "room:Oslo/R1"),
        ("room:Oslo/R1", "site:Oslo"),
    }


MOUNTED = SheetMapping(
    "rows",
    "server",
    attributes=[ValueFrom("name", "Name"), ValueFrom("fqdn", "Name")],
    relations=[
        RelationFrom(
            "LOCATED_IN",
            TargetFrom("rack", [ValueFrom("name", "Rack")], TargetFrom("site", [ValueFrom("name", "Site")])),
            attributes=[ValueFrom("unit", "U"), ValueFrom("face", "Side", constant="both")],
        )
    ],
)


def test_attributes_of_a_relationship_are_said_of_the_place_that_is_meant(registry: Registry) -> None:
    text = "Name;Rack;Site;U;Side\na.example;A1;Oslo;7;Front\nb.example;A1;Oslo;;\nc.example;;Oslo;7;\n"

    rows = planned(text, MOUNTED, registry)[0].rows

    assert [row.problems for row in rows] == [[], [], []]
    assert [row.relationships[-1].attributes for row in rows] == [{"unit": 7, "face": "front"}, {"face": "both"}, {}]


def test_an_attribute_of_a_relationship_that_cannot_be_is_refused_by_its_column(registry: Registry) -> None:
    text = "Name;Rack;Site;U;Side\na.example;A1;Oslo;seven;\nb.example;A1;Oslo;7;top\n"

    rows = planned(text, MOUNTED, registry)[0].rows

    assert [(row.problems[0].column, row.problems[0].value) for row in rows] == [("U", "seven"), ("Side", "top")]


def test_where_the_inner_place_is_not_filled_in_the_outer_one_counts(registry: Registry) -> None:
    row = planned("Rack;Room;Site\nA1;;Oslo\n", RACKS, registry)[0].rows[0]

    assert [(entry.source, entry.target) for entry in row.relationships] == [(row.ref, "site:Oslo")]


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        (SERVERS + "app3;Dell;SN-3;16 GB;Oslo;\n", "Memory", "is no number"),
        (SERVERS + "localhost;Dell;;1;Oslo;\n", "", "no value that identifies a Server"),
        (SERVERS + "localhost;Dell;To be filled by O.E.M.;1;Oslo;\n", "", "no value that identifies a Server"),
        (SERVERS + "app3;Dell;SN-1;1;Oslo;\n", "", "the same server as rows row 2"),
        (SERVERS + "app3;Dell;SN-3;1;Oslo;;;x\n", "", "1 cells more than the header"),
        (SERVERS + f"{'x' * 5000};Dell;SN-3;1;Oslo;\n", "Name", "longer than"),
    ],
)
def test_a_row_that_cannot_be_used_names_its_column(registry: Registry, text: str, column: str, what: str) -> None:
    row = planned(text, SERVER_MAPPING, registry)[0].rows[2]

    assert row.number == 4
    assert [problem.column for problem in row.problems] == [column]
    assert what in row.problems[0].message
    assert row.problems[0].remedy


def test_rows_of_one_name_are_two_machines_where_their_serial_numbers_differ(registry: Registry) -> None:
    text = SERVERS + "app3;Dell;SN-3;1;Oslo;\napp3;Dell;SN-4;1;Oslo;\n"

    assert [row.problems for row in planned(text, SERVER_MAPPING, registry)[0].rows] == [[], [], [], []]


def test_a_row_without_its_owner_is_refused(registry: Registry) -> None:
    rows = planned("Rack;Room;Site\nA1;R1;\nA2;;\n", RACKS, registry)[0].rows

    assert [row.problems[0].column for row in rows] == ["Site", "Room"]


def test_the_class_may_stand_in_a_column(registry: Registry) -> None:
    text = "Name;Maker;Serial;Kind\na;Cisco;1;Switch\nb;Dell;2;box\nc;Dell;3;\nd;Dell;4;spaceship\n"
    sheet = SheetMapping("rows", "workstation", "Kind", {"Box": "server"}, SERVER_MAPPING.attributes[:3])

    rows = planned(text, sheet, registry)[0].rows

    assert [row.ci_class for row in rows[:3]] == ["switch", "server", "workstation"]
    assert (rows[3].problems[0].column, rows[3].problems[0].value) == ("Kind", "spaceship")


def test_a_value_that_the_class_does_not_have_is_refused_and_an_empty_cell_is_not(registry: Registry) -> None:
    text = "Name;Maker;Serial;Kind;VMs\na;Cisco;SN-1;switch;yes\nb;Cisco;SN-2;switch;\n"
    values = [*SERVER_MAPPING.attributes[:3], ValueFrom("is_hypervisor", "VMs")]
    sheet = SheetMapping("rows", class_column="Kind", class_values={"s": "server"}, attributes=values)

    rows = planned(text, sheet, registry)[0].rows

    assert "which a Switch does not have" in rows[0].problems[0].message
    assert rows[1].problems == []
