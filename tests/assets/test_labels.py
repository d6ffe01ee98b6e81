"""Labels: read again from the PDF as a scanner would, on every sheet, and where they are to stick."""

from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL.Image import Image

from cmdb_server.assets.labels import sheets
from cmdb_server.assets.labels.drawing import Label, Printing, Symbol, label_pdf
from cmdb_server.assets.labels.sheet import Sheet
from cmdb_server.assets.labels.tags import following
from cmdb_server.itsm.workflow import RecordRefusedError
from graph_schema.loading import load_all
from tests.pdf_pages import SCALE, pages_of

SHEETS = {sheet.name: sheet for sheet in load_all(sheets, Sheet)}
POINTS_PER_MM = 72 / 25.4
FORMATS = {
    "qr": zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
    "code128": zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128),
}


def read(pdf: bytes, symbol: Symbol) -> list[list[str]]:
    """What a scanner reads on each page."""
    return [_codes(image, symbol) for image in pages_of(pdf)]


def read_places(pdf: bytes, sheet: Sheet, symbol: Symbol) -> list[list[str]]:
    """What a scanner reads on each label of all pages that is cut out, place by place."""
    found: list[list[str]] = []
    for image in pages_of(pdf):
        for place in range(sheet.count):
            left, top = sheet.corner(place)
            edges = (left, top, left + sheet.width, top + sheet.height)
            one, two, three, four = (round(edge * SCALE * POINTS_PER_MM) for edge in edges)
            found.append(_codes(image.crop((one, two, three, four)), symbol))
    return found


def _codes(image: Image, symbol: Symbol) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image, formats=FORMATS[symbol])]


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("symbol", ["qr", "code128"])
def test_every_label_of_a_full_sheet_is_read_again_at_its_place(name: str, symbol: Symbol) -> None:
    sheet = SHEETS[name]
    labels = [Label(f"NB-{turn:05}", f"NB-{turn:05}", ("Notebook 14", "SN 5CG1")) for turn in range(sheet.count + 1)]

    found = read_places(label_pdf(sheet, labels, Printing(symbol)), sheet, symbol)

    assert found == [*([label.code] for label in labels), *([[]] * (sheet.count - 1))]


def test_printing_begins_at_a_place_and_makes_copies() -> None:
    sheet = SHEETS["avery-l7160"]
    labels = [Label("A-1", "A-1"), Label("A-2", "A-2")]

    found = read_places(label_pdf(sheet, labels, Printing("qr", start=20, copies=3)), sheet, "qr")

    assert found[:19] == [[]] * 19
    assert found[19:25] == [["A-1"], ["A-1"], ["A-1"], ["A-2"], ["A-2"], ["A-2"]]


def test_a_qr_code_holds_an_address_and_letters_of_any_script() -> None:
    codes = ["https://cmdb.example.org/assets/AST0000001", "Büro Łódź", "倉庫-7"]

    (page,) = read(label_pdf(SHEETS["avery-l7163"], [Label(code, code) for code in codes], Printing()), "qr")

    assert sorted(page) == sorted(codes)


def test_the_same_labels_are_the_same_file() -> None:
    made = [label_pdf(SHEETS["avery-5160"], [Label("A", "A")], Printing()) for _ in range(2)]

    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("code", "symbol", "start", "field"),
    [
        ("Büro", "code128", 1, "code"),
        ("X" * 60, "code128", 1, "code"),
        ("倉" * 400, "qr", 1, "code"),
        ("A", "qr", 22, "start"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_what_to_do(code: str, symbol: Symbol, start: int, field: str) -> None:
    with pytest.raises(RecordRefusedError) as refused:
        label_pdf(SHEETS["avery-l7160"], [Label(code, code)], Printing(symbol, start))

    assert [(error.field, bool(error.remedy)) for error in refused.value.errors] == [(field, True)]


@given(st.text(max_size=300))
def test_any_words_can_be_written(text: str) -> None:
    assert label_pdf(SHEETS["avery-l7651"], [Label("A", text, (text,))], Printing()).startswith(b"%PDF")


@given(st.integers(0, 5_000), st.integers(1, 500))
def test_tags_follow_each_other_with_as_many_digits(start: int, count: int) -> None:
    tags = following(f"PC-{start:06}", count)

    assert [int(tag[3:]) for tag in tags] == list(range(start, start + count))
    assert {len(tag) for tag in tags} == {9}


@pytest.mark.parametrize("first", ["PC", "", "PC-98"])
def test_tags_that_cannot_be_counted_on_are_refused(first: str) -> None:
    with pytest.raises(RecordRefusedError):
        following(first, 3)


@pytest.mark.parametrize("wrong", [{"step_x": 60.0}, {"left": 30.0}])
def test_a_sheet_whose_labels_overlap_or_leave_the_paper_is_none(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="avery-l7160"):
        replace(SHEETS["avery-l7160"], **wrong)  # pyright: ignore[reportArgumentType] - both are measures
