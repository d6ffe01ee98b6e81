"""What columns are taken to mean before anybody said so."""

import pytest

from cmdb_server.imports.mapping import SheetMapping
from cmdb_server.imports.mapping_check import problems_of
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.suggesting import suggest
from cmdb_server.imports.tables import Reading
from graph_schema import Registry
from tests.imports.files import workbook


def suggested(text: str, registry: Registry, name: str = "list.csv") -> SheetMapping:
    """What the columns of a CSV text are taken to mean."""
    return suggest(read_file(text.encode(), Reading()), name, registry).sheets[0]


def test_columns_are_recognised_by_name_label_and_what_people_call_them(registry: Registry) -> None:
    sheet = suggested("Asset name,Vendor,Serial No.,OS version,colour\na,b,c,d,e\n", registry)

    assert {entry.column: entry.attribute for entry in sheet.attributes} == {
        "Asset name": "name",
        "Vendor": "manufacturer",
        "Serial No.": "serial_number",
        "OS version": "os_version",
    }
    assert sheet.ci_class == "server"


@pytest.mark.parametrize(
    ("name", "text", "ci_class"),
    [
        ("Switches.csv", "name,maker,serial\na,b,c\n", "switch"),
        ("x.csv", "e-mail,name\na@b.example,c\n", "person"),
        ("racks.csv", "name,room,site\nA1,R1,Oslo\n", "rack"),
        ("x.csv", "name,height units,site\nA1,42,Oslo\n", "rack"),
    ],
)
def test_the_class_is_told_by_the_file_or_by_what_identifies(
    registry: Registry, name: str, text: str, ci_class: str
) -> None:
    assert suggested(text, registry, name).ci_class == ci_class


def test_a_column_of_classes_says_the_class_of_each_row(registry: Registry) -> None:
    sheet = suggested("name,type,serial,maker\na,server,1,x\nb,Switches,2,x\n", registry)

    assert (sheet.class_column, sheet.class_values) == ("type", {"server": "server", "Switches": "switch"})


def test_places_and_people_become_relationships(registry: Registry) -> None:
    sheet = suggested("name,maker,serial,rack,room,site,owner\na,b,c,A1,R1,Oslo,kari@example.org\n", registry)

    found = {relation.type: relation.target for relation in sheet.relations}
    place = found["LOCATED_IN"]
    assert (place.ci_class, place.within and place.within.ci_class) == ("rack", "room")
    assert (found["OWNED_BY"].ci_class, found["OWNED_BY"].attributes[0].attribute) == ("person", "email")


def test_the_position_in_a_rack_is_said_of_the_relationship(registry: Registry) -> None:
    sheet = suggested("name,maker,serial,rack,site,Position,U Height,Face\na,b,c,A1,Oslo,4,2,front\n", registry)

    (place,) = [relation for relation in sheet.relations if relation.type == "LOCATED_IN"]
    assert {entry.attribute: entry.column for entry in place.attributes} == {
        "unit": "Position",
        "height_units": "U Height",
        "face": "Face",
    }


def test_a_suggestion_for_good_headers_can_be_used_at_once(registry: Registry) -> None:
    contents = read_file(
        workbook(
            {
                "Sites": [["name", "city"], ["Oslo", "Oslo"]],
                "Racks": [["name", "site"], ["A1", "Oslo"]],
                "Servers": [["name", "manufacturer", "serial number", "rack", "site"], ["a", "b", "c", "A1", "Oslo"]],
            }
        ),
        Reading(),
    )

    mapping = suggest(contents, "estate.xlsx", registry)

    assert [sheet.ci_class for sheet in mapping.sheets] == ["site", "rack", "server"]
    assert problems_of(contents, mapping, registry) == ()


def test_a_sheet_of_which_no_column_is_understood_is_left_out(registry: Registry) -> None:
    sheets = {"Applications": [["name", "colour"], ["shop", "red"]], "Legend": [["red", ""], ["means", "old"]]}
    contents = read_file(workbook(sheets), Reading())

    found = suggest(contents, "estate.xlsx", registry)

    assert [(sheet.sheet, sheet.ci_class) for sheet in found.sheets] == [("Applications", "application_service")]
