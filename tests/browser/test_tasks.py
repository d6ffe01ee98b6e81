"""A task in the browser by keyboard alone: added, in the way of its record, ticked; accessible in both themes."""

from playwright.sync_api import expect

from cmdb_server.itsm.workflow import Worker
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

TITLE = "put the old switch back"


def test_a_task_is_added_holds_its_record_up_and_is_ticked(visitor: Visitor) -> None:
    page, keys, services = visitor.page, Keyboard(visitor.page), visitor.site.services
    by = (Worker("admin", may_work=True), services.impact)
    number = services.desk.open(services.desk.types["incident"], {"title": "The switch hums"}, (), by).number
    visitor.go(f"/incidents/{number}")
    keys.write("Another task", TITLE)
    keys.press("For whom and when")
    keys.write("For", "admin")
    keys.choose("Has to be done before", "R", "resolve")
    violations = visitor.violations()
    keys.press("Add the task")
    tasks = page.get_by_role("region", name="Tasks")
    expect(tasks).to_contain_text("before: Resolve")
    visitor.go("/tasks")
    expect(page.get_by_role("table").get_by_text(TITLE)).to_be_visible()
    violations += visitor.violations()
    visitor.go(f"/incidents/{number}")
    keys.reach(tasks.get_by_role("checkbox"))
    page.keyboard.press("Space")
    expect(tasks).to_contain_text("0 of 1 open")
    expect(page.get_by_role("region", name="Timeline")).to_contain_text(f"1 {TITLE}: open → done")
    violations += visitor.violations()

    assert violations == []
