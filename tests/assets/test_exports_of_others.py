"""Exports of Snipe-IT, GLPI and OCS as assets: what is sure is taken, what is not is asked, nothing is dropped."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cmdb_server.assets.arriving import FORMATS
from cmdb_server.assets.export_format import ExportFormat
from cmdb_server.assets.foreign_file import Answers, ForeignFile, read_foreign
from cmdb_server.assets.foreign_values import amount_of, currency_in, decimal_of, order_of
from cmdb_server.assets.ocs_document import read_document
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.refusals import ImportRefusedError
from cmdb_server.imports.tables import Reading, Table
from cmdb_server.itsm.records.asset import record_type

FILES = Path(__file__).parent / "exports_of_others"
_GLPI_DONE = {("state", "zu prüfen"): "received", ("currency", ""): "EUR"}


def table(name: str) -> Table:
    """The table of a file."""
    content = (FILES / name).read_bytes()
    return (read_document(content) if name.endswith("xml") else read_file(content, Reading())).tables[0]


def read(name: str, form: str, answers: Answers | None = None) -> ForeignFile:
    """A file, read by a format."""
    return read_foreign(table(name), FORMATS[form], record_type, answers or Answers())


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("snipe_it_custom_report.csv", "snipe_it"), ("glpi_computers.csv", "glpi"), ("ocs_computers.csv", "ocs"),
        ("ocs_inventory.xml", "ocs_xml"),
    ],
)  # fmt: skip
def test_an_export_is_recognised_by_its_header(name: str, form: str) -> None:
    fits = {known.name: known.fits(table(name).columns) for known in FORMATS.values()}

    assert max(fits, key=lambda known: fits[known]) == form


@pytest.mark.parametrize("known", FORMATS.values(), ids=FORMATS)
def test_a_format_names_fields_and_words_that_there_are(known: ExportFormat) -> None:
    beside = {"state", "location", "holder_kind"}
    assert {*known.columns.values()} - beside <= record_type.field_of.keys()
    assert {*known.states.values()} <= record_type.state_of.keys()
    assert not known.columns.keys() & known.left_out.keys()
    assert all(word == word.casefold() for word in (*known.columns, *known.left_out, *known.states, *known.categories))


def test_snipe_it_says_who_has_what_and_its_unknown_words_are_asked() -> None:
    file = read("snipe_it_custom_report.csv", "snipe_it", Answers(words={("currency", ""): "NOK"}))

    notebook, monitor, printer = file.rows
    assert (notebook.asset.state, monitor.asset.state) == ("in_use", "in_stock")
    told = {"holder": "Ada Lovelace", "cost": "1299.50", "currency": "NOK", "category": "notebook", "site": "Oslo"}
    assert told.items() <= notebook.asset.values.items()
    assert notebook.asset.values["description"] == "Has a\nscratch"
    assert monitor.asset.values["title"] == "Dell U2723QE"
    asked = {(one.field, one.value): one.rows for one in file.questions}
    assert asked == {("state", "Pending (pending)"): 1, ("category", "Label printers"): 1}
    assert [error.field for error in printer.errors] == ["state", "category"]
    assert "serial_number" not in printer.asset.values
    why = {column.name: column.why for column in file.columns if not column.field}
    assert why["Colour"] == "is no column that Snipe-IT: assets is known to have"
    assert why["Value"] == "follows from other values"


def test_an_answer_is_taken_and_a_column_may_be_said_otherwise() -> None:
    words = {("state", "pending (pending)"): "as fits", ("category", "label printers"): "printer"}
    said = Answers({"Colour": "room", "Model No.": "-"}, words | {("currency", ""): "NOK"})

    file = read("snipe_it_custom_report.csv", "snipe_it", said)

    assert file.questions == ()
    assert all(row.errors == () for row in file.rows)
    assert (file.rows[0].asset.values["room"], file.rows[2].asset.state) == ("red", "")


def test_glpi_days_are_in_the_order_that_fits_all_and_places_go_down_to_the_rack_unit() -> None:
    file = read("glpi_computers.csv", "glpi", Answers(words=_GLPI_DONE))

    first, second = (row.asset.values for row in file.rows)
    assert (first["purchased_on"], first["warranty_until"], first["cost"]) == ("2025-03-14", "2028-03-14", "1299.50")
    assert (first["holder"], first["owner"]) == ("lovelace", "Root entity > Sales")
    place = [second[name] for name in ("site", "building", "room", "position")]
    assert place == ["Oslo", "House 3", "3.07", "R1 / U4"]
    assert [row.asset.state for row in file.rows] == ["in_use", "received"]


def test_ocs_xml_gives_machines_and_their_monitors() -> None:
    rows = read("ocs_inventory.xml", "ocs_xml").rows

    assert [row.asset.values["serial_number"] for row in rows] == ["OCSXSER1", "OCSXMON1"]
    assert [row.asset.values["category"] for row in rows] == ["notebook", "monitor"]
    assert rows[0].asset.values["asset_tag"] == "OCSX-1"
    assert read_document((FILES / "ocs_inventory.xml").read_bytes()).tables[0].rows[0].cells[-1] == "OSLO"


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE r [<!ENTITY a "b">]><REQUEST><CONTENT><BIOS><SSN>&a;</SSN></BIOS></CONTENT></REQUEST>',
        b"<REQUEST><CONTENT>",
        b"<html><body/></html>",
        b'<?xml version="1.0" encoding="no-such"?><REQUEST/>',
    ],
)
def test_a_document_that_is_hostile_or_broken_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefusedError):
        read_document(content)


@pytest.mark.parametrize(
    ("text", "sign", "amount"),
    [
        ("1,299.50", ".", "1299.50"), ("1.299,50 €", ",", "1299.50"), ("$79.66", ".", "79.66"), ("1299", "", "1299"),
        ("1'299.00 CHF", ".", "1299.00"), ("1,299", "?", "1299"), ("-5", "", ""), ("n/a", "", ""), ("1.2.3", ",", ""),
        ("12 or 13", "", ""),
    ],
)  # fmt: skip
def test_an_amount_is_read_where_that_is_sure(text: str, sign: str, amount: str) -> None:
    assert decimal_of(text) == sign
    assert amount_of(text, "." if sign == "?" else sign) == amount


def test_a_sign_that_many_currencies_have_names_none() -> None:
    assert [currency_in(text) for text in ("5 €", "NOK 5", "$5", "5", "5 parsecs")] == ["EUR", "NOK", "", "", ""]


def test_the_order_of_days_is_that_which_fits_all_of_them() -> None:
    assert order_of(["14-03-2025", "01-02-2025"]) == "dmy"
    assert order_of(["03/14/2025", "2025-01-01"]) == "mdy"
    assert order_of(["01/02/2025"]) == order_of([]) == order_of(["14/03/2025", "03/14/2025"]) == ""


@given(
    some.decimals(min_value=0, max_value=Decimal(10**9), places=2),
    some.sampled_from([("", "."), (",", "."), (".", ",")]),
)
def test_an_amount_is_what_was_written(amount: Decimal, signs: tuple[str, str]) -> None:
    group, sign = signs
    text = f"{amount:,.2f}".replace(",", "\0").replace(".", sign).replace("\0", group)

    assert Decimal(amount_of(text, decimal_of(text))) == amount
