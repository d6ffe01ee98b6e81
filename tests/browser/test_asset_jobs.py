"""What asset managers come for, from the rail to the file, by keyboard alone."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from cmdb_server.assets.register import NewAsset
from cmdb_server.auth.audit import Actor
from cmdb_server.ingest.validation import decode
from cmdb_server.itsm.workflow import Worker
from cmdb_server.licences.entitlement import Entitlement, Product
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.ci_classes.workstation import Workstation
from graph_schema.relationships import HAS_INSTALLED
from graph_schema.report import Report, Root, Section, encode
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor
from tests.ingest.machines import START

KEEPER = Worker("kim", may_work=True)
SITE = "Oslo Tinghus"
OUT_OF_WARRANTY = 41


def rows_of(visitor: Visitor, keys: Keyboard, link: Locator, path: Path) -> list[dict[str, str]]:
    """What a link to a CSV file saves, by keyboard."""
    keys.reach(link)
    with visitor.page.expect_download() as download:
        visitor.page.keyboard.press("Enter")
    download.value.save_as(path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def notebooks(visitor: Visitor) -> None:
    """Notebooks of a site without a warranty any more, and others of which one thing is otherwise."""
    services = visitor.site.services
    old = {"category": "notebook", "site": SITE, "warranty_until": "2024-02-29"}
    told = [{**old, "title": f"Notebook {turn}", "asset_tag": f"OLD-{turn}"} for turn in range(OUT_OF_WARRANTY)]
    others = (
        {"warranty_until": "2099-12-31"},
        {"category": "monitor"},
        {"site": "Bergen Tinghus"},
        {"warranty_until": ""},
    )
    told += [{**old, "title": "Other", "asset_tag": f"NEW-{turn}", **one} for turn, one in enumerate(others)]
    taken = services.assets.take([NewAsset(one, "in_use") for one in told], (KEEPER, services.impact))
    assert [one.errors for one in taken if one.errors] == []


@pytest.mark.usefixtures("notebooks")
def test_all_notebooks_out_of_warranty_in_a_site_are_kept_as_a_view_and_as_a_file(
    visitor: Visitor, tmp_path: Path
) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/")
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(visitor.heading("Assets")).to_be_visible()
    keys.choose("Category", "notebook", "notebook")
    keys.choose("Site", SITE, SITE)
    keys.choose("Dates", "warranty is over", "warranty_over")
    section = page.locator("section").filter(has=page.get_by_role("heading", name="Assets"))
    expect(section).to_contain_text(str(OUT_OF_WARRANTY))

    keys.press("Saved views")
    keys.write("Save this list as", "Old notebooks in Oslo")
    keys.press("Save the view")
    expect(page.get_by_role("dialog").get_by_role("link", name="Old notebooks in Oslo")).to_be_visible()
    visitor.go("/assets")
    keys.press("Saved views")
    keys.reach(page.get_by_role("dialog").get_by_role("link", name="Old notebooks in Oslo"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Dates")).to_have_value("warranty_over")
    page.reload()
    visitor.settle()
    expect(page.get_by_role("button", name="Old notebooks in Oslo")).to_be_visible()

    grid = page.get_by_role("grid", name="Assets")
    expect(grid).to_have_attribute("aria-rowcount", str(OUT_OF_WARRANTY + 1))
    keys.reach(grid)
    page.keyboard.press("End")
    page.keyboard.press(" ")
    expect(grid.get_by_role("checkbox", checked=True)).to_have_count(1)
    page.keyboard.press("Tab")  # the whole list is one tab stop
    assert grid.evaluate("grid => !grid.contains(document.activeElement)")
    shown = grid.get_by_role("link", name=re.compile("^AST")).all_inner_texts()
    rows = rows_of(visitor, keys, page.get_by_role("link", name="CSV", exact=True), tmp_path / "assets.csv")
    assert len(rows) == OUT_OF_WARRANTY
    assert set() < set(shown) <= {row["number"] for row in rows}
    assert {row["asset_tag"] for row in rows} == {f"OLD-{turn}" for turn in range(OUT_OF_WARRANTY)}


@pytest.fixture
def licensed(visitor: Visitor) -> list[str]:
    """The names of machines with a product of which fewer rights were bought."""
    services, names = visitor.site.services, [f"drawing-desk-{turn}" for turn in range(5)]
    for name in names:
        section = Section("software", enumerates=("software_release",))
        desk = section.add(Workstation(name=name, serial_number=f"SN-{name}", manufacturer="Dell"))
        release = section.add(SoftwareRelease(publisher="Acme", product="Drawer", version="4.2"))
        section.relate(desk, HAS_INSTALLED, release)
        root = Root(desk, "workstation")
        report = Report(f"software-{name}", f"api:software-{name}", START.isoformat(), root, (section,))
        services.ingest.accept(decode(encode(report), services.registry), "test")
    bought = Entitlement(
        name="Drawer, two seats", products=(Product(publisher="Acme", product="Drawer"),), metric="device", quantity=2,
        starts="2024-02-29", unit_price="70.00",
    )  # fmt: skip
    services.entitlements.add([bought], Actor("test"))
    return names


def test_a_product_is_over_and_every_installation_behind_it_is_listed(
    visitor: Visitor, licensed: list[str], tmp_path: Path
) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/licences")
    line = page.get_by_role("table", name="Position").get_by_role("row").filter(has_text="Drawer")
    expect(line).to_contain_text("Missing")
    assert line.get_by_role("cell").all_inner_texts()[4:8] == ["2", "5", "-3", "210.00"]

    keys.press("Why Drawer uses so much")
    used = page.get_by_role("table", name="What uses Drawer")
    expect(used.get_by_role("link")).to_have_text(licensed)
    expect(used).to_contain_text("drawing-desk-0 is one device")
    assert visitor.violations() == []

    rows = rows_of(visitor, keys, page.get_by_role("link", name="Evidence of Drawer as CSV"), tmp_path / "drawer.csv")
    assert [(row["machine"], row["version"], row["state"]) for row in rows] == [
        (name, "4.2", "covered") for name in licensed
    ]
    assert sum(int(row["units"]) for row in rows) == len(licensed)

    keys.reach(line.get_by_role("link", name="Drawer"))
    page.keyboard.press("Enter")
    expect(visitor.heading("Licences of Drawer")).to_be_visible()
    expect(page.get_by_role("table", name="Position").get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("link", name="All products")).to_have_attribute("href", "/licences")
    keys.reach(page.get_by_label("Product", exact=True))
    page.keyboard.press("Control+A")
    page.keyboard.type("Drawre")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("'Drawre' is neither installed nor bought")
    visitor.complaints.clear()  # the browser itself complains about the 404 that the page explains
