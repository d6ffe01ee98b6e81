"""Who is who, decided with the keyboard alone: the inbox, CIs side by side, the quarantine, the identity card."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, expect

from cmdb_server.duplicates.signing import Signed
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import encode
from tests.browser.visitor import Site, Visitor
from tests.ingest.machines import Machine, digits, report

BOARD = Machine("board", "192.0.2.81", machine_id=digits("board"), fqdn=None)
TEMPLATE = Machine("clone-a", "192.0.2.84", machine_id=digits("template"), fqdn=None, serial_number="CLONE-A")
LONER = Machine("loner", "192.0.2.90", serial_number="LONER-1")


def send(site: Site, machine: Machine, minute: int = 1) -> str:
    """Report the machine; its uid."""
    body = encode(report(machine, minute, source=machine.name))
    return getattr(site.services.ingest.accept(decode(body, load_registry()), "test"), "root_uid", "")


@pytest.fixture(scope="module")
def boards(site: Site) -> list[str]:
    """Three CIs, one after the other, that may be one machine whose mainboard was replaced."""
    return [
        send(site, replace(BOARD, name=f"board-{at}", system_uuid=f"4c4c4544-0037-3310-8043-b7c04f4a584{at}"), at)
        for at in (1, 2, 3)
    ]


@pytest.fixture(scope="module")
def clones(site: Site) -> list[str]:
    """Machines that were made from one template and live at the same time."""
    return [send(site, replace(TEMPLATE, name=f"clone-{letter}", serial_number=f"CLONE-{letter}")) for letter in "abcd"]


def press(visitor: Visitor, what: Locator) -> None:
    """Go to something that can be pressed and press it."""
    what.focus()
    visitor.page.keyboard.press("Enter")
    visitor.settle()


def test_pairs_are_chosen_kept_apart_and_taken_back(visitor: Visitor, boards: list[str]) -> None:
    page = visitor.page
    visitor.go("/")
    expect(page.get_by_text("Pairs of CIs may be one")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("m")
    visitor.settle()
    page.get_by_role("checkbox", name="Contradiction").check()
    grid = page.get_by_role("grid", name="Pairs that may be one machine")
    count = grid.get_by_role("row", name=re.compile("board")).count()
    assert count == len(boards)
    grid.focus()
    for key in ("x", "j", "x", "d"):
        page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="Keep 2 pairs apart?")
    assert visitor.violations() == []
    dialog.get_by_label("Reason").fill("two racks")
    page.keyboard.press("Enter")
    visitor.settle()

    expect(page.locator("[data-result]")).to_contain_text("2 pairs are two machines each for good.")
    expect(grid.get_by_role("row", name=re.compile("board"))).to_have_count(count - 2)
    page.keyboard.press("z")
    expect(grid.get_by_role("row", name=re.compile("board"))).to_have_count(count)
    grid.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("l")
    press(visitor, page.get_by_role("button", name=re.compile("^Defer 3 pairs")))
    expect(page.get_by_role("switch", name="Show what is deferred (3)")).to_be_visible()
    press(visitor, page.get_by_role("button", name="Undo"))
    expect(grid.get_by_role("row", name=re.compile("board"))).to_have_count(count)


def test_two_cis_are_compared_merged_and_parted_again(visitor: Visitor, boards: list[str]) -> None:
    page = visitor.page
    visitor.go(f"/duplicates/compare?ci={boards[0]}&ci={boards[1]}")
    expect(page.get_by_role("table", name="Identifiers")).to_contain_text(re.compile(r"\W100"))
    expect(page.get_by_role("table", name="Attributes").get_by_role("row").nth(1)).to_contain_text("differs")
    press(visitor, page.get_by_role("button", name=re.compile("^Merge into")))
    press(visitor, page.get_by_role("button", name="Merge the pair"))
    expect(page.get_by_text("They are one CI.")).to_be_visible()
    press(visitor, page.get_by_role("link", name="Open it"))

    kept = page.url.rsplit("/", 1)[1]
    [gone] = set(boards[:2]) - {kept}
    visitor.go(f"/cis/{gone}?tab=identity")
    assert f"/cis/{kept}" in page.url
    expect(page.get_by_role("region", name="Former ids")).to_contain_text(gone)
    assert visitor.violations() == []
    page.get_by_role("checkbox", name=re.compile("is of another machine")).last.focus()
    page.keyboard.press("Space")
    press(visitor, page.get_by_role("button", name="Unmerge the chosen…"))
    press(visitor, page.get_by_role("button", name="Unmerge the record"))

    expect(page.locator("[data-result]")).to_contain_text("is two CIs now")
    expect(page.get_by_role("region", name="Former ids")).to_have_count(0)


def test_a_value_in_quarantine_is_explained_pinned_and_released(visitor: Visitor, clones: list[str]) -> None:
    page = visitor.page
    key = f"machine_id:{digits('template')}"
    visitor.go("/quarantine")
    expect(visitor.page.get_by_role("region", name="Placeholders")).to_contain_text("default string")
    row = page.get_by_role("row", name=re.compile(digits("template")))
    expect(row).to_contain_text("Quarantined")
    expect(row.get_by_role("link")).to_have_count(len(clones))
    press(visitor, page.get_by_role("button", name=f"Never counts: {key}"))
    assert visitor.violations() == []
    press(visitor, page.get_by_role("button", name="Never count it"))
    expect(row).to_contain_text("A person says")
    press(visitor, page.get_by_role("button", name=f"Release: {key}"))
    press(visitor, page.get_by_role("button", name="Release it"))
    expect(row).to_contain_text("Several live machines")

    form = page.get_by_role("form", name="Pin a value")
    form.get_by_label("Identifier").fill("machine_id:none")
    press(visitor, form.get_by_role("button", name="Pin it"))
    expect(form).to_contain_text("Copy one of an identity card")
    visitor.complaints.clear()  # the browser itself complains about the 422 that the form explains


def test_another_ci_is_found_to_merge_with(visitor: Visitor, clones: list[str]) -> None:
    send(visitor.site, LONER)
    page = visitor.page
    visitor.go(f"/cis/{clones[0]}?tab=identity")
    expect(page.get_by_role("table", name="Identifiers")).to_contain_text("Quarantined")
    expect(page.get_by_role("table", name="Other candidates")).to_contain_text("Rejected")
    press(visitor, page.get_by_role("button", name="Merge with…"))
    expect(page.get_by_label("The CI that is the same")).to_be_focused()
    page.keyboard.type("loner")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("hit")
    press(visitor, page.get_by_role("list", name="Found").get_by_role("button").first)
    press(visitor, page.get_by_role("button", name="Look at both side by side"))

    expect(page.get_by_role("region", name="Are they one machine?")).to_contain_text("no identifier in common")
    assert visitor.violations() == []


def test_a_merge_that_only_a_quarantined_value_spoke_for_is_proposed_for_an_unmerge(
    visitor: Visitor, clones: list[str]
) -> None:
    visitor.site.services.duplicates.decide((clones[0], clones[1]), "one", Signed("ada", "same id"))
    page = visitor.page
    visitor.go("/duplicates")
    press(visitor, page.get_by_role("tab", name="To unmerge"))
    expect(page.get_by_role("table", name="Decisions")).to_contain_text("In doubt", ignore_case=True)
    expect(page.get_by_role("table", name="Decisions")).to_contain_text("is quarantined by now")
    assert visitor.violations() == []
    press(visitor, page.get_by_role("button", name=re.compile("^Take back")))
    press(visitor, page.get_by_role("button", name="Take it back"))

    expect(page.get_by_role("tab", name="To unmerge")).to_have_count(0)
