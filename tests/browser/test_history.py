"""Looking back, comparing, undoing and baselines, done with the keyboard alone."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from playwright.sync_api import Locator, expect

from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import encode
from tests.browser.visitor import Visitor
from tests.ingest.machines import Machine, report

# Addresses of this file alone: a machine whose address another one claims answers nobody.
BOX = Machine("looking-back", "192.0.2.77", serial_number="BACK-1")
NEEDED = Machine("diff-db", "192.0.2.181", programs=("postgres",), listens=(5432,))
NEEDING = Machine("diff-app", "192.0.2.182", connects=(("192.0.2.181", 5432),))
DRIFTING = Machine("drifting", "192.0.2.78", serial_number="DRIFT-1")


def press(visitor: Visitor, what: Locator) -> None:
    """Go to something that can be pressed and press it."""
    what.focus()
    visitor.page.keyboard.press("Enter")
    visitor.settle()


def send(visitor: Visitor, machine: Machine, minute: int) -> str:
    """Report the machine; its uid."""
    body = encode(report(machine, minute, source=machine.name))
    return getattr(visitor.site.services.ingest.accept(decode(body, load_registry()), "test"), "root_uid", "")


def test_a_change_is_compared_looked_behind_and_undone(visitor: Visitor) -> None:
    send(visitor, BOX, 1)
    uid = send(visitor, replace(BOX, kernel="6.12"), 2)
    page = visitor.page
    visitor.go(f"/cis/{uid}?tab=history")

    press(visitor, page.get_by_role("button", name=re.compile("^Compare from here")).last)
    expect(page.get_by_role("region", name="Compare two instants")).to_contain_text("6.12")
    press(visitor, page.get_by_role("button", name=re.compile("^As it was then")).last)
    expect(page.get_by_text("As it was at")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("6.12")
    press(visitor, page.get_by_role("button", name="Back to now"))
    expect(page.get_by_role("main")).to_contain_text("6.12")

    visitor.go(f"/cis/{uid}?tab=history")
    press(visitor, page.get_by_role("button", name=re.compile("^Undo")).first)
    assert visitor.violations() == []
    press(visitor, page.get_by_role("button", name="Undo it"))

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("list", name="History")).to_contain_text("undo of ev_")


def test_what_changed_is_told_of_a_list_and_of_the_picture(visitor: Visitor) -> None:
    send(visitor, NEEDED, 21)
    since = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    send(visitor, NEEDING, 22)
    page = visitor.page
    visitor.go("/cis?ci_class=server")

    press(visitor, page.get_by_role("link", name="What changed").last)
    expect(visitor.heading("What changed")).to_be_visible()
    visitor.go(f"/compare?ci_class=server&since={since}")
    found = page.get_by_role("region", name="Differences")
    expect(found).to_contain_text("diff-app")
    page.get_by_label("Which CIs").fill('name = "diff-app" and runs_on (server)')
    page.keyboard.press("Enter")
    expect(found).not_to_contain_text("diff-db")
    assert visitor.violations() == []

    visitor.go(f"/impact/{visitor.uid_of('diff-db')}?since={since}")
    picture = page.get_by_role("application", name=re.compile("^Graph of"))
    expect(page.get_by_text("Compared with")).to_be_visible()
    expect(page.get_by_text(re.compile("^\\+ Added [1-9]"))).to_be_visible()
    picture.focus()
    page.keyboard.press("j")
    visitor.settle()
    expect(page.get_by_role("group", name="What differs")).to_contain_text("Added")
    assert visitor.violations() == []

    press(visitor, page.get_by_role("button", name="Stop comparing"))
    expect(page.get_by_role("main")).to_contain_text("app")
    press(visitor, page.get_by_role("button", name="Previous change"))
    press(visitor, page.get_by_role("button", name="Previous change"))
    expect(page.get_by_text("As it was at")).to_be_visible()


def test_a_baseline_is_made_and_its_drift_accepted(visitor: Visitor) -> None:
    send(visitor, DRIFTING, 11)
    page = visitor.page
    visitor.go("/baselines")

    form = page.get_by_role("form", name="New baseline")
    form.get_by_label("Name").fill("drifting")
    form.get_by_label("Which CIs").fill('server and serial_number = "DRIFT-1"')
    press(visitor, form.get_by_role("button", name="Make the baseline"))
    expect(page.get_by_text("Nothing has drifted.")).to_be_visible()

    send(visitor, replace(DRIFTING, kernel="6.13", serial_number="DRIFT-1"), 12)
    page.reload()
    visitor.settle()
    drift = page.get_by_role("region", name="Drift from drifting")
    expect(drift).to_contain_text("6.13")
    drift.get_by_role("checkbox", name="Choose drifting").focus()
    page.keyboard.press("Space")
    assert visitor.violations() == []
    press(visitor, drift.get_by_role("button", name="Accept"))

    expect(page.get_by_text("Nothing has drifted.")).to_be_visible()
