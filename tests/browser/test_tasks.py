"""A task in the browser by keyboard alone: added, in the way of its record, ticked; accessible in both themes."""

from playwright.sync_api import expect

from cmdb_server.auth.audit import Actor
from cmdb_server.auth.rights import Team
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
    services.desk.change(number, {"description": "since noon"}, by, None)  # one task more takes nothing from anybody
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


def test_what_two_people_say_of_one_task_is_put_together_and_nobody_ends_what_they_did_not_see(
    visitor: Visitor,
) -> None:
    page, keys, services = visitor.page, Keyboard(visitor.page), visitor.site.services
    by = (Worker("admin", may_work=True), services.impact)
    number = services.desk.open(services.desk.types["incident"], {"title": "The fan is loud"}, (), by).number
    services.tasks.add(number, {"title": "clean it"}, by, None)
    services.roles_and_teams.save_team(Team("Network", "", ()), Actor("test"))
    visitor.go(f"/incidents/{number}")
    keys.press("Edit task 1")
    services.tasks.change(number, 1, {"assignee": "admin", "title": "clean the fan"}, by)
    keys.write("For the team", "Network")
    keys.press("Save")
    expect(page.get_by_role("region", name="Tasks")).to_contain_text("clean the fan")
    visitor.complaints.clear()  # of the 412 after which both were put together
    (task,) = services.desk.one(number).tasks
    services.tasks.change(number, 1, {"state": "cancelled"}, by)
    keys.reach(page.get_by_role("region", name="Tasks").get_by_role("checkbox"))
    page.keyboard.press("Space")
    expect(page.get_by_role("region", name="Tasks")).to_contain_text("Task 1 was ended by admin meanwhile")

    assert (task.title, task.assignee, task.team) == ("clean the fan", "admin", "Network")
    assert services.desk.one(number).tasks[0].state == "cancelled"
