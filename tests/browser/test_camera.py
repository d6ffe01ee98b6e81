"""Codes are scanned with a camera on a phone of 320 pixels: it is shown labels as we print them."""

import json
from collections.abc import Iterator

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Browser, expect

from cmdb_server.assets.labels import sheets
from cmdb_server.assets.labels.drawing import Label, Printing, Symbol, label_pdf
from cmdb_server.assets.labels.sheet import Sheet
from cmdb_server.itsm.desk import Saying
from cmdb_server.itsm.workflow import Worker
from cmdb_server.timestamps import rfc3339
from graph_schema.loading import load_all
from tests.browser.conftest import chromium
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor
from tests.pdf_pages import SCALE, pages_of

KEEPER = Worker("kim", may_work=True)
SIZE = (640, 480)
PER_SECOND = 5
POINTS_PER_MM = 72 / 25.4
SHEET = next(sheet for sheet in load_all(sheets, Sheet) if sheet.name == "avery-l7163")


def printed(code: str, symbol: Symbol) -> Image.Image:
    """A label as the camera has it in view."""
    (page,) = pages_of(label_pdf(SHEET, [Label(code, code)], Printing(symbol)))
    left, top = SHEET.corner(0)
    scale = SCALE * POINTS_PER_MM
    label = page.crop((left * scale, top * scale, (left + SHEET.width) * scale, (top + SHEET.height) * scale))
    return ImageOps.pad(label.convert("L"), SIZE, color=255)


def film(*scenes: tuple[Image.Image, float]) -> bytes:
    """YUV4MPEG2, which browsers take for a camera: pictures in grey, each for so many seconds."""
    width, height = SIZE
    no_colour = bytes([128]) * (width * height // 2)
    frames = b"".join(
        (b"FRAME\n" + picture.tobytes() + no_colour) * round(seconds * PER_SECOND) for picture, seconds in scenes
    )
    return f"YUV4MPEG2 W{width} H{height} F{PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode() + frames


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with a camera before which a tag as QR code is held, then a serial number as barcode."""
    nothing = Image.new("L", SIZE, 200)
    path = tmp_path_factory.mktemp("camera") / "labels.y4m"
    path.write_bytes(film((printed("CAM-1", "qr"), 3), (nothing, 1), (printed("S-CAM-1", "code128"), 3), (nothing, 3)))
    with chromium("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={path}") as started:
        yield started


@pytest.fixture
def counting(visitor: Visitor) -> str:
    """The number of a stock-take of a room in which nothing is expected."""
    services, room = visitor.site.services, {"site": "Oslo Nydalen", "room": "9.98"}
    by = (KEEPER, services.impact)
    values = {"title": "Room 9.98", **room, "frozen_at": rfc3339(services.clock())}
    made = services.desk.open(services.desk.types["stocktake"], values, (), by)
    services.desk.move(made.number, "start", Saying({}), by)
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    return made.number


@pytest.fixture
def ordered(visitor: Visitor) -> str:
    """The number of an order of two screens."""
    services = visitor.site.services
    by = (KEEPER, services.impact)
    lines = json.dumps([{"line": "1", "title": "Screen 27", "quantity": "2"}])
    values = {"title": "Screens", "supplier": "Acme", "order_number": "PO-98", "site": "Oslo", "lines": lines}
    made = services.desk.open(services.desk.types["order"], values, (), by)
    services.desk.move(made.number, "place", Saying({"ordered_on": "2026-11-02"}), by)
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    return made.number


def test_a_room_is_counted_with_the_camera_once_it_may_be_used(visitor: Visitor, counting: str) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go(f"/stocktakes/{counting}/scan")

    keys.press("Scan with the camera")
    expect(page.get_by_role("alert")).to_contain_text("allow it for this page in the browser's settings")
    assert visitor.violations() == []

    page.context.grant_permissions(["camera"])
    keys.press("Scan with the camera")
    last = page.get_by_role("list", name="Scanned last")
    expect(last.get_by_role("listitem")).to_contain_text(["CAM-1"])
    assert visitor.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(last.get_by_role("listitem")).to_have_count(2)
    expect(last.get_by_role("listitem").first).to_contain_text("S-CAM-1")
    keys.press("Stop the camera")
    expect(page.locator("video")).to_have_count(0)


def test_what_comes_is_received_with_the_camera(visitor: Visitor, ordered: str) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    page.context.grant_permissions(["camera"])
    visitor.go(f"/orders/{ordered}/receive")

    keys.press("Scan with the camera")

    expect(page.get_by_role("textbox", name="Tag")).to_have_value("CAM-1")
    last = page.get_by_role("list", name="Received last")
    expect(last).to_contain_text("CAM-1 · S-CAM-1")
    keys.press("Stop the camera")
    assert visitor.violations() == []
