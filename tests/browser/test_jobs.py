"""What people come for, done with the keyboard alone."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import expect

from cmdb_server.impact_analysis.question import Question
from cmdb_server.search_index.answers import Filters
from tests.browser.visitor import Visitor

DATABASE = "osl-shop-db-01"


def attribute_of(visitor: Visitor, name: str, attribute: str) -> str:
    """An attribute of a CI by the CI's name."""
    detail = visitor.site.services.cis.ci(visitor.uid_of(name))
    assert detail is not None
    value = next(entry.value for entry in detail.attributes if entry.name == attribute)
    return str(value[0]) if isinstance(value, list) else str(value)


def server_with_serial(visitor: Visitor) -> tuple[str, str]:
    """The name and serial number of a server."""
    servers = visitor.site.services.index.list_cis(Filters(ci_class=("server",)), "name", 0, 10).items
    return next((ci.name, str(ci.attributes["serial_number"])) for ci in servers if "serial_number" in ci.attributes)


def test_a_server_is_found_by_its_serial_number(visitor: Visitor) -> None:
    name, serial = server_with_serial(visitor)

    visitor.go("/")
    visitor.find(serial)

    expect(visitor.heading(name)).to_be_visible()


def test_a_machine_is_found_by_its_address_and_its_impact_is_one_key_away(visitor: Visitor) -> None:
    address = attribute_of(visitor, DATABASE, "ip_addresses")

    visitor.go("/")
    visitor.find(address)
    expect(visitor.heading(DATABASE)).to_be_visible()
    visitor.page.keyboard.press("i")
    visitor.settle()

    expect(visitor.heading(re.compile(f"Impact of {DATABASE}"))).to_be_visible()
    expect(visitor.page.get_by_role("listbox")).to_contain_text("Online shop")


def test_the_graph_is_walked_with_the_arrows_and_explains_the_way(visitor: Visitor) -> None:
    visitor.go(f"/impact/{visitor.uid_of(DATABASE)}")
    graph = visitor.page.get_by_role("application")
    expect(graph).to_be_visible()

    graph.focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("ArrowRight")

    expect(visitor.page).to_have_url(re.compile("ci=ci_"))
    expect(visitor.page.get_by_text(re.compile("needs|runs on|part of", re.IGNORECASE)).first).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page).not_to_have_url(re.compile("ci=ci_"))


def test_the_table_says_what_the_picture_shows(visitor: Visitor) -> None:
    uid = visitor.uid_of(DATABASE)
    visitor.go(f"/impact/{uid}")

    visitor.page.keyboard.press("t")

    expect(visitor.page).to_have_url(re.compile("view=table"))
    expect(visitor.page.get_by_role("table").or_(visitor.page.get_by_role("grid")).first).to_contain_text("Endpoint")


def test_the_exports_hold_every_affected_ci(visitor: Visitor, tmp_path: Path) -> None:
    uid = visitor.uid_of(DATABASE)
    visitor.go(f"/impact/{uid}")
    expect(visitor.page.get_by_role("application")).to_be_visible()
    saved: dict[str, Path] = {}
    for kind in ("SVG", "PNG", "CSV"):
        visitor.page.get_by_role("button", name="Export").click()
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("menuitem", name=re.compile(kind)).click()
        saved[kind] = tmp_path / kind
        download.value.save_as(saved[kind])

    rows = list(csv.DictReader(io.StringIO(saved["CSV"].read_text(encoding="utf-8"))))
    answer = visitor.site.services.impact.evaluate(Question(down=(uid,)))
    assert {row["uid"] for row in rows} == set(answer.reach)
    assert saved["SVG"].read_text(encoding="utf-8").startswith("<svg")
    assert saved["PNG"].read_bytes()[:4] == b"\x89PNG"


def test_the_list_is_filtered_sorted_and_restored_from_its_address(visitor: Visitor) -> None:
    visitor.go("/cis?ci_class=virtual_machine&sort=-name")
    grid = visitor.page.get_by_role("grid")
    total = grid.get_attribute("aria-rowcount")
    first = grid.get_by_role("row").nth(1).get_by_role("link").first
    name = first.inner_text()

    visitor.page.keyboard.press("g")
    visitor.page.keyboard.press("d")
    expect(visitor.heading("Dashboard")).to_be_visible()
    visitor.page.go_back()
    visitor.settle()

    assert grid.get_attribute("aria-rowcount") == total
    assert first.inner_text() == name


def test_a_list_is_walked_with_the_keyboard(visitor: Visitor) -> None:
    visitor.go("/cis?ci_class=server")
    visitor.page.get_by_role("grid").focus()

    visitor.page.keyboard.press("j")
    visitor.page.keyboard.press("End")
    visitor.page.keyboard.press("Home")
    visitor.page.keyboard.press("Enter")
    visitor.settle()

    expect(visitor.page).to_have_url(re.compile("/cis/ci_"))


def test_the_history_of_a_ci_tells_who_said_what(visitor: Visitor) -> None:
    visitor.go(f"/cis/{visitor.uid_of(DATABASE)}")

    visitor.page.keyboard.press("h")
    visitor.settle()

    expect(visitor.page).to_have_url(re.compile("tab=history"))
    expect(visitor.page.get_by_text("demo", exact=False).first).to_be_visible()


def test_an_enrolment_token_is_made_and_shown_once(visitor: Visitor) -> None:
    visitor.go("/discovery?tab=tokens")
    visitor.page.get_by_role("button", name=re.compile("(Create|New).*token", re.IGNORECASE)).first.click()
    visitor.page.get_by_label("Name", exact=False).first.fill("browser test")
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.get_by_label("Enrolment token browser test")).to_contain_text("ple_")
    visitor.page.reload()
    visitor.settle()
    expect(visitor.page.get_by_text(re.compile("ple_"))).to_have_count(0)
    expect(visitor.page.get_by_text("browser test").first).to_be_visible()
